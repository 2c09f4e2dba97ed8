//! One change is told once, whatever it reaches.

use connect_codegen::Input;
use connect_review::diff::{Class, Comparison, compare};

use super::edits::{compared, input, kinds, only};
use super::support::vendor;

/// Three operations that share a parameter and a response, and one list.
const SHARED: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /bells:
    get:
      parameters: [{$ref: '#/components/parameters/most'}, {name: hue, in: query, schema: {$ref: '#/components/schemas/Hue'}}]
      responses: {'204': {description: ''}, default: {$ref: '#/components/responses/Fault'}}
  /kites:
    get:
      parameters: [{$ref: '#/components/parameters/most'}, {name: hue, in: query, schema: {$ref: '#/components/schemas/Hue'}}]
      responses: {'204': {description: ''}, default: {$ref: '#/components/responses/Fault'}}
  /lamps:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: size, in: query, description: '**lookups:** eq', schema: {type: string}}
        - {name: kind, in: query, description: '**lookups:** eq', schema: {type: string}}
      responses:
        '200': {description: '', content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: string}}}}}}}
        default: {$ref: '#/components/responses/Fault'}
components:
  parameters:
    most: {name: most, in: query, schema: {type: integer, maximum: 500}}
  responses:
    Fault: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
  schemas:
    Fault: {type: object, properties: {reason: {type: string}}}
    Hue: {type: string, maxLength: 8}
";

fn changed(from: &str, to: &str) -> Comparison {
    assert!(SHARED.contains(from), "`{from}` is not in the document");
    compared(&input(SHARED, ""), &input(&SHARED.replace(from, to), ""))
}

#[test]
fn a_shared_component_is_one_change_with_its_places() {
    for (from, to, subject, places) in [
        (
            "maximum: 500",
            "maximum: 100",
            "query parameter `most` (component `most`, 2 operations)",
            2,
        ),
        (
            "Fault: {description: '', content: {application/json",
            "Fault: {description: '', content: {application/problem+json",
            "status default (component `Fault`, 3 operations)",
            3,
        ),
        (
            "maxLength: 8",
            "maxLength: 7",
            "schema `Hue` (component `Hue`, 2 places)",
            2,
        ),
        (
            "{name: most, in: query",
            "{name: most, required: true, in: query",
            "query parameter `most` (component `most`, 2 operations)",
            2,
        ),
        (
            "reason: {type: string}",
            "reason: {type: integer}",
            "field `reason` of `Fault`",
            1,
        ),
    ] {
        let comparison = changed(from, to);
        let change = only(&comparison);
        assert_eq!(change.subject, subject);
        assert_eq!(change.places.len(), places, "{subject}");
    }
}

#[test]
fn an_envelope_around_a_list_is_one_change() {
    let list = "{type: array, items: {type: object, properties: {id: {type: string}}}}";
    let envelope =
        format!("{{type: object, properties: {{rows: {list}, total: {{type: integer}}}}}}");
    let comparison = changed(list, &envelope);
    assert_eq!(kinds(&comparison), (Class::Breaking, vec!["gives"]));
    let change = only(&comparison);
    assert!(
        change
            .wire
            .ends_with("It is no longer a paged list; its 2 filters and its paging are gone."),
        "{}",
        change.wire
    );
}

#[test]
fn a_name_that_goes_to_another_function_is_told_with_it() {
    let item = "  /lamps/{id}:\n    get:\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}}\n        - {name: kind, in: query, schema: {type: string, enum: [a, b]}}\n      responses: {'204': {description: ''}}\ncomponents:\n";
    let with_item = SHARED.replace("components:\n", item);
    let list = "schema: {type: array, items: {type: object, properties: {id: {type: string}}}}";
    let envelope = "schema: {type: object, properties: {rows: {type: array, items: {type: object, properties: {id: {type: string}}}}}}";
    let comparison = compared(
        &input(&with_item, ""),
        &input(&with_item.replace(list, envelope), ""),
    );
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("gives", Class::Breaking)
    );
    assert!(
        change
            .wire
            .contains("Its name is `lamps::get` now; that was the operation `GET /lamps/{id}`"),
        "{}",
        change.wire
    );
}

#[test]
fn copies_of_one_edit_are_one_change() {
    let inline =
        "{type: object, properties: {reason: {type: string}, kind: {type: string, enum: [a, b]}}}";
    let copied = SHARED.replace(
        "{$ref: '#/components/responses/Fault'}",
        &format!("{{description: '', content: {{application/json: {{schema: {inline}}}}}}}"),
    );
    for (from, to, kind) in [
        (
            "reason: {type: string}",
            "reason: {type: string, maxLength: 9}",
            "limits",
        ),
        (
            "reason: {type: string}",
            "reason: {type: string}, more: {type: string, enum: [x, y]}",
            "field-added",
        ),
        (
            "reason: {type: string}",
            "reason: {type: integer}",
            "field-type",
        ),
        ("enum: [a, b]", "enum: [a, b, c]", "value-added"),
    ] {
        let comparison = compared(&input(&copied, ""), &input(&copied.replace(from, to), ""));
        let change = only(&comparison);
        assert_eq!(change.kind.as_str(), kind, "{to}");
        assert_eq!(change.places.len(), 3, "{to}");
    }
}

#[test]
fn different_edits_are_not_folded() {
    let two = SHARED.replace("Hue: {type", "Hue: {minLength: 1, type");
    let text = two.replace("maximum: 500", "maximum: 100");
    let comparison = compared(&input(SHARED, ""), &input(&text, ""));
    assert_eq!(kinds(&comparison), (Class::Wire, vec!["limits", "limits"]));
}

#[test]
fn an_inline_schema_that_becomes_a_component_is_a_name_at_most() {
    let inline = "{type: object, properties: {hue: {type: string, enum: [red, blue]}}}";
    let text = |schema: &str, components: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /lamps:
    post:
      requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'204': {{description: ''}}}}
components:
  schemas: {{{components}}}
"
        )
    };
    let old = text(inline, "");
    let renamed = text(
        "{$ref: '#/components/schemas/Order'}",
        &format!("Order: {inline}"),
    );
    let comparison = compared(&input(&old, ""), &input(&renamed, ""));
    let change = only(&comparison);
    assert_eq!(
        (change.kind.as_str(), change.wire.as_str()),
        ("type-renamed", "Nothing.")
    );
    // Under the name that it has anyway, nothing changes.
    let same = text(
        "{$ref: '#/components/schemas/NewLamp'}",
        &format!("NewLamp: {inline}"),
    );
    assert_eq!(compared(&input(&old, ""), &input(&same, "")).changes, []);
}

#[test]
fn the_vendors_two_versions_are_told_in_forty_lines() {
    let whole = |name: &str| {
        vendor(name).map(|document| Input {
            document,
            prefixes: vec!["/usage*".to_owned()],
            ..Input::default()
        })
    };
    let (Some(old), Some(new)) = (
        whole("connect-openapi30-v22.yml"),
        whole("connect-openapi30-v37.yml"),
    ) else {
        return;
    };
    let comparison = compare(&old, &new).value.expect("both are sound");
    assert_eq!(comparison.changes.len(), 11, "{:#?}", kinds(&comparison));
    assert!(comparison.to_lines(Some("0.1.0")).len() <= 40);
}
