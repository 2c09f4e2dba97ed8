//! Names that an overlay pins: which there are, and that others give way to them.

mod support;

use connect_codegen::{Bindings, Input, Source, generate};
use support::sound;

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /north/bells: {get: {responses: {'200': &bells {description: '', content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Bell'}}}}}}}}
  /south/bells: {get: {responses: {'200': *bells}}}
  /south/bells/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Bell'}}}}
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/BellInput'}}}}}
    post:
      requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Bell'}}}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Bell: {type: object, required: [tone], properties: {id: {type: string, readOnly: true}, tone: {type: string}, file: {type: string, format: binary, writeOnly: true}}}
    BellInput: {type: object, properties: {weight: {type: integer}}}
";

fn made(actions: &str) -> Bindings {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
    let overlays = match actions {
        "" => Vec::new(),
        _ => vec![Source::new("overlay.yml", overlay)],
    };
    let input = Input {
        document: Source::new("spec.yml", DOCUMENT),
        overlays,
        ..Input::default()
    };
    sound(generate(&input, &mut |_| {}))
}

fn functions(bindings: &Bindings) -> Vec<String> {
    bindings.api.operations.iter().map(|it| it.name()).collect()
}

fn types(bindings: &Bindings) -> Vec<String> {
    let mut names: Vec<String> = bindings
        .api
        .types
        .iter()
        .map(|it| it.name.0.clone())
        .collect();
    names.sort();
    names
}

/// Each type of a schema can have a name of its own.
#[test]
fn types_for_requests_and_forms_are_named_by_the_overlay() {
    assert_eq!(
        types(&made("")),
        ["Bell", "BellForm", "BellInput", "BellRequest"]
    );
    let bell = "- target: $.components.schemas.Bell\n  update: ";
    let names = "{x-connect-name: Chime, x-connect-request-name: NewChime, x-connect-form-name: ChimeParts}\n";
    let named = made(&format!("{bell}{names}"));
    assert_eq!(
        types(&named),
        ["BellInput", "Chime", "ChimeParts", "NewChime"]
    );
    let alone = made(&format!("{bell}{{x-connect-request-name: NewChime}}\n"));
    assert_eq!(types(&alone), ["Bell", "BellForm", "BellInput", "NewChime"]);
}

/// A name that is pinned for a component is not taken by the type for requests of another one.
#[test]
fn a_pinned_name_stays_beside_the_type_for_requests_of_another_schema() {
    let pins = "
- target: $.components.schemas.Bell
  update: {x-connect-name: Bell}
- target: $.components.schemas.BellInput
  update: {x-connect-name: BellInput}
";
    assert_eq!(types(&made(pins)), types(&made("")));
    // Without one, the component gives way.
    let pins = "- target: $.components.schemas.Bell\n  update: {x-connect-name: Bell}\n";
    assert_eq!(
        types(&made(pins)),
        ["Bell", "BellForm", "BellInput", "BellInputCapital"]
    );
}

/// Whatever name the rules can make can be pinned, also one of words with a single letter.
#[test]
fn names_of_any_capitals_can_be_pinned() {
    let pins = "- target: $.components.schemas.BellInput\n  update: {x-connect-name: AB}\n";
    assert_eq!(types(&made(pins)), ["AB", "Bell", "BellForm", "BellInput"]);
}

/// The rules do not know which of two lists came first, but the overlay does.
#[test]
fn names_by_rule_give_way_to_pinned_ones() {
    let by_rule = functions(&made(""));
    assert_eq!(by_rule[..2], ["north_bells::list", "south_bells::list"]);
    let pins = "- target: $.paths['/south/bells'].get\n  update: {x-connect-function: 'north_bells::list'}\n";
    let pinned = functions(&made(pins));
    assert_eq!(pinned[..2], ["north_bells::get", "north_bells::list"]);
}

#[test]
fn modules_with_the_names_of_keywords_can_be_pinned() {
    let pins =
        "- target: $.paths['/south/bells'].get\n  update: {x-connect-function: 'type::list'}\n";
    assert_eq!(functions(&made(pins))[1], "type::list");
}
