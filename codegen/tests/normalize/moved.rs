//! References into what normalization moves lead to it, and readers are shown where the document has it.

use std::collections::BTreeSet;

use crate::all;
use crate::support::{generate_from, said, sound};
use connect_codegen::{Docs, Input, Source, generate};
use serde_yaml::Value;

/// An object that is recognized in the generated code.
const REEL: &str = "{type: object, properties: {turns: {type: integer}}}";

/// A document in which a property refers into a schema.
fn document(schema: &str, reference: &str) -> String {
    format!(
        "
openapi: 3.1.0
info: {{title: t, version: '1'}}
paths:
  /things:
    get:
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
components:
  schemas:
    Thing: {{type: object, properties: {{a: {{$ref: '{reference}'}}}}}}
    Other: {{type: object, properties: {{n: {{type: integer}}}}}}
    Wide: {schema}
"
    )
}

/// Asserts that a reference into each schema leads to the object that is there.
fn assert_lead_there(cases: &[(&str, &str)]) {
    for (schema, into) in cases {
        let schema = schema
            .replace("REEL", REEL)
            .replace("TEXT", "{type: string}");
        let reference = format!("#/components/schemas/Wide/{into}");
        let outcome = generate_from(&document(&schema, &reference));
        let said = said(&outcome.diagnostics);
        let text = all(&sound(outcome));
        let models = text
            .split("// @generated")
            .filter(|it| it.contains("Defined by"));
        let models: String = models.collect();
        let case = format!("{into} of {schema}:\n{said}\n{models}");
        assert!(!said.contains("unresolved"), "{case}");
        assert!(text.contains("pub turns: Option<i64>"), "{case}");
        assert!(!text.contains("pub n: Option<i64>"), "{case}");
    }
}

#[test]
fn references_into_schemas_of_several_types_lead_there() {
    assert_lead_there(&[
        (
            "{type: [object, string], properties: {x: REEL}}",
            "properties/x",
        ),
        ("{type: [array, string], items: REEL}", "items"),
        (
            "{type: [integer, object], additionalProperties: REEL}",
            "additionalProperties",
        ),
        ("{type: [string, integer], items: REEL}", "items"),
        (
            "{type: [string, object], enum: [a], properties: {x: REEL}}",
            "properties/x",
        ),
        (
            "{type: [object, string], properties: {x: {prefixItems: [TEXT, REEL]}}}",
            "properties/x/prefixItems/1",
        ),
        (
            "{type: [object, string], patternProperties: {p: {if: REEL}, q: TEXT}}",
            "patternProperties/p/if",
        ),
    ]);
}

#[test]
fn references_into_schemas_of_elements_and_members_lead_there() {
    assert_lead_there(&[
        ("{prefixItems: [REEL, TEXT]}", "prefixItems/0"),
        ("{prefixItems: [TEXT, REEL, TEXT]}", "prefixItems/1"),
        (
            "{prefixItems: [TEXT, REEL, REEL], items: TEXT}",
            "prefixItems/2",
        ),
        ("{prefixItems: [REEL]}", "prefixItems/0"),
        ("{prefixItems: [TEXT], items: REEL}", "items"),
        (
            "{type: object, patternProperties: {p: REEL}}",
            "patternProperties/p",
        ),
        (
            "{type: object, patternProperties: {p: REEL, q: TEXT}}",
            "patternProperties/p",
        ),
        (
            "{type: object, patternProperties: {p: TEXT}, additionalProperties: REEL}",
            "additionalProperties",
        ),
        (
            "{type: object, patternProperties: {p: REEL}, additionalProperties: true}",
            "patternProperties/p",
        ),
        (
            "{type: object, patternProperties: {p: REEL}, unevaluatedProperties: TEXT}",
            "patternProperties/p",
        ),
        (
            "{type: object, unevaluatedProperties: REEL}",
            "unevaluatedProperties",
        ),
        (
            "{type: object, unevaluatedProperties: REEL, additionalProperties: TEXT}",
            "unevaluatedProperties",
        ),
    ]);
}

#[test]
fn references_into_schemas_without_effect_lead_there() {
    assert_lead_there(&[
        ("{type: object, prefixItems: [TEXT, REEL]}", "prefixItems/1"),
        ("{type: object, if: REEL, $defs: {if: TEXT}}", "if"),
        ("{type: object, then: REEL}", "then"),
        ("{type: object, else: REEL}", "else"),
        ("{type: array, contains: REEL}", "contains"),
        ("{type: array, unevaluatedItems: REEL}", "unevaluatedItems"),
        ("{type: object, propertyNames: REEL}", "propertyNames"),
        ("{type: string, contentSchema: REEL}", "contentSchema"),
        (
            "{type: object, dependentSchemas: {title: REEL}}",
            "dependentSchemas/title",
        ),
        (
            "{type: object, definitions: {title: REEL}}",
            "definitions/title",
        ),
        ("{type: object, $defs: {title: REEL}}", "$defs/title"),
        (
            "{$ref: '#/components/schemas/Other', allOf: [REEL]}",
            "allOf/0",
        ),
        (
            "{$ref: '#/components/schemas/Other', description: '', allOf: [TEXT, REEL]}",
            "allOf/1",
        ),
    ]);
}

