//! Overlays: what an action does, and what is said of one that is wrong or dead.

mod support;

use connect_codegen::{Bindings, Input, Outcome, Source, generate};
use serde_json::Value;
use support::{said, sound};

const SPEC: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /things:
    get:
      parameters:
        - {name: one, in: query, schema: {type: string}}
        - {name: two, in: query, schema: {type: string}}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
  /others:
    get:
      responses: {'204': {description: ''}}
    post:
      responses: {'204': {description: ''}}
components:
  schemas:
    Thing:
      type: object
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
        part: {type: object, properties: {a: {type: string}}}
        kind: {type: string, enum: [x, y]}
";

/// The first action is in line 4.
fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}")
}

fn lay(overlays: &[&str]) -> Outcome<Bindings> {
    let input = Input {
        document: Source::new("spec.yml", SPEC),
        overlays: overlays
            .iter()
            .enumerate()
            .map(|(index, text)| Source::new(format!("overlay{index}.yml"), *text))
            .collect(),
        prefixes: Vec::new(),
        reserved: None,
    };
    generate(&input, &mut |_| {})
}

fn inventory(actions: &str) -> Value {
    connect_review::inventory(&sound(lay(&[&overlay(actions)])).api)
}

/// Each finding as `severity[code] file:line:column`.
fn found(overlays: &[&str]) -> Vec<String> {
    let outcome = lay(overlays);
    assert_eq!(outcome.value.is_none(), outcome.diagnostics.has_errors());
    outcome
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.span.as_ref().map(ToString::to_string);
            format!(
                "{}[{}] {}",
                diagnostic.severity,
                diagnostic.code.as_str(),
                span.unwrap_or_default()
            )
        })
        .collect()
}

fn type_of<'v>(inventory: &'v Value, name: &str) -> &'v Value {
    let types = inventory["types"].as_array().unwrap();
    let found = types.iter().find(|def| def["name"] == name);
    found.unwrap_or_else(|| panic!("no type `{name}` in {types:?}"))
}

fn field<'v>(def: &'v Value, wire: &str) -> &'v Value {
    let fields = def["fields"].as_array().unwrap();
    let found = fields.iter().find(|field| field["wire"] == wire);
    found.unwrap_or_else(|| panic!("no field `{wire}` in {fields:?}"))
}

fn operation<'v>(inventory: &'v Value, path: &str, method: &str) -> &'v Value {
    let operations = inventory["operations"].as_array().unwrap();
    let found = operations
        .iter()
        .find(|operation| operation["path"] == path && operation["method"] == method);
    found.unwrap_or_else(|| panic!("no {method} {path}"))
}

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
    assert_eq!(names, ["one", "two", "three"]);
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

// What is wrong

#[test]
fn dead_actions() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let dead = ["error[dead-action] overlay0.yml:4:14"];
    assert_eq!(
        action("{target: $.components.schemas.Gone, update: {a: b}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Gone, remove: true}"),
        dead
    );
    assert_eq!(
        action("{target: \"$.paths['/things'].get.parameters[?@.name=='three']\", remove: true}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {type: object}}"),
        dead,
        "it says so already"
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {properties: {id: {type: string}}}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: {required: []}}"),
        dead
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing.required, update: []}"),
        dead
    );
}

#[test]
fn targets_that_are_no_jsonpath() {
    for target in [
        "components.schemas",
        "'$.components['",
        "'$[?'",
        "'$.a[?@.b=]'",
        "''",
        "/components",
    ] {
        let text = overlay(&format!("  - {{target: {target}, remove: true}}\n"));
        assert_eq!(
            found(&[&text]),
            ["error[overlay-target] overlay0.yml:4:14"],
            "{target}"
        );
    }
}

