//! What stands beside references, and references to what is not read.

use connect_codegen::{Docs, Input, Source, generate};

use crate::support::{generate_from, said, sound};
use crate::{all, assert_equal, property};

/// A document with references of parameters and headers, some of them with a description.
const DESCRIBED: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /lamps:
    parameters: [{$ref: '#/components/parameters/Watt', description: Of the item.}]
    get:
      parameters: [{$ref: '#/components/parameters/Hue', description: Of the use.}]
      responses: {'200': {description: '', headers: {X-Rows: {$ref: '#/components/headers/Rows', description: Of this response.}}}}
    delete:
      parameters: [{$ref: '#/components/parameters/Hue'}]
      responses: {'200': {description: '', headers: {X-Rows: {$ref: '#/components/headers/Rows'}}}}
components:
  headers: {Rows: {description: Of all rows., schema: {type: string}}}
  parameters:
    Hue: {name: hue, in: query, description: Of all hues., schema: {type: string}}
    Watt: {name: watt, in: query, description: Of all watts., schema: {type: string}}
";

#[test]
fn descriptions_beside_references_replace_those_of_the_components() {
    let input = Input {
        document: Source::new("spec.yml", DESCRIBED),
        docs: Docs::Document,
        ..Input::default()
    };
    let text = all(&sound(generate(&input, &mut |_| {})));
    let count = |needle: &str| text.matches(&format!("/// {needle}")).count();
    assert_eq!(
        ["Of the item.", "Of the use.", "Of this response."].map(count),
        [2, 1, 1]
    );
    assert_eq!(
        ["Of all watts.", "Of all hues.", "Of all rows."].map(count),
        [0, 1, 1]
    );
}

#[test]
fn null_is_allowed_if_all_parts_allow_it() {
    let other = "$ref: '#/components/schemas/Other'";
    let plain = property(&format!("{{allOf: [{{{other}}}]}}"));
    for parts in [
        format!("{{{other}}}, {{type: [object, 'null']}}"),
        format!("{{type: [object, 'null']}}, {{{other}}}"),
    ] {
        let newer = property(&format!("{{allOf: [{parts}]}}"));
        let text = all(&sound(generate_from(&crate::document("3.1.0", &newer, ""))));
        assert!(!text.contains("Nullable<"), "{parts}: {text}");
        assert!(text.contains("pub a: Option<"), "{parts}: {text}");
    }
    assert_equal(
        &property(
            "{allOf: [{type: [object, 'null'], properties: {n: {type: integer}}}, {type: [object, 'null']}]}",
        ),
        &property(
            "{allOf: [{type: object, properties: {n: {type: integer}}}, {type: object}], nullable: true}",
        ),
    );
    // What says nothing else is how documents of 3.0 let null in.
    let text = |schema: &str| all(&sound(generate_from(&crate::document("3.0.3", schema, ""))));
    let nullable = property(&format!("{{allOf: [{{{other}}}, {{nullable: true}}]}}"));
    assert!(text(&nullable).contains("Nullable<"));
    assert!(!text(&plain).contains("Nullable<"));
}

#[test]
fn references_into_the_schema_of_the_items_of_a_stream() {
    let text = "
openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /lamps:
    get:
      responses: {'200': {description: '', content: {application/jsonl: {itemSchema: {type: object, properties: {hue: {type: [string, 'null']}}}, prefixEncoding: [], itemEncoding: {}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/paths/~1lamps/get/responses/200/content/application~1jsonl/itemSchema'}}}}
      responses: {'204': {description: ''}}
    put:
      requestBody: {content: {application/json: {schema: {type: object, properties: {only: {$ref: '#/paths/~1lamps/get/responses/200/content/application~1jsonl/itemSchema/properties/hue'}}}}}}
      responses: {'204': {description: ''}}
";
    let outcome = generate_from(text);
    let said = said(&outcome.diagnostics);
    for key in ["itemSchema", "prefixEncoding", "itemEncoding"] {
        assert!(said.contains(&format!("`{key}` of OpenAPI 3.2")), "{said}");
    }
    assert!(!said.contains("unresolved"), "{said}");
    let text = all(&sound(outcome));
    assert!(text.contains("pub hue: Nullable<String>"), "{text}");
    assert!(text.contains("pub only: Nullable<String>"), "{text}");
}

#[test]
fn keywords_without_effect_have_their_kinds() {
    for (keyword, found) in [
        ("$id: [a]", "`$id` to be a string, found an array"),
        ("$anchor: 7", "`$anchor` to be a string, found a number"),
        ("$comment: {}", "`$comment` to be a string, found a mapping"),
        (
            "$vocabulary: a",
            "`$vocabulary` to be a mapping, found a string",
        ),
        ("$defs: [1]", "`$defs` to be a mapping, found an array"),
    ] {
        let schema = property(&format!("{{type: string, {keyword}}}"));
        let outcome = generate_from(&crate::document("3.1.0", &schema, ""));
        let said = said(&outcome.diagnostics);
        assert!(
            said.contains(&format!("warning[not-openapi]: expected {found}")),
            "{said}"
        );
        let _ = sound(outcome);
    }
}

#[test]
fn a_component_whose_members_alone_are_used_is_skipped_as_such() {
    let text = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /lamps:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}}
components:
  schemas:
    Lamp:
      allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {wick: {$ref: '#/components/schemas/Held/properties/wick'}}}]
    Base: {type: object, properties: {hue: {type: string}}}
    Held: {type: object, properties: {wick: {type: object, properties: {long: {type: integer}}}}}
";
    let bindings = sound(generate_from(text));
    let skipped = bindings.api.skipped.iter();
    let skipped: Vec<(&str, &str)> = skipped
        .map(|it| (it.pointer.as_str(), it.reason.as_str()))
        .collect();
    let reason = "only its members are used, in other types";
    assert_eq!(
        skipped,
        [
            ("/components/schemas/Base", reason),
            ("/components/schemas/Held", reason),
        ]
    );
}
