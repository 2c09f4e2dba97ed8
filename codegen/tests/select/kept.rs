//! What is kept of a document, and in which form.

use connect_codegen::{Counts, Prefix, Source, select};
use serde_yaml::Value;

use super::document::{SPEC, keys, parsed, paths, slice_of};
use super::support::{difference, said, sound};

// Prefixes

#[test]
fn prefixes_are_literal_globs() {
    assert_eq!(
        paths(&["/usage*"]),
        [
            "/usage",
            "/usage/{id}/parts",
            "/usage/{id}/parts/{part}/state",
            "/usagex"
        ]
    );
    assert_eq!(paths(&["/usage"]), ["/usage"]);
    assert_eq!(
        paths(&["/usage/*"]),
        ["/usage/{id}/parts", "/usage/{id}/parts/{part}/state"]
    );
    assert_eq!(
        paths(&["/usage/{id}/p*"]),
        ["/usage/{id}/parts", "/usage/{id}/parts/{part}/state"]
    );
    assert_eq!(paths(&["*/state"]), ["/usage/{id}/parts/{part}/state"]);
    assert_eq!(paths(&["/*usage"]), ["/other/usage", "/usage"]);
    assert_eq!(paths(&["/usagex", "/other*"]), ["/other/usage", "/usagex"]);
    assert_eq!(
        paths(&["/other*", "/usagex"]),
        ["/other/usage", "/usagex"],
        "in the document's order"
    );
    assert_eq!(paths(&[]).len(), 5, "no prefix is all of it");
    assert_eq!(paths(&["*"]).len(), 5);
}

#[test]
fn nothing_but_the_star_is_special() {
    let matches = |prefix: &str, path: &str| Prefix::new(prefix).matches(path);
    assert!(!matches("/a?", "/ab"));
    assert!(!matches("/[ab]", "/a"));
    assert!(!matches("/a.*", "/abc"));
    assert!(matches("/a.*", "/a.b"));
    assert!(matches("/{a,b}*", "/{a,b}/c"));
    assert!(matches("/a*c*e", "/abcde"));
    assert!(matches("/a**e", "/abcde"));
    assert!(!matches("/a*ab", "/ab"), "the two do not overlap");
    assert!(matches("/a*", "/a"));
    assert!(!matches("", "/a"));
}

#[test]
fn a_prefix_that_selects_nothing_names_what_is_near() {
    let miss = |prefix: &str| {
        let outcome = select(
            &Source::new("spec.yml", SPEC),
            &["/other*".to_owned(), prefix.to_owned()],
        );
        assert!(outcome.value.is_none());
        let found: Vec<_> = outcome.diagnostics.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code.as_str(), "empty-prefix");
        assert!(found[0].message.contains(prefix), "{}", found[0].message);
        found[0].help.clone().expect("advice")
    };
    assert!(miss("/usgae*").contains("`/usage`"));
    assert!(miss("/usage/{id}/").contains("`/usage/{id}/*`"));
    assert!(miss("/usagex/*").contains("`/usagex`"));
    assert!(miss("usage*").contains("`/usage`"));
    assert!(miss("/Usage*").contains("`/usage`"));
}

// Prose

fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Sequence(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Mapping(map) => map.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

#[test]
fn prose_is_dropped() {
    let slice = slice_of(SPEC, &[]);
    let value = parsed(&slice);
    let mut all = Vec::new();
    texts(&value, &mut all);
    let prose: Vec<&&str> = all.iter().filter(|text| text.contains("Prose")).collect();
    assert!(prose.is_empty(), "{prose:?}\n{}", slice.text);
    // The title is a name.
    assert!(slice.text.contains("The vendor's title"));
    assert_eq!(
        keys(&value),
        [
            "components",
            "info",
            "openapi",
            "paths",
            "security",
            "servers"
        ]
    );
    // OpenAPI demands a description of each response, and of nothing else.
    let get = &value["paths"]["/usage"]["get"];
    assert_eq!(keys(get), ["operationId", "parameters", "responses"]);
    assert_eq!(get["responses"]["200"]["description"], "");
    assert_eq!(value["components"]["responses"]["error"]["description"], "");
    assert_eq!(keys(&get["parameters"][0]), ["in", "name", "schema"]);
    assert_eq!(keys(&get["responses"]["200"]["headers"]["X-A"]), ["schema"]);
    assert_eq!(
        keys(&value["components"]["securitySchemes"]["key"]),
        ["in", "name", "type"]
    );
    assert_eq!(keys(&value["servers"][0]), ["url"]);
}

#[test]
fn what_is_only_called_like_prose_stays() {
    let value = parsed(&slice_of(SPEC, &["/usage"]));
    let thing = &value["components"]["schemas"]["Thing"];
    assert_eq!(keys(thing), ["properties", "required", "type"]);
    assert_eq!(
        keys(&thing["properties"]),
        ["description", "example", "kind", "summary", "tags", "title"]
    );
    assert_eq!(keys(&thing["properties"]["description"]), ["type"]);
    assert_eq!(
        keys(&thing["properties"]["summary"]["properties"]["example"]),
        ["type"]
    );
    assert_eq!(thing["required"][0], "description");
    assert_eq!(thing["properties"]["kind"]["enum"][1], "example");
    assert_eq!(thing["properties"]["kind"]["default"], "example");
}

/// A response component, a schema, a path may be called like a keyword, too.
#[test]
fn names_of_components_are_names() {
    let text = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /description:
    get:
      responses: {'200': {$ref: '#/components/responses/description'}}
components:
  responses:
    description: {description: Prose., content: {application/json: {schema: {$ref: '#/components/schemas/examples'}}}}
  schemas:
    examples: {type: object, properties: {properties: {type: object, properties: {externalDocs: {type: string, title: Prose.}}}}}
";
    let value = parsed(&slice_of(text, &[]));
    assert_eq!(keys(&value["components"]["responses"]), ["description"]);
    assert_eq!(keys(&value["components"]["schemas"]), ["examples"]);
    let inner = &value["components"]["schemas"]["examples"]["properties"]["properties"];
    assert_eq!(keys(&inner["properties"]), ["externalDocs"]);
    assert_eq!(keys(&inner["properties"]["externalDocs"]), ["type"]);
}

// What is reached

#[test]
fn only_what_is_reached_is_kept() {
    let slice = slice_of(SPEC, &["/usage"]);
    let value = parsed(&slice);
    assert_eq!(
        keys(&value["components"]),
        ["responses", "schemas", "securitySchemes"]
    );
    assert_eq!(keys(&value["components"]["schemas"]), ["Deep", "Thing"]);
    assert_eq!(keys(&value["components"]["responses"]), ["error"]);
    assert_eq!(keys(&value["components"]["securitySchemes"]), ["key"]);
    assert_eq!(
        slice.counts,
        Counts {
            paths: 1,
            operations: 1,
            components: 3,
            schemas: 2,
            filters: 0
        }
    );
    let other = parsed(&slice_of(SPEC, &["/other*"]));
    assert_eq!(keys(&other["components"]["schemas"]), ["Other"]);
}

#[test]
fn security_and_servers_and_version_are_kept() {
    let slice = slice_of(SPEC, &["/usage"]);
    let value = parsed(&slice);
    assert_eq!(slice.api_version, "7.1");
    assert_eq!(value["info"]["version"], "7.1");
    assert_eq!(value["info"]["x-connect-prefixes"][0], "/usage");
    assert_eq!(value["servers"][0]["url"], "https://example.com/v1");
    assert_eq!(keys(&value["security"][0]), ["key"]);
}

// Filters

fn filter_of(description: &str) -> (Value, String) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      parameters: [{{name: f, in: query, description: {description:?}, schema: {{type: string}}}}]\n      responses: {{'204': {{description: ''}}}}\n"
    );
    let outcome = select(&Source::new("spec.yml", text), &[]);
    let said = said(&outcome.diagnostics);
    let slice = sound(outcome);
    assert_eq!(
        slice.counts.filters,
        usize::from(slice.text.contains("x-connect-filter"))
    );
    let value: Value = serde_yaml::from_str(&slice.text).unwrap();
    let parameter = &value["paths"]["/a"]["get"]["parameters"][0];
    assert!(parameter.get("description").is_none());
    (
        parameter
            .get("x-connect-filter")
            .cloned()
            .unwrap_or_default(),
        said,
    )
}

