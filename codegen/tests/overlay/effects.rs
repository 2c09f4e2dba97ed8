//! What an action does.

use connect_codegen::{Input, Source, generate};
use serde_json::Value;

use super::document::{field, found, inventory, lay, operation, overlay, type_of};
use super::support::sound;

#[test]
fn objects_merge_deeply_and_primitives_replace() {
    let inventory = inventory(
        "
  - target: $.components.schemas.Thing
    update:
      properties:
        name: {format: date}
        extra: {type: boolean}
        part:
          properties:
            a: {type: integer}
            b: {type: number}
",
    );
    let thing = type_of(&inventory, "Thing");
    assert_eq!(
        field(thing, "id")["type"],
        "Option<String>",
        "the rest stays"
    );
    assert_eq!(field(thing, "name")["type"], "Option<Date>");
    assert_eq!(field(thing, "name")["presence"], "required");
    assert_eq!(field(thing, "extra")["type"], "Option<bool>");
    let part = type_of(&inventory, "ThingPart");
    assert_eq!(field(part, "a")["type"], "Option<i64>");
    assert_eq!(field(part, "b")["type"], "Option<Decimal>");
}

#[test]
fn lists_append() {
    let within =
        inventory("\n  - target: $.components.schemas.Thing\n    update: {required: [part]}\n");
    let itself = inventory("\n  - target: $.components.schemas.Thing.required\n    update: part\n");
    let several =
        inventory("\n  - target: $.components.schemas.Thing.required\n    update: [part]\n");
    for inventory in [within, itself, several] {
        let thing = type_of(&inventory, "Thing");
        for name in ["id", "name", "part"] {
            assert_eq!(field(thing, name)["presence"], "required", "{name}");
        }
        assert_eq!(field(thing, "kind")["presence"], "optional");
    }
    let inventory = inventory(
        "
  - target: $.paths['/things'].get.parameters
    update: {name: three, in: query, schema: {type: integer}}
",
    );
    let parameters = &operation(&inventory, "/things", "GET")["parameters"];
    let names: Vec<&Value> = parameters
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    // Parameters have no order but that of their names.
    assert_eq!(names, ["one", "three", "two"]);
}

