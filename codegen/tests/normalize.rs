//! Documents of OpenAPI 3.1 and 3.2 give what the same documents of OpenAPI 3.0 give.

mod support;

use connect_codegen::Bindings;
use support::{generate_from, said, sound};

/// A document whose one response and one request have a schema; `more` are further schemas.
fn document(version: &str, schema: &str, more: &str) -> String {
    format!(
        "
openapi: {version}
info: {{title: t, version: '1'}}
paths:
  /things:
    get:
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'204': {{description: ''}}}}
components:
  schemas:
    Thing: {schema}
    Other: {{type: object, properties: {{n: {{type: integer}}}}}}
{more}"
    )
}

/// The generated files. That of the specification has the fingerprint of the text.
fn files(bindings: &Bindings) -> Vec<(&str, &str)> {
    let files = bindings.files.iter();
    files.filter(|it| it.0 != "src/specification.rs").collect()
}

/// Asserts that two schemas, of OpenAPI 3.1 and 3.0, give the same files. Returns what was said about the first.
fn assert_same(newer: &str, older: &str) -> String {
    let expected = sound(generate_from(&document("3.0.3", older, "")));
    let mut all = String::new();
    for version in ["3.1.0", "3.1.1", "3.2.0"] {
        let outcome = generate_from(&document(version, newer, ""));
        all = said(&outcome.diagnostics);
        let bindings = sound(outcome);
        assert_eq!(files(&bindings), files(&expected), "{version}: {newer}");
    }
    all
}

/// As [`assert_same`], for what OpenAPI 3.0 can express: nothing is said.
fn assert_equal(newer: &str, older: &str) {
    assert_eq!(assert_same(newer, older), "", "{newer}");
}

fn property(schema: &str) -> String {
    format!("{{type: object, properties: {{a: {schema}}}}}")
}

#[test]
fn lists_of_types() {
    for (newer, older) in [
        ("{type: [string]}", "{type: string}"),
        ("{type: [string, 'null']}", "{type: string, nullable: true}"),
        (
            "{type: ['null', string], enum: [a, b, null]}",
            "{type: string, nullable: true, enum: [a, b, null]}",
        ),
        (
            "{type: [integer, number], minimum: 1}",
            "{type: number, minimum: 1}",
        ),
        (
            "{type: [string, integer, 'null'], maxLength: 3, minimum: 1}",
            "{nullable: true, anyOf: [{type: string, maxLength: 3}, {type: integer, minimum: 1}]}",
        ),
        (
            "{type: [array, object], items: {type: string}, properties: {b: {type: string}}}",
            "{anyOf: [{type: array, items: {type: string}}, {type: object, properties: {b: {type: string}}}]}",
        ),
        (
            "{type: [string, integer, boolean], enum: [a, 1, 2]}",
            "{anyOf: [{type: string, enum: [a]}, {type: integer, enum: [1, 2]}]}",
        ),
        (
            "{type: [string, number], format: date}",
            "{anyOf: [{type: string, format: date}, {type: number}]}",
        ),
        (
            "{type: [integer, string], format: int32}",
            "{anyOf: [{type: integer, format: int32}, {type: string}]}",
        ),
        (
            "{type: [array, 'null'], items: {type: [string, 'null']}}",
            "{type: array, nullable: true, items: {type: string, nullable: true}}",
        ),
        (
            "{type: object, additionalProperties: {type: [string, 'null']}}",
            "{type: object, additionalProperties: {type: string, nullable: true}}",
        ),
    ] {
        assert_equal(&property(newer), &property(older));
    }
}

#[test]
fn null_as_an_alternative() {
    let other = "{$ref: '#/components/schemas/Other'}";
    assert_equal(
        &property(&format!("{{anyOf: [{other}, {{type: 'null'}}]}}")),
        &property(&format!("{{nullable: true, allOf: [{other}]}}")),
    );
    assert_equal(&property("{type: 'null'}"), &property("{enum: [null]}"));
    assert_equal(&property("{type: ['null']}"), &property("{enum: [null]}"));
}

#[test]
fn constants() {
    for (newer, older) in [
        ("{const: a}", "{type: string, enum: [a]}"),
        ("{type: string, const: a}", "{type: string, enum: [a]}"),
        ("{const: 3}", "{type: integer, enum: [3]}"),
        ("{const: null}", "{enum: [null]}"),
    ] {
        assert_equal(&property(newer), &property(older));
    }
    let kind = |kind: &str| format!("{{type: object, required: [k], properties: {{k: {kind}}}}}");
    let union =
        |one: &str, two: &str| property(&format!("{{oneOf: [{}, {}]}}", kind(one), kind(two)));
    assert_equal(
        &union("{const: bell}", "{const: kite}"),
        &union(
            "{type: string, enum: [bell]}",
            "{type: string, enum: [kite]}",
        ),
    );
}

#[test]
fn exclusive_limits() {
    for (newer, older) in [
        ("exclusiveMinimum: 0", "minimum: 0, exclusiveMinimum: true"),
        ("exclusiveMaximum: 9", "maximum: 9, exclusiveMaximum: true"),
        ("minimum: 1, exclusiveMinimum: 0", "minimum: 1"),
        (
            "minimum: 0, exclusiveMinimum: 0",
            "minimum: 0, exclusiveMinimum: true",
        ),
        ("maximum: 5, exclusiveMaximum: 9", "maximum: 5"),
        (
            "maximum: 9, exclusiveMaximum: 5",
            "maximum: 5, exclusiveMaximum: true",
        ),
    ] {
        assert_equal(
            &property(&format!("{{type: integer, {newer}}}")),
            &property(&format!("{{type: integer, {older}}}")),
        );
    }
}