#[test]
fn both_markups_of_filters_are_read() {
    let expected: Value =
        serde_yaml::from_str("{lookups: [eq, ne, 'null', in], search: true, ordering: false}")
            .unwrap();
    for prose in [
        "A text.\n\n**lookups:** eq, ne, null, in\n\n**search:** true\n\n**ordering:** false\n",
        "A text.\n\nlookups: eq, ne, null, in\n\nsearch: true\n\nordering: false",
        "lookups: eq,ne,null,in\nsearch: true",
        "  **lookups:**   eq , ne,null,  in,\n\n  **search:** true  ",
    ] {
        let (filter, said) = filter_of(prose);
        assert_eq!(filter, expected, "{prose:?}");
        assert_eq!(said, "");
    }
}

#[test]
fn what_declares_no_lookup_is_no_filter() {
    for prose in [
        "A text.",
        "Knows no lookups: at all",
        "default: hidden",
        "lookups: between",
        "**search:** true",
        "",
    ] {
        assert_eq!(filter_of(prose).0, Value::Null, "{prose:?}");
    }
    let (filter, said) = filter_of("lookups: eq, between");
    assert_eq!(
        filter["lookups"],
        serde_yaml::from_str::<Value>("[eq]").unwrap()
    );
    assert!(
        said.contains("warning[unknown-lookup]") && said.contains("spec.yml:6:"),
        "{said}"
    );
}

/// A field that is hidden by default is for `select`, and so is one with an empty list of lookups.
#[test]
fn fields_that_can_be_selected_are_told() {
    for (prose, expected) in [
        (
            "lookups:",
            "lookups: [], search: false, ordering: false, select: shown",
        ),
        (
            "**lookups:** \n\n**default:** *hidden*",
            "lookups: [], search: false, ordering: false, select: hidden",
        ),
        (
            "lookups: \ndefault: **hidden**",
            "lookups: [], search: false, ordering: false, select: hidden",
        ),
        (
            "lookups: eq\n\ndefault: hidden\n",
            "lookups: [eq], search: false, ordering: false, select: hidden",
        ),
        (
            "lookups: eq\n\ndefault: shown",
            "lookups: [eq], search: false, ordering: false",
        ),
    ] {
        let expected: Value = serde_yaml::from_str(&format!("{{{expected}}}")).unwrap();
        assert_eq!(filter_of(prose).0, expected, "{prose:?}");
    }
}

// The same bytes

#[test]
fn the_same_input_gives_the_same_bytes() {
    let first = slice_of(SPEC, &["/usage*"]);
    assert_eq!(first, slice_of(SPEC, &["/usage*"]));
    let crlf = SPEC.replace('\n', "\r\n");
    assert_eq!(first.text, slice_of(&crlf, &["/usage*"]).text);
    let again = slice_of(&first.text, &["/usage*"]);
    assert_eq!(difference("slice", &first.text, &again.text), None);
    assert_eq!(first.counts, again.counts);
    let all = slice_of(&first.text, &[]);
    assert_eq!(difference("slice", &first.text, &all.text), None);
}

#[test]
fn strings_that_look_like_other_values_stay_strings() {
    let text = "
openapi: 3.0.3
info: {title: t, version: '1.10'}
paths:
  /a:
    get:
      responses: {200: {description: '', content: {application/json: {schema: {type: string, enum: ['1', 'true', 'null', '~', '1.50', '0x10', 'no', '', ' x', '2020-01-01', 'a: b', '- c', '#', \"l\\nm\"]}}}}}
      x-data: {a: 1.50, b: 10000000000000000000, c: 0.1}
";
    let slice = slice_of(text, &[]);
    let value = parsed(&slice);
    assert_eq!(value["info"]["version"], "1.10");
    let responses = &value["paths"]["/a"]["get"]["responses"];
    let values = &responses["200"]["content"]["application/json"]["schema"]["enum"];
    let texts: Vec<&str> = values
        .as_sequence()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap())
        .collect();
    assert_eq!(
        texts,
        [
            "",
            " x",
            "#",
            "- c",
            "0x10",
            "1",
            "1.50",
            "2020-01-01",
            "a: b",
            "l\nm",
            "no",
            "null",
            "true",
            "~"
        ]
    );
    assert_eq!(slice.text, slice_of(&slice.text, &[]).text);
}
