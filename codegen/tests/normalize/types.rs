//! Types: lists of them, null, and what is said of the values of several.

use crate::support::{generate_from, sound};
use crate::{all, assert_equal, assert_same, document, property};

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
fn values_of_none_of_several_types() {
    for (newer, older) in [
        (
            "{type: [string, integer], enum: [true]}",
            "{anyOf: [{type: string}, {type: integer}]}",
        ),
        (
            "{type: [string, integer], enum: [true, a]}",
            "{anyOf: [{type: string, enum: [a]}]}",
        ),
    ] {
        let said = assert_same(&property(newer), &property(older));
        let message = "warning[enum]: expected the values of `enum` to be of one of the types of `type`, found a boolean; ignored";
        assert!(said.contains(message), "{said}");
        assert!(!said.contains("anyOf"), "{said}");
    }
    let said = assert_same(
        &property("{type: [string, integer], minItems: 1}"),
        &property("{anyOf: [{type: string}, {type: integer}]}"),
    );
    assert!(
        said.contains("`minItems` has no effect on values of these types"),
        "{said}"
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
        (
            "{type: [string, 'null'], contentEncoding: base64}",
            "{type: string, nullable: true, format: byte}",
        ),
        (
            "{type: [string, integer], contentEncoding: Base64}",
            "{anyOf: [{type: string, format: byte}, {type: integer}]}",
        ),
        (
            "{type: string, format: byte, contentEncoding: base64}",
            "{type: string, format: byte}",
        ),
    ] {
        assert_equal(&property(newer), &property(older));
    }
}

#[test]
fn bytes_without_an_encoding_are_bytes_where_there_can_be_any() {
    let said = crate::assert_same(
        &property("{type: ['null', string], contentMediaType: image/png}"),
        &property("{type: string, nullable: true, format: binary}"),
    );
    assert!(
        said.contains("note[format]: bytes without an encoding"),
        "{said}"
    );
}

#[test]
fn content_that_is_not_read_is_named() {
    for (newer, older, message) in [
        (
            "{type: string, contentEncoding: quoted-printable}",
            "{type: string}",
            "a string in the encoding `quoted-printable` is not decoded",
        ),
        (
            "{type: integer, contentEncoding: base64}",
            "{type: integer}",
            "`contentEncoding` has no effect beside `type: integer`; ignored",
        ),
        (
            "{type: string, format: uuid, contentMediaType: image/png}",
            "{type: string, format: uuid}",
            "`contentMediaType` is not read beside `format: uuid`; ignored",
        ),
        (
            "{type: [integer, boolean], contentEncoding: base64}",
            "{anyOf: [{type: integer}, {type: boolean}]}",
            "`contentEncoding` has no effect on values of these types; ignored",
        ),
        (
            "{anyOf: [{type: string}, {type: integer}], contentEncoding: base64}",
            "{anyOf: [{type: string}, {type: integer}]}",
            "`contentEncoding` is not read beside `anyOf`; ignored",
        ),
    ] {
        let said = assert_same(&property(newer), &property(older));
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn lists_of_anything_else_are_named() {
    for (list, found) in [
        ("[]", "found no string in it"),
        ("[string, 3]", "found a number in it"),
    ] {
        let said = assert_same(&property(&format!("{{type: {list}}}")), &property("{}"));
        let message =
            format!("expected `type` to be a string or an array of strings, {found}; ignored");
        assert!(said.contains(&message), "{said}");
    }
}

#[test]
fn schemas_that_allow_nothing_are_named() {
    for (newer, older) in [
        ("false", "{not: {}}"),
        (
            "{type: array, items: false}",
            "{type: array, items: {not: {}}}",
        ),
    ] {
        let said = assert_same(&property(newer), &property(older));
        assert!(said.contains("a schema that allows no value"), "{said}");
        assert!(!said.contains("`not`"), "{said}");
    }
}

#[test]
fn a_type_or_values_without_null_beside_schemas_that_allow_it() {
    let code = |schema: &str| {
        let more = "    Maybe: {type: [string, 'null']}";
        all(&sound(generate_from(&document("3.1.0", schema, more))))
    };
    for combined in [
        "$ref: '#/components/schemas/Maybe'",
        "allOf: [{$ref: '#/components/schemas/Maybe'}]",
        "anyOf: [{$ref: '#/components/schemas/Maybe'}, {type: integer}]",
    ] {
        let allowing = ["title: t", "type: [string, 'null']", "enum: [a, null]"];
        let excluding = [
            "type: string",
            "type: [string, integer]",
            "enum: [a, b]",
            "const: a",
        ];
        let allowing = allowing.into_iter().zip(std::iter::repeat(true));
        for (beside, is_null) in allowing.chain(excluding.into_iter().zip(std::iter::repeat(false)))
        {
            let code = code(&property(&format!("{{{combined}, {beside}}}")));
            assert_eq!(code.contains("Nullable<"), is_null, "{combined}, {beside}");
        }
    }
}