#[test]
fn keywords_beside_references() {
    let other = "$ref: '#/components/schemas/Other'";
    for beside in [
        "deprecated: true",
        "nullable: true",
        "type: object, properties: {b: {type: string}}",
        "required: [n]",
    ] {
        assert_equal(
            &property(&format!("{{{other}, {beside}}}")),
            &property(&format!("{{allOf: [{{{other}}}], {beside}}}")),
        );
    }
    assert_equal(
        &property(&format!("{{{other}, type: [object, 'null']}}")),
        &property(&format!(
            "{{allOf: [{{{other}}}], type: object, nullable: true}}"
        )),
    );
}

#[test]
fn texts_with_content() {
    for (newer, older) in [
        (
            "{type: string, contentEncoding: base64}",
            "{type: string, format: byte}",
        ),
        (
            "{type: string, contentEncoding: base64, contentMediaType: image/png}",
            "{type: string, format: byte}",
        ),
        (
            "{type: string, contentMediaType: application/json}",
            "{type: string}",
        ),
    ] {
        assert_equal(&property(newer), &property(older));
    }
    let said = assert_same(
        &property("{type: string, contentEncoding: quoted-printable}"),
        &property("{type: string}"),
    );
    assert!(said.contains("note[openapi-3.1]"), "{said}");
}

#[test]
fn tuples_are_arrays() {
    assert_equal(
        &property("{type: array, prefixItems: [{type: string}, {type: string}], items: false}"),
        &property("{type: array, items: {type: string}}"),
    );
    let said = assert_same(
        &property("{type: array, prefixItems: [{type: string}, {type: integer}]}"),
        &property("{type: array, items: {anyOf: [{type: string}, {type: integer}]}}"),
    );
    assert!(said.contains("wherever they stand"), "{said}");
}

#[test]
fn members_by_pattern() {
    let said = assert_same(
        &property(
            "{type: object, patternProperties: {'^a': {type: string}}, additionalProperties: false}",
        ),
        &property("{type: object, additionalProperties: {type: string}}"),
    );
    assert!(said.contains("`patternProperties`"), "{said}");
    assert_equal(
        &property("{type: object, unevaluatedProperties: {type: string}}"),
        &property("{type: object, additionalProperties: {type: string}}"),
    );
    assert_equal(
        &property("{type: object, properties: {b: {type: string}}, unevaluatedProperties: false}"),
        &property("{type: object, properties: {b: {type: string}}}"),
    );
}

#[test]
fn conditions_are_named() {
    let said = assert_same(
        &property(
            "{type: object, properties: {b: {type: string}}, if: {required: [b]}, then: {}, dependentRequired: {b: [c]}}",
        ),
        &property("{type: object, properties: {b: {type: string}}}"),
    );
    for keyword in ["`if`", "`then`", "`dependentRequired`"] {
        assert!(said.contains(keyword), "{keyword}: {said}");
    }
}

#[test]
fn what_is_no_keyword_is_not_rewritten() {
    // A property and a schema can be called as a keyword is.
    let named = "{type: object, properties: {const: {type: string}, type: {type: string}, items: {type: string}}}";
    assert_equal(named, named);
    let example = "{type: object, properties: {a: {type: string, example: {const: 1, type: [a]}}}}";
    assert_equal(example, example);
}

#[test]
fn schemas_by_name() {
    let thing = |reference: &str| property(&format!("{{$ref: '{reference}'}}"));
    let more = "    Wax: {$anchor: wax, $id: 'https://lamps.example/wax', type: object, properties: {m: {type: string}}}\n";
    let plain = "    Wax: {type: object, properties: {m: {type: string}}}\n";
    let expected = document("3.0.3", &thing("#/components/schemas/Wax"), plain);
    let expected = sound(generate_from(&expected));
    for reference in [
        "#wax",
        "https://lamps.example/wax",
        "#/components/schemas/Wax",
    ] {
        let outcome = generate_from(&document("3.1.0", &thing(reference), more));
        assert_eq!(said(&outcome.diagnostics), "", "{reference}");
        assert_eq!(files(&sound(outcome)), files(&expected), "{reference}");
    }
}

#[test]
fn other_versions_are_refused_with_advice() {
    for (version, advice) in [
        ("openapi: 3.3.0", "found OpenAPI 3.3.0"),
        ("openapi: 4.0.0", "found OpenAPI 4.0.0"),
        ("openapi: 3.10.0", "found OpenAPI 3.10.0"),
        ("swagger: '2.0'", "swagger2openapi"),
    ] {
        let outcome = generate_from(&format!("{version}\npaths: {{}}\n"));
        let all = said(&outcome.diagnostics);
        let help: Vec<&str> = outcome.diagnostics.iter().map(|it| it.advice()).collect();
        assert!(outcome.value.is_none());
        assert!(
            all.contains(advice) || help.concat().contains(advice),
            "{all}: {help:?}"
        );
    }
}
