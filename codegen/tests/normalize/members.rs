//! Members and elements, and schemas that consist of others.

use crate::support::{generate_from, sound};
use crate::{all, assert_equal, assert_same, document, property};

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
    // What is there keeps its place.
    assert_equal(
        &property(&format!(
            "{{{other}, allOf: [{{type: object, properties: {{b: {{type: string}}}}}}]}}"
        )),
        &property(&format!(
            "{{allOf: [{{type: object, properties: {{b: {{type: string}}}}}}, {{{other}}}]}}"
        )),
    );
    assert_equal(
        &property(&format!("{{{other}, type: [object, 'null']}}")),
        &property(&format!(
            "{{allOf: [{{{other}}}], type: object, nullable: true}}"
        )),
    );
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
    for (newer, older) in [
        (
            "{type: object, unevaluatedProperties: true}",
            "{type: object, additionalProperties: true}",
        ),
        (
            "{type: object, properties: {b: {type: string}}, unevaluatedProperties: true}",
            "{type: object, properties: {b: {type: string}}, additionalProperties: true}",
        ),
        (
            "{type: object, properties: {b: {type: string}}, unevaluatedProperties: {}}",
            "{type: object, properties: {b: {type: string}}, additionalProperties: {}}",
        ),
        (
            "{type: object, properties: {b: {type: string}}, unevaluatedProperties: true, additionalProperties: false}",
            "{type: object, properties: {b: {type: string}}, additionalProperties: false}",
        ),
        (
            "{type: [object, 'null'], properties: {b: {type: string}}, unevaluatedProperties: true}",
            "{type: object, nullable: true, properties: {b: {type: string}}, additionalProperties: true}",
        ),
        (
            "{type: object, properties: {additionalProperties: true, b: true}}",
            "{type: object, properties: {additionalProperties: {}, b: {}}}",
        ),
    ] {
        assert_equal(&property(newer), &property(older));
    }
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
fn other_values_of_a_discriminator() {
    let union = |default: &str| {
        let kind = |kind: &str| {
            format!(
                "{{type: object, required: [k], properties: {{k: {{type: string, enum: [{kind}]}}}}}}"
            )
        };
        let (bell, kite) = (kind("bell"), kind("kite"));
        format!("{{oneOf: [{bell}, {kite}], discriminator: {{propertyName: k{default}}}}}")
    };
    let newer = union(", defaultMapping: '#/components/schemas/Other'");
    let said = assert_same(&newer, &union(""));
    assert!(
        said.contains("`defaultMapping` of OpenAPI 3.2 is not read"),
        "{said}"
    );
    assert!(
        said.contains("Thing/discriminator/defaultMapping"),
        "{said}"
    );
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
fn further_members_beside_a_reference() {
    let other = "{$ref: '#/components/schemas/Other', MORE}";
    for (more, rest) in [
        (
            "unevaluatedProperties: {type: integer}",
            "BTreeMap<String, i64>",
        ),
        ("additionalProperties: true", "BTreeMap<String, Json>"),
        (
            "patternProperties: {x: {type: string}}",
            "BTreeMap<String, String>",
        ),
    ] {
        let text = document("3.1.0", &property(&other.replace("MORE", more)), "");
        let text = all(&sound(generate_from(&text)));
        assert!(
            text.contains(&format!("#[rest(additional_properties:{rest})]")),
            "{more}: {text}"
        );
    }
}

#[test]
fn keywords_of_another_kind_are_named() {
    for (newer, older, message) in [
        (
            "{type: array, prefixItems: 3, items: {type: string}}",
            "{type: array, items: {type: string}}",
            "expected `prefixItems` to be an array of schemas, found a number; ignored",
        ),
        (
            "{type: object, patternProperties: [1]}",
            "{type: object}",
            "expected `patternProperties` to be a mapping of schemas, found an array; ignored",
        ),
        (
            "{type: object, unevaluatedProperties: 3}",
            "{type: object}",
            "expected `unevaluatedProperties` to be a boolean or a schema, found a number; ignored",
        ),
        (
            "{type: string, contentEncoding: 4}",
            "{type: string}",
            "expected `contentEncoding` to be a string, found a number; ignored",
        ),
        (
            "{type: object, prefixItems: [{type: string}]}",
            "{type: object}",
            "`prefixItems` has no effect beside `type: object`; ignored",
        ),
        (
            "{type: [array, string], patternProperties: {x: {type: string}}}",
            "{anyOf: [{type: array}, {type: string}]}",
            "`patternProperties` has no effect on values of these types; ignored",
        ),
        (
            "{type: [string, integer], prefixItems: [{type: string}, {type: integer}]}",
            "{anyOf: [{type: string}, {type: integer}]}",
            "`prefixItems` has no effect on values of these types; ignored",
        ),
    ] {
        let said = assert_same(&property(newer), &property(older));
        assert!(said.contains(message), "{newer}: {said}");
    }
}