#[test]
fn remove_deletes_members_and_elements() {
    let inventory = inventory(
        "
  - {target: \"$.components.schemas.Thing.properties['name','kind']\", remove: true}
  - {target: \"$.components.schemas.Thing.required[?@=='name']\", remove: true}
  - {target: \"$.paths['/others']['get']\", remove: true}
",
    );
    let thing = type_of(&inventory, "Thing");
    let wires: Vec<&Value> = thing["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["wire"])
        .collect();
    assert_eq!(wires, ["id", "part"]);
    assert_eq!(inventory["operations"].as_array().unwrap().len(), 2);
}

#[test]
fn several_elements_of_an_array_are_removed_at_once() {
    let inventory =
        inventory("\n  - {target: $.components.schemas.Thing.required.*, remove: true}\n");
    let thing = type_of(&inventory, "Thing");
    assert_eq!(field(thing, "id")["presence"], "optional");
    assert_eq!(field(thing, "name")["presence"], "optional");
}

#[test]
fn filter_expressions_choose() {
    let inventory = inventory(
        "
  - target: $.paths['/things'].get.parameters[?@.name=='two']
    update: {required: true}
  - target: $.components.schemas.Thing.properties[?@.type=='object']
    update: {x-connect-name: Piece}
  - target: $.components.schemas.*.properties[?@.enum]
    update: {x-connect-name: Kind}
",
    );
    let parameters = &operation(&inventory, "/things", "GET")["parameters"];
    for parameter in parameters.as_array().unwrap() {
        assert_eq!(parameter["required"], parameter["name"] == "two");
    }
    assert_eq!(
        field(type_of(&inventory, "Thing"), "part")["type"],
        "Option<Piece>"
    );
    assert_eq!(
        field(type_of(&inventory, "Thing"), "kind")["type"],
        "Option<Kind>"
    );
}

#[test]
fn wildcards_and_descendants_match_all() {
    let inventory = inventory(
        "
  - target: $.paths.*.get
    update: {x-connect-idempotent: false}
  - target: $..properties['id','a']
    update: {format: date}
",
    );
    assert_eq!(operation(&inventory, "/things", "GET")["idempotent"], false);
    assert_eq!(operation(&inventory, "/others", "GET")["idempotent"], false);
    assert_eq!(
        field(type_of(&inventory, "Thing"), "id")["type"],
        "Option<Date>"
    );
    assert_eq!(
        field(type_of(&inventory, "ThingPart"), "a")["type"],
        "Option<Date>"
    );
}

#[test]
fn the_root_can_be_updated() {
    let bindings = sound(lay(&[&overlay(
        "\n  - {target: $, update: {x-connect-modules: {things: All about things.}}}\n",
    )]));
    let (_, text) = bindings
        .files
        .iter()
        .find(|(path, _)| *path == "src/lib.rs")
        .unwrap();
    assert!(
        text.contains("/// All about things.\npub mod things;"),
        "{text}"
    );
}

#[test]
fn overlays_apply_in_order_and_say_what_they_did() {
    let first = overlay(
        "  - target: $.components.schemas.Thing.properties\n    description: There is one more.\n    update: {more: {type: string}}\n",
    );
    let second = overlay(
        "  - target: $.components.schemas.Thing.properties.more\n    update: {format: date-time}\n",
    );
    let bindings = sound(lay(&[&first, &second]));
    let inventory = connect_review::inventory(&bindings.api);
    assert_eq!(
        field(type_of(&inventory, "Thing"), "more")["type"],
        "Option<DateTime>"
    );
    let applied = &bindings.applied;
    assert_eq!(applied.len(), 2);
    assert_eq!(applied[0].overlay, "overlay0.yml");
    assert_eq!(applied[0].reason.as_deref(), Some("There is one more."));
    assert_eq!(
        applied[1].target,
        "$.components.schemas.Thing.properties.more"
    );
    assert_eq!(
        applied[1]
            .touched
            .iter()
            .map(|pointer| pointer.as_str())
            .collect::<Vec<_>>(),
        ["/components/schemas/Thing/properties/more"]
    );
    // The other way round the second has nothing to act on.
    assert_eq!(
        found(&[&second, &first]),
        ["error[dead-action] overlay0.yml:4:13"]
    );
}

#[test]
fn names_with_quotes_and_slashes_can_be_targets() {
    let first = overlay(
        "  - target: $.components.schemas.Thing.properties\n    update: {\"it's a/b~c\": {type: string, x-connect-field: odd}}\n",
    );
    let second = overlay(
        "  - target: $.components.schemas.Thing.properties[\"it's a/b~c\"]\n    update: {format: date}\n",
    );
    let inventory = connect_review::inventory(&sound(lay(&[&first, &second])).api);
    assert_eq!(
        field(type_of(&inventory, "Thing"), "it's a/b~c")["type"],
        "Option<Date>"
    );
}

/// A schema in place of a component that travels both ways becomes two types, as the component does;
/// a name that is given to it is the name of both.
#[test]
fn a_named_inline_schema_has_a_second_type_for_requests() {
    let spec = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /things:
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        id: {type: string, readOnly: true}
        part: {type: object, required: [a], properties: {a: {type: string}}}
";
    let overlay = overlay(
        "- target: $.components.schemas.Thing.properties.part\n  update: {x-connect-name: Part}\n",
    );
    let input = Input {
        document: Source::new("spec.yml", spec),
        overlays: vec![Source::new("overlay.yml", overlay)],
        prefixes: Vec::new(),
        ..Input::default()
    };
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let part = |name: &str| field(type_of(&inventory, name), "part")["type"].clone();
    assert_eq!(part("Thing"), "Option<Part>");
    assert_eq!(part("ThingInput"), "Option<PartInput>");
    assert_eq!(
        field(type_of(&inventory, "Part"), "a")["type"],
        "Option<String>"
    );
    assert_eq!(
        field(type_of(&inventory, "PartInput"), "a")["type"],
        "String"
    );
}