#[test]
fn actions_that_do_not_say_what_to_do() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let wrong = ["error[overlay] overlay0.yml:4:5"];
    assert_eq!(action("{target: $.info}"), wrong);
    assert_eq!(action("{target: $.info, remove: false}"), wrong);
    assert_eq!(action("{target: $.info, remove: true, update: {}}"), wrong);
    assert_eq!(action("{update: {a: b}}"), wrong);
    assert_eq!(action("{target: 7, update: {a: b}}"), wrong);
    assert_eq!(action("{target: $.info, udpate: {a: b}}"), wrong);
    assert_eq!(action("{target: $.info, update: {a: b}, note: why}"), wrong);
    assert_eq!(action("{target: $.info, remove: yes please}"), wrong);
    assert_eq!(action("just a text"), wrong);
    assert_eq!(action("[]"), wrong);
}

#[test]
fn updates_that_do_not_fit() {
    let action = |text: &str| found(&[&overlay(&format!("  - {text}\n"))]);
    let wrong = ["error[overlay-update] overlay0.yml:4:14"];
    assert_eq!(
        action("{target: $.components.schemas.Thing, update: 7}"),
        wrong
    );
    assert_eq!(
        action("{target: $.components.schemas.Thing.type, update: {a: b}}"),
        wrong
    );
    assert_eq!(action("{target: $, remove: true}"), wrong);
}

#[test]
fn documents_that_are_no_overlays() {
    assert_eq!(
        found(&["openapi: 3.0.3\npaths: {}\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 2.0.0\nactions: []\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 1.0.0\ninfo: {}\n"]),
        ["error[overlay] overlay0.yml:1:1"]
    );
    assert_eq!(
        found(&["overlay: 1.0.0\ninfo: {}\nactions: {}\n"]).len(),
        1,
        "actions are a list"
    );
    assert_eq!(found(&["overlay: {\n"]), ["error[yaml] overlay0.yml:2:1"]);
    assert_eq!(found(&[""]), ["error[empty] overlay0.yml:1:1"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let first = overlay("  - {target: $.nothing, remove: true}\n  - target: $.info\n");
    let second = overlay("  - {target: $.paths, update: {}}\n  - {target: '[', remove: true}\n");
    assert_eq!(
        found(&[&first, &second]),
        [
            "error[dead-action] overlay0.yml:4:14",
            "error[overlay] overlay0.yml:5:5",
            "error[dead-action] overlay1.yml:4:14",
            "error[overlay-target] overlay1.yml:5:14",
        ]
    );
}

/// What an overlay puts into the document stands in the overlay, and so do the findings about it.
#[test]
fn findings_about_what_an_overlay_says_show_the_overlay() {
    let text = overlay(
        "  - target: $.components.schemas.Thing.properties\n    update:\n      wrong: {type: string, format: colour}\n",
    );
    let outcome = lay(&[&text]);
    let shown = said(&outcome.diagnostics);
    assert_eq!(
        found(&[&text]),
        ["note[format] overlay0.yml:6:29"],
        "{shown}"
    );
    let text =
        overlay("  - target: $.paths['/things'].get\n    update: {x-connect-function: wrong}\n");
    assert_eq!(found(&[&text]), ["error[name] overlay0.yml:5:34"]);
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
        reserved: None,
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

/// An update that documents what the document has lost would bring it back as any JSON.
#[test]
fn what_an_overlay_says_of_a_property_that_is_not_there_is_an_error() {
    let documented = "  - target: $.components.schemas.Thing\n    \
                      update: {properties: {gone: {description: Gone.}, name: {description: A name.}}}\n";
    assert_eq!(
        found(&[&overlay(documented)]),
        ["error[dead-action] overlay0.yml:5:27"]
    );
    // Said to be anything, it may be documented, by another action or overlay.
    let declared = "  - target: $.components.schemas.Thing.properties\n    update: {gone: {}}\n";
    let inventory =
        connect_review::inventory(&sound(lay(&[&overlay(declared), &overlay(documented)])).api);
    assert_eq!(
        field(type_of(&inventory, "Thing"), "gone")["type"],
        "Option<Json>"
    );
}