#[test]
fn values_of_a_discriminator_follow_as_references_do() {
    let text = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /things:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      oneOf: [{$ref: '#/components/schemas/Held/properties/kite'}, {$ref: '#/components/schemas/Bell'}]
      discriminator: {propertyName: k, mapping: {flies: '#/components/schemas/Held/properties/kite', rings: Bell}}
    Bell: {type: object, required: [k], properties: {k: {type: string}, n: {type: integer}}}
    Held: {type: [object, string], properties: {kite: {type: object, required: [k], properties: {k: {type: string}}}}}
";
    let outcome = generate_from(text);
    assert_eq!(said(&outcome.diagnostics), "");
    let text = all(&sound(outcome));
    assert!(text.contains("(\"k\", &[\"flies\"])"), "{text}");
}

/// The pointers in a text.
fn pointers(text: &str) -> BTreeSet<String> {
    let behind = text.split("#/").skip(1);
    let ended = behind.map(|it| it.split(['`', '\n', '"', '\'']).next().unwrap_or_default());
    ended.map(|it| format!("/{it}")).collect()
}

/// Returns whether a document has a node.
fn has(root: &Value, pointer: &str) -> bool {
    let mut keys = pointer
        .split('/')
        .skip(1)
        .map(|it| it.replace("~1", "/").replace("~0", "~"));
    let found = keys.try_fold(root, |node, key| match node {
        Value::Mapping(_) => node.get(key.as_str()),
        Value::Sequence(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    });
    found.is_some()
}

#[test]
fn what_is_shown_is_in_the_document() {
    let text = "
openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /things:
    get:
      responses:
        '200': {description: '', content: {application/json: {$ref: '#/components/mediaTypes/Wide'}}}
components:
  mediaTypes:
    Wide: {$ref: '#/components/mediaTypes/Real'}
    Real:
      schema:
        type: object
        properties:
          list: {type: [array, object, string], items: {type: object, properties: {a: {type: [string, boolean]}}}, properties: {b: {type: [integer, boolean], enum: [1, true]}}}
          tuple: {prefixItems: [{type: object, properties: {c: {type: integer}}}, {type: string}], items: {type: object, properties: {d: {not: {type: string}}}}}
          map: {type: object, patternProperties: {p: {type: object, properties: {e: {type: integer}}}, q: {type: string}}}
          one: {type: object, patternProperties: {p: {type: object, properties: {f: {unknown: 1}}}}}
          rest: {type: object, unevaluatedProperties: {type: object, properties: {g: {type: strange}}}}
          dead: {$ref: '#/components/schemas/None', description: '', allOf: [{type: object, properties: {h: {type: integer}}}]}
          cond: {$ref: '#/components/schemas/Held/if'}
          encoded: {type: [string, integer], contentEncoding: odd, format: int32, minItems: 1, minLength: 3, maxLength: 1}
  schemas:
    Held: {type: object, if: {type: object, properties: {i: {type: [string, object], properties: {j: {oneOf: []}}}}}}
";
    let root: Value = serde_yaml::from_str(text).unwrap();
    let outcome = generate_from(text);
    let mut shown = BTreeSet::new();
    for diagnostic in outcome.diagnostics.iter() {
        shown.extend(diagnostic.pointer.iter().map(|it| it.as_str().to_owned()));
    }
    assert!(shown.len() > 8, "{shown:?}");
    let bindings = sound(outcome);
    shown.extend(
        bindings
            .api
            .skipped
            .iter()
            .map(|it| it.pointer.as_str().to_owned()),
    );
    for def in &bindings.api.types {
        shown.extend(def.pointers.iter().map(|it| it.as_str().to_owned()));
    }
    let documented = pointers(&all(&bindings));
    assert!(documented.len() > 12, "{documented:?}");
    shown.extend(documented);
    let missing: Vec<&String> = shown.iter().filter(|it| !has(&root, it)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let expected = "/components/mediaTypes/Real/schema/properties/list/items";
    assert!(shown.contains(expected), "{shown:#?}");
}

#[test]
fn definitions_that_are_called_as_prose_is_are_kept() {
    for version in ["3.0.3", "3.1.0"] {
        for docs in [Docs::Overlay, Docs::Document] {
            for holder in ["$defs", "definitions", "dependentSchemas", "properties"] {
                for name in ["title", "description", "examples", "tags", "summary"] {
                    let wide = format!("{{type: object, {holder}: {{{name}: {REEL}}}}}");
                    let reference = format!("#/components/schemas/Wide/{holder}/{name}");
                    let text = document(&wide, &reference).replace("3.1.0", version);
                    let input = Input {
                        document: Source::new("spec.yml", text),
                        docs,
                        ..Input::default()
                    };
                    let outcome = generate(&input, &mut |_| {});
                    let said = said(&outcome.diagnostics);
                    let text = all(&sound(outcome));
                    let case = format!("{version} {holder} {name}: {said}\n{text}");
                    assert!(!said.contains("unresolved"), "{case}");
                    assert!(text.contains("pub turns: Option<i64>"), "{case}");
                }
            }
        }
    }
}

#[test]
fn a_schema_of_a_description_alone_is_documented() {
    let thing = "{type: object, properties: {depth: {description: How far down.}, b: {description: Any of these., x-note: 1}}}";
    let text = document(thing, "#/components/schemas/Wide");
    let text = text.replace(
        "properties: {a:",
        "properties: {c: {description: A third.}, a:",
    );
    let input = Input {
        document: Source::new("spec.yml", text),
        docs: Docs::Document,
        ..Input::default()
    };
    let text = all(&sound(generate(&input, &mut |_| {})));
    for said in ["How far down.", "Any of these.", "A third."] {
        assert!(text.contains(said), "{said}: {text}");
    }
}
