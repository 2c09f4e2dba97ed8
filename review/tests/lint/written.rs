//! The overlays that lint writes for a slice: one that pins all names, and one to begin with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use connect_codegen::{Input, Source, generate};
use connect_review::{draft, inventory, lint, pins};
use serde_json::Value;

use super::defects::{counts, input};
use super::support::{ours, read, sound, vendor, workspace};

/// What is generated, without the line that tells from which texts it was.
fn files(input: &Input) -> BTreeMap<String, String> {
    let bindings = sound(generate(input, &mut |_| {}));
    let without = |text: &str| {
        let lines = text.lines().filter(|it| !it.contains("const FINGERPRINT"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let files = bindings.files.iter();
    files
        .map(|(path, text)| (path.to_owned(), without(text)))
        .collect()
}

/// The input with another overlay behind its own.
fn with(input: &Input, overlay: &str) -> Input {
    let mut input = input.clone();
    input.overlays.push(Source::new("written.yml", overlay));
    input
}

/// The documents of the generator's tests, each of which has constructs of its own, and ours.
fn documents() -> Vec<Input> {
    let folder = workspace().join("codegen/tests/golden");
    let cases = std::fs::read_dir(&folder).expect("the cases are there");
    let mut cases: Vec<PathBuf> = cases.map(|it| it.expect("an entry").path()).collect();
    cases.sort();
    let source = |path: PathBuf| Source::new(path.to_string_lossy(), read(&path));
    let mut documents: Vec<Input> = cases
        .into_iter()
        .map(|case| {
            let overlay = Some(case.join("overlay.yml")).filter(|it| it.exists());
            Input {
                document: source(case.join("spec.yml")),
                overlays: overlay.map(source).into_iter().collect(),
                ..Input::default()
            }
        })
        .collect();
    let constructs = workspace().join("tests/constructs/constructs.yml");
    documents.push(Input {
        document: source(constructs),
        ..Input::default()
    });
    documents.push(ours());
    documents
}

#[test]
fn pins_change_nothing_and_leave_no_name_to_the_rules() {
    let mut pinned = 0;
    for input in documents() {
        let name = &input.document.name;
        let overlay = sound(pins(&input));
        pinned += overlay.matches("\n- target: ").count();
        let with_pins = with(&input, &overlay);
        assert!(files(&input) == files(&with_pins), "{name}:\n{overlay}");
        let left = counts(&sound(lint(&with_pins))).get("unpinned").copied();
        assert_eq!(left, None, "{name}");
    }
    assert!(pinned > 300, "{pinned}");
}

/// What an overlay names already is not named again: an action that changes nothing is an error.
#[test]
fn pins_are_only_for_what_has_none() {
    assert!(sound(pins(&ours())).ends_with("actions: []\n"));
    let document = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /lamps: {get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}}}}
components: {schemas: {Lamp: {type: object, properties: {hue: {type: string, enum: [red]}}}}}
";
    let lamp = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas.Lamp\n  update: {x-connect-name: Light}\n";
    let expected = "\
overlay: 1.0.0
info: {title: Pinned names, version: 1.0.0}
actions:

# Names as the rules made them. To rename a function or a type, change its name in all of its actions. Types of one function alone, such as `ListParameters`, are called after it.
- target: $.paths['/lamps'].get
  update:
    x-connect-function: lamps::get
- target: $.components.schemas.Lamp.properties.hue
  update:
    x-connect-name: LightHue
";
    assert_eq!(sound(pins(&input(document, &[lamp]))), expected);
}

/// The functions and the types of a slice: where each stands in the document, and what it is called.
fn names(input: &Input) -> BTreeSet<(String, String)> {
    let api = sound(generate(input, &mut |_| {})).api;
    let inventory = inventory(&api);
    let all = |key: &str| inventory[key].as_array().expect("an array").clone();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let operations = api.operations.iter();
    let operations = operations.map(|it| (it.pointer.to_string(), it.name()));
    let types = all("types");
    let types = types
        .iter()
        .map(|it| (text(&it["pointer"]), text(&it["name"])));
    operations.chain(types).collect()
}

