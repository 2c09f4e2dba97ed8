//! Changes that callers cannot see in types: what is sent and read in another way.

use connect_review::diff::{Advice, Class, Comparison, compare};

use super::edits::{compared, input, kinds, only};
use super::support::said;

const LAMPS: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: 'https://a.example'}]
security: [{key: []}]
paths:
  /lamps:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: hue, in: query, description: '**lookups:** eq, ne', schema: {type: string}}
        - {name: size, in: query, description: \"**lookups:** eq\\n\\n**ordering:** true\", schema: {type: string}}
      responses:
        '200':
          description: ''
          headers: {Content-Range: {schema: {type: string}}}
          content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: string}}}}}}
        '429': {description: '', headers: {Retry-After: {schema: {type: integer}}}}
  /lamps/{shape}:
    post:
      parameters:
        - {name: shape, in: path, required: true, schema: {type: string}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, properties: {plan: {type: object, properties: {a: {type: string}}}}}
            encoding: {plan: {contentType: application/json}}
      responses: {'204': {description: ''}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: Authorization}
    flow: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {}}}}
";

fn changed(from: &str, to: &str) -> Comparison {
    assert!(LAMPS.contains(from), "`{from}` is not in the document");
    compared(&input(LAMPS, ""), &input(&LAMPS.replacen(from, to, 1), ""))
}

#[test]
fn a_call_that_is_sent_in_another_way_is_a_change_of_the_wire() {
    let form = "encoding: {plan: {contentType: application/json}}";
    for (from, to, kind, subject) in [
        (
            "name: Authorization",
            "name: X-Key",
            "security",
            "security scheme `key` (component `key`, 2 operations)",
        ),
        (
            "    post:\n",
            "    post:\n      servers: [{url: 'https://b.example'}]\n",
            "servers",
            "servers of `POST /lamps/{shape}`",
        ),
        (
            "  /lamps/{shape}:\n",
            "  /lamps/{shape}:\n    servers: [{url: 'https://{x}.example', variables: {x: {default: b}}}]\n",
            "servers",
            "servers of `POST /lamps/{shape}`",
        ),
        (
            "in: path, required: true",
            "in: path, style: label, required: true",
            "parameter-style",
            "path parameter `shape` of `POST /lamps/{shape}`",
        ),
        (
            "{name: tags, in: query",
            "{name: tags, in: query, explode: false",
            "parameter-style",
            "query parameter `tags` of `POST /lamps/{shape}`",
        ),
        (
            "{name: tags, in: query",
            "{name: tags, in: header",
            "parameter-style",
            "header parameter `tags` of `POST /lamps/{shape}`",
        ),
        (
            form,
            "encoding: {plan: {contentType: application/vnd.plan+json}}",
            "encoding",
            "part `plan` of the request as `multipart/form-data` of `POST /lamps/{shape}`",
        ),
        (
            ", headers: {Retry-After: {schema: {type: integer}}}",
            "",
            "header-removed",
            "response header `Retry-After` with status 429 of `GET /lamps`",
        ),
    ] {
        let comparison = changed(from, to);
        let change = only(&comparison);
        assert_eq!(change.kind.as_str(), kind, "{to}");
        assert_eq!(change.subject, subject, "{to}");
        assert_eq!(change.class, Class::Wire, "{to}: {change:#?}");
        assert_eq!(comparison.advice(), Advice::Patch, "{to}");
    }
}

#[test]
fn what_is_sent_as_before_is_no_change() {
    for (from, to) in [
        (
            "{name: tags, in: query",
            "{name: tags, in: query, style: form, explode: true",
        ),
        (
            "in: path, required: true",
            "in: path, style: simple, explode: false, required: true",
        ),
        // A single value is the same string, exploded or not.
        (
            "in: path, required: true",
            "in: path, explode: true, required: true",
        ),
        (
            "{name: hue, in: query",
            "{name: hue, in: query, explode: false",
        ),
        // Reserved characters are percent-encoded all the same.
        (
            "{name: tags, in: query",
            "{name: tags, in: query, allowReserved: true",
        ),
        ("    post:\n", "    post:\n      security: [{key: []}]\n"),
        (
            "    post:\n",
            "    post:\n      servers: [{url: 'https://a.example'}]\n",
        ),
    ] {
        assert_eq!(changed(from, to).changes, [], "{to}");
    }
    // The style of a part is left out, which is told, and nothing else.
    let comparison = changed(
        "{contentType: application/json}",
        "{contentType: application/json, style: form, explode: false}",
    );
    assert_eq!(kinds(&comparison), (Class::None, vec!["left-out"]));
    // An array in a header, and a single value in a form without files.
    let header = LAMPS.replace("{name: tags, in: query", "{name: tags, in: header");
    let form = LAMPS
        .replace("multipart/form-data", "application/x-www-form-urlencoded")
        .replace(
            "{plan: {type: object, properties: {a: {type: string}}}}",
            "{plan: {type: string}}",
        )
        .replace("{plan: {contentType: application/json}}", "{plan: {}}");
    for (text, from, to) in [
        (&header, "in: header", "in: header, explode: true"),
        (&form, "{plan: {}}", "{plan: {style: form, explode: false}}"),
    ] {
        let edited = text.replacen(from, to, 1);
        assert_ne!(*text, edited);
        let comparison = compared(&input(text, ""), &input(&edited, ""));
        assert_eq!(comparison.changes, [], "{to}");
    }
}

