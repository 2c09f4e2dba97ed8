//! Names that an overlay pins: which there are, and that others give way to them.

mod support;

use connect_codegen::{Bindings, Input, Outcome, Severity, Source, generate};
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
    sound(run(DOCUMENT, actions, &[]))
}

fn run(document: &str, actions: &str, prefixes: &[&str]) -> Outcome<Bindings> {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
    let overlays = match actions {
        "" => Vec::new(),
        _ => vec![Source::new("overlay.yml", overlay)],
    };
    let input = Input {
        document: Source::new("spec.yml", document),
        overlays,
        prefixes: prefixes.iter().map(|&it| it.to_owned()).collect(),
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

const NO_REQUEST: &str =
    "`x-connect-request-name` is ignored here: requests have no type of their own of this schema";
const NO_FORM: &str =
    "`x-connect-form-name` is ignored here: forms have no type of their own of this schema";

/// The errors that actions cause, each with its line and column in the overlay.
fn errors(actions: &str) -> Vec<String> {
    let outcome = run(DOCUMENT, actions, &[]);
    let errors = outcome.diagnostics.iter();
    let errors = errors.filter(|it| it.severity == Severity::Error);
    errors
        .map(|it| {
            let span = it.span.as_ref().map(|it| (it.line, it.column));
            format!("{}: {} {span:?}", it.code, it.message)
        })
        .collect()
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

/// A name for a type that is not made would be ignored. So it is an error at its place.
#[test]
fn names_of_types_that_are_not_made_are_errors() {
    let input = "- target: $.components.schemas.BellInput\n  update: ";
    assert_eq!(
        errors(&format!("{input}{{x-connect-request-name: NewChime}}\n")),
        [format!("extension: {NO_REQUEST} Some((5, 12))")]
    );
    assert_eq!(
        errors(&format!("{input}{{x-connect-form-name: ChimeParts}}\n")),
        [format!("extension: {NO_FORM} Some((5, 12))")]
    );
    // A property that is no type.
    let tone = "- target: $.components.schemas.Bell.properties.tone\n  update: ";
    assert_eq!(
        errors(&format!("{tone}{{x-connect-request-name: NewChime}}\n")),
        [format!("extension: {NO_REQUEST} Some((5, 12))")]
    );
}

/// The overlays of a slice are written for the whole of it. In a part of it, the requests may be missing.
#[test]
fn names_of_types_of_other_parts_are_left_alone() {
    let pin = "- target: $.components.schemas.Bell\n  update: {x-connect-request-name: NewChime}\n";
    let slice = DOCUMENT.replace(
        "version: '1'}",
        "version: '1', x-connect-prefixes: ['/north*', '/south*']}",
    );
    let bindings = sound(run(&slice, pin, &["/north*"]));
    assert_eq!(types(&bindings), ["Bell"]);
}

/// Requests and responses have one type where nothing differs: the name of the schema is its name, and otherwise that
/// for requests.
#[test]
fn one_type_for_both_directions_has_one_name() {
    let same = "- {target: $.components.schemas.Bell.required, remove: true}
- {target: $.components.schemas.Bell.properties.id.readOnly, remove: true}
- {target: $.components.schemas.Bell.properties.file, remove: true}
- target: $.components.schemas.Bell
  update: ";
    assert_eq!(
        types(&made(&format!(
            "{same}{{x-connect-request-name: NewChime}}\n"
        ))),
        ["BellForm", "BellInput", "NewChime"]
    );
    let names = "{x-connect-name: Chime, x-connect-request-name: NewChime}";
    assert_eq!(
        errors(&format!("{same}{names}\n")),
        [format!("extension: {NO_REQUEST} Some((8, 35))")]
    );
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

/// The names of the types that belong to the one operation alone, and those of the components `SearchParameters`,
/// `SearchResponse` and `SearchHeaders`.
fn search(function: &str, component: &str) -> (Vec<String>, Vec<String>) {
    let names = ["SearchParameters", "SearchResponse", "SearchHeaders"];
    let mut responses = String::new();
    let mut schemas = String::new();
    for (status, name) in (200..).zip(names) {
        let pin = component.replace("NAME", name);
        schemas.push_str(&format!(
            "    {name}: {{{pin}type: object, properties: {{of{status}: {{type: string}}}}}}\n"
        ));
        responses.push_str(&format!(
            "        '{status}':
          description: ''
          headers: {{X-A: {{schema: {{type: string}}}}}}
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}
"
        ));
    }
    let text = format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /bells/search:
    post:
      {function}parameters: [{{name: q, in: query, schema: {{type: string}}}}]
      responses:
{responses}components:
  schemas:
{schemas}"
    );
    let input = Input {
        document: Source::new("spec.yml", text),
        ..Input::default()
    };
    let bindings = sound(generate(&input, &mut |_| {}));
    let local = &bindings.api.operations[0].local;
    let local = [&local.parameters, &local.response, &local.headers];
    (local.map(|it| it.0.clone()).to_vec(), types(&bindings))
}

/// A function that the overlay names keeps the names of its types, which no pin names, when the document grows.
#[test]
fn the_types_of_a_pinned_function_keep_their_names() {
    let plain = ["SearchParameters", "SearchResponse", "SearchHeaders"].map(str::to_owned);
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    let local = plain.clone().map(|it| format!("{it}OfCall")).to_vec();
    assert_eq!(search("", ""), (local.clone(), sorted(&plain)));
    let pin = "x-connect-function: 'bells::search'\n      ";
    let types = plain.clone().map(|it| format!("{it}Capital"));
    assert_eq!(search(pin, ""), (plain.to_vec(), sorted(&types)));
    // What the overlay names has its name.
    assert_eq!(
        search(pin, "x-connect-name: NAME, "),
        (local, sorted(&plain))
    );
}

/// The overlay can give to a list the name after which the filters of another one are called.
#[test]
fn lists_of_pinned_names_have_filters_of_their_own() {
    let list = |path: &str, function: &str| {
        format!(
            "  /bells/{path}:
    get:
      x-connect-function: 'bells::{function}'
      parameters: [{{name: limit, in: query, schema: {{type: integer}}}}, {{name: offset, in: query, schema: {{type: integer}}}}]
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{type: array, items: {{type: object}}}}}}}}}}}}
"
        )
    };
    let filters = |functions: [&str; 2]| {
        let lists = [list("a", functions[0]), list("b", functions[1])].concat();
        let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{lists}");
        let input = Input {
            document: Source::new("spec.yml", text),
            ..Input::default()
        };
        let operations = sound(generate(&input, &mut |_| {})).api.operations;
        let filters = operations.into_iter().filter_map(|it| it.filter_module);
        filters.map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!(
        filters(["list_tones", "clappers"]),
        ["tones_filter", "clappers_filter"]
    );
    assert_eq!(
        filters(["list_tones", "tones"]),
        ["list_tones_filter", "tones_filter"]
    );
    assert_eq!(
        filters(["type", "list_type"]),
        ["type_filter", "list_type_filter"]
    );
}