/// The names that the rules give depend on what else there is, so the document grows at random: from some of its
/// resources to more of them.
#[test]
fn pinned_names_stay_when_the_document_grows() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let resources: BTreeSet<&str> = document
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("  /")?.split(['/', ':']).next())
        .collect();
    let resources: Vec<String> = resources.iter().map(|it| format!("/{it}*")).collect();
    assert!(resources.len() >= 50, "{resources:?}");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut some = |one_in: u64| -> Vec<String> {
        let chosen = resources.iter().filter(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).is_multiple_of(one_in)
        });
        chosen.cloned().collect()
    };
    let slice = |prefixes: Vec<String>| Input {
        document: document.clone(),
        prefixes,
        ..Input::default()
    };
    for _ in 0..3 {
        let mut prefixes = some(8);
        let small = slice(prefixes.clone());
        let overlay = sound(pins(&small));
        assert!(
            files(&small) == files(&with(&small, &overlay)),
            "{prefixes:?}"
        );
        prefixes.extend(some(3));
        prefixes.sort();
        prefixes.dedup();
        let grown = names(&with(&slice(prefixes.clone()), &overlay));
        let lost: Vec<_> = names(&small).difference(&grown).cloned().collect();
        assert_eq!(lost, [], "{prefixes:?}");
    }
}

/// An object with a status, and prose of the vendor.
const LAMPS: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /lamps/{id}:
    get:
      description: Reads a lamp, as the vendor says it.
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}}
    put:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {state: {type: string, enum: [up, down]}}}}}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Lamp:
      type: object
      properties:
        status: {type: string, nullable: true, enum: [lit, 'no', out]}
        hue: {type: string, enum: [red]}
";

#[test]
fn a_draft_is_accepted_and_its_statuses_can_be_waited_for() {
    let input = input(LAMPS, &[]);
    let overlay = sound(draft(&input));
    let expected = "
# Statuses. Write down which follow which, who causes that (`by`), and by which function (`via`).
- target: $.components.schemas.Lamp.properties.status
  update:
    x-connect-states:
    - from: []
      to:
      - lit
      - no
      - out
      by: system
    - from:
      - lit
      - no
      - out
      to:
      - lit
      - no
      - out
      by: system
  description: 'Drafted: an object begins with any status, and any status can follow any other.'

# Without documentation. Remove the `#` of an item, and describe it in words of your own.
# - target: $.paths['/lamps/{id}'].get
#   update: {description: } # operation lamps::get
";
    assert!(overlay.contains(expected), "{overlay}");
    assert!(!overlay.contains("vendor says"), "{overlay}");
    let drafted = with(&input, &overlay);
    let bindings = sound(generate(&drafted, &mut |_| {}));
    assert_eq!(bindings.api.states.len(), 1);
    assert_eq!(bindings.api.statuses.len(), 1);
    // Nothing is left to be drafted but documentation, which the comments ask for.
    let again = sound(draft(&drafted));
    assert!(again.contains("actions: []\n"), "{again}");
    let described = overlay
        .replace("# - ", "- ")
        .replace("#   ", "  ")
        .replace(": }", ": Ours.}");
    let found = sound(lint(&with(&input, &described)));
    assert_eq!(counts(&found).get("undocumented"), None);
    let found = sound(lint(&drafted));
    assert_eq!(counts(&found).get("undocumented"), Some(&7));
}

/// The draft for a part of the vendor's document has names and values of it, and none of its prose.
#[test]
fn a_draft_of_the_real_document_is_accepted_and_without_its_prose() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let input = Input {
        document,
        prefixes: vec!["/subscriptions*".to_owned()],
        ..Input::default()
    };
    let overlay = sound(draft(&input));
    let bindings = sound(generate(&with(&input, &overlay), &mut |_| {}));
    assert_eq!(bindings.api.states.len(), 4);
    for prose in ["Filter for", "explicit select", "unique value"] {
        assert!(input.document.text.contains(prose), "{prose}");
        assert!(!overlay.contains(prose), "{prose}");
    }
}

/// Names cannot be settled before the document can be read.
#[test]
fn nothing_is_written_for_a_document_with_errors() {
    let document = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /lamps: {get: {x-connect-function: 3, responses: {'204': {description: ''}}}}
";
    for outcome in [pins(&input(document, &[])), draft(&input(document, &[]))] {
        assert_eq!(outcome.value, None);
        assert!(outcome.diagnostics.has_errors());
    }
}