#[test]
fn a_client_uses_the_first_alternative_so_their_order_counts() {
    let with = |security: &str| {
        let own = format!("    post:\n      security: [{security}]\n");
        input(&LAMPS.replacen("    post:\n", &own, 1), "")
    };
    let comparison = compared(
        &with("{key: []}, {flow: []}"),
        &with("{flow: []}, {key: []}"),
    );
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("security", Class::Wire)
    );
    assert_eq!(
        change.wire,
        "It is authorized by `flow or key`, was `key or flow`."
    );
    // Of one alternative all schemes are used.
    let comparison = compared(&with("{key: [], flow: []}"), &with("{flow: [], key: []}"));
    assert_eq!(comparison.changes, []);
}

#[test]
fn another_scheme_is_told_with_its_constants() {
    let comparison = changed(
        "    post:\n",
        "    post:\n      security: [{flow: [b, a]}]\n",
    );
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("security", Class::Wire)
    );
    assert_eq!(
        change.wire,
        "It is authorized by `flow with the scopes a, b`, was `key`."
    );
    assert_eq!(change.effects[0].item, "specification::FLOW");
    // The constant is an addition all the same.
    assert_eq!(comparison.advice(), Advice::Addition);
}

#[test]
fn changes_of_the_wire_stand_after_breaking_ones_and_requests_come_first() {
    let text = LAMPS
        .replace("name: Authorization", "name: X-Key")
        .replace(
            "{id: {type: string}}",
            "{id: {type: string, maxLength: 9}, more: {type: string}}",
        )
        .replace("/lamps/{shape}", "/bells/{shape}");
    let comparison = compared(&input(LAMPS, ""), &input(&text, ""));
    assert_eq!(
        kinds(&comparison),
        (
            Class::Breaking,
            vec![
                "operation-removed",
                "security",
                "limits",
                "operation-added",
                "field-added"
            ]
        )
    );
}

#[test]
fn a_list_without_its_counter_says_so() {
    let comparison = changed(
        "          headers: {Content-Range: {schema: {type: string}}}\n",
        "",
    );
    let change = only(&comparison);
    assert_eq!(change.kind.as_str(), "header-removed");
    assert!(
        change
            .wire
            .ends_with("Pages of `lamps::list` are counted by it."),
        "{}",
        change.wire
    );
}

#[test]
fn markup_of_filters_that_is_not_understood_is_an_error() {
    let error = |text: &str| {
        let outcome = compare(&input(LAMPS, ""), &input(text, ""));
        assert!(outcome.value.is_none(), "{text}");
        said(&outcome.diagnostics)
    };
    let all = error(&LAMPS.replace("**lookups:**", "*Lookups*:"));
    assert!(all.contains("2 of 2 filters lost their lookups"), "{all}");
    let half = error(&LAMPS.replacen("**lookups:**", "**lookups**:", 1));
    assert!(
        half.contains("1 of 2 filters lost its lookups: the markup of `hue`"),
        "{half}"
    );
    let ordering = error(&LAMPS.replace("**ordering:** true", "**Ordering**: yes"));
    assert!(
        ordering.contains("1 of 1 filters lost its ordering"),
        "{ordering}"
    );
    // A filter that says that it no longer orders is one that changed.
    let comparison = changed("**ordering:** true", "**ordering:** false");
    assert_eq!(
        kinds(&comparison),
        (Class::Breaking, vec!["filter-ordering"])
    );
    // A filter whose parameter is gone, too.
    let hue = "        - {name: hue, in: query, description: '**lookups:** eq, ne', schema: {type: string}}\n";
    assert_eq!(
        kinds(&changed(hue, "")),
        (Class::Breaking, vec!["filter-removed"])
    );
}

/// A request whose required fields are arguments.
fn requesting(required: &str) -> String {
    format!(
        "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /bells:
    post:
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [{required}], properties: {{code: {{type: string}}, hue: {{type: string}}, note: {{type: string}}}}}}}}}}}}
      responses: {{'204': {{description: ''}}}}
"
    )
}

#[test]
fn arguments_of_one_type_that_change_places_are_named_at_the_function() {
    let between =
        |old: &str, new: &str| compared(&input(&requesting(old), ""), &input(&requesting(new), ""));
    for (old, new) in [("code", "note"), ("code, hue", "hue, note")] {
        let comparison = between(old, new);
        let misled = comparison.changes.iter().find(|change| {
            change
                .rust
                .starts_with("Calls of `models::NewBell::new` may compile as before")
        });
        let misled = misled.expect("a change that warns");
        let effect = misled
            .effects
            .iter()
            .find(|it| it.item == "models::NewBell::new");
        let effect = effect.expect("the function");
        assert_ne!(effect.old, effect.new);
        assert_eq!(effect.class, Class::Breaking);
    }
    // The order of `required` is that of the arguments where an overlay lists the names. That of a document says nothing.
    assert_eq!(between("code, note", "note, code").changes, []);
    let listed = |names: &str| {
        let schema = "$.paths['/bells'].post.requestBody.content['application/json'].schema";
        input(
            &requesting(""),
            &format!("  - {{target: \"{schema}\", update: {{required: [{names}]}}}}\n"),
        )
    };
    let comparison = compared(&listed("code, note"), &listed("note, code"));
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class, change.subject.as_str()),
        (
            "arguments",
            Class::Breaking,
            "arguments of `models::NewBell::new`"
        )
    );
    assert!(
        change
            .rust
            .starts_with("Calls of `models::NewBell::new` may compile")
    );
    // Another number of arguments does not compile.
    let comparison = between("code", "code, note");
    assert!(
        !comparison
            .changes
            .iter()
            .any(|it| it.rust.starts_with("Calls of"))
    );
}
