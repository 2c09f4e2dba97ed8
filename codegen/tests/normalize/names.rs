//! Names: of schemas, dialects and versions.

use crate::support::{difference, generate_from, said, sound};
use crate::{assert_equal, assert_same, document, files, property};

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
fn names_in_data_are_no_names_of_schemas() {
    let thing = |reference: &str| property(&format!("{{$ref: '{reference}'}}"));
    let wax = "type: object, properties: {m: {type: string}}";
    let data = "{$anchor: wax, $id: 'https://lamps.example/wax', type: integer}";
    let expected = document(
        "3.0.3",
        &thing("#/components/schemas/Wax"),
        &format!("    Wax: {{{wax}}}\n"),
    );
    let expected = files(&sound(generate_from(&expected)));
    for place in [
        "example: DATA",
        "examples: [DATA]",
        "default: DATA",
        "enum: [DATA]",
        "const: DATA",
        "x-data: DATA",
    ] {
        let data = place.replace("DATA", data);
        let more = format!(
            "    Aux: {{type: object, {data}}}\n    Wax: {{$anchor: wax, $id: 'https://lamps.example/wax', {wax}}}\n"
        );
        for reference in [
            "#wax",
            "https://lamps.example/wax",
            "https://lamps.example/wax#",
            "https://lamps.example/wax#wax",
        ] {
            let outcome = generate_from(&document("3.1.0", &thing(reference), &more));
            let said = said(&outcome.diagnostics);
            assert_eq!(
                difference(&said, &expected, &files(&sound(outcome))),
                None,
                "{place} {reference}"
            );
        }
    }
    // A pointer is no name, and leads to a place.
    let more = format!(
        "    Aux: {{$anchor: /components/schemas/Wax, $id: '#/components/schemas/Wax', type: integer}}\n    Wax: {{{wax}}}\n"
    );
    let outcome = generate_from(&document(
        "3.1.0",
        &thing("#/components/schemas/Wax"),
        &more,
    ));
    assert_eq!(difference("", &expected, &files(&sound(outcome))), None);
    // What follows the name leads into the schema.
    let more =
        format!("    Wax: {{$id: 'https://lamps.example/wax', $defs: {{Wick: {{{wax}}}}}}}\n");
    let outcome = generate_from(&document(
        "3.1.0",
        &thing("https://lamps.example/wax#/$defs/Wick"),
        &more,
    ));
    let text = files(&sound(outcome));
    assert!(text.contains("pub m: Option<String>"), "{text}");
}

#[test]
fn dialects_of_schemas() {
    let known = "https://json-schema.org/draft/2020-12/schema";
    assert_equal(
        &property(&format!("{{type: string, $schema: '{known}'}}")),
        &property("{type: string}"),
    );
    let other = "http://json-schema.org/draft-04/schema#";
    let said = assert_same(
        &property(&format!("{{type: string, $schema: '{other}'}}")),
        &property("{type: string}"),
    );
    assert!(said.contains("another dialect of JSON Schema"), "{said}");
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

#[test]
fn pointers_within_a_schema_that_has_an_id() {
    let wax = "type: object, properties: {m: {type: string}}";
    let own = |reference: &str| {
        format!(
            "    Wax: {{$id: 'https://lamps.example/wax', type: object, properties: {{w: {{$ref: '{reference}'}}}}, $defs: {{Wick: {{{wax}}}}}}}\n"
        )
    };
    let thing = property("{$ref: '#/components/schemas/Wax'}");
    for reference in [
        "#/$defs/Wick",
        "#/components/schemas/Wax/$defs/Wick",
        "https://lamps.example/wax#/$defs/Wick",
    ] {
        let outcome = generate_from(&document("3.1.0", &thing, &own(reference)));
        assert_eq!(said(&outcome.diagnostics), "", "{reference}");
        let text = files(&sound(outcome));
        assert!(text.contains("pub w: Option<Wick>"), "{reference}: {text}");
    }
    // Without an `$id`, a pointer starts at the root of the document.
    let without = own("#/$defs/Wick").replace("$id: 'https://lamps.example/wax', ", "");
    let outcome = generate_from(&document("3.1.0", &thing, &without));
    let said = said(&outcome.diagnostics);
    assert!(
        said.contains("unresolved reference `#/$defs/Wick`"),
        "{said}"
    );
}
