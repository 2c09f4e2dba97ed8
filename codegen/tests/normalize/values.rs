//! Values: constants and limits.

use crate::{assert_equal, assert_same, property};

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
fn constants_that_are_no_scalars() {
    for (newer, older) in [
        ("{const: {a: 1}}", "{type: object, enum: [{a: 1}]}"),
        ("{const: [1, 2]}", "{type: array, enum: [[1, 2]]}"),
        (
            "{type: object, const: {b: x}, properties: {b: {type: string}}}",
            "{type: object, enum: [{b: x}], properties: {b: {type: string}}}",
        ),
    ] {
        let said = assert_same(&property(newer), &property(older));
        assert!(said.contains("note[enum]: only strings"), "{said}");
    }
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
