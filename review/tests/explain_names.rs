//! Explain takes names as they are printed, called and documented, and lines of files.

mod support;

use connect_codegen::{Input, Source, generate};
use connect_review::{Explanation, Guide, Line};
use support::{ours, said, sound};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /lamps:
    get:
      parameters:
      - $ref: '#/components/parameters/most'
      responses:
        '200':
          description: ''
          headers:
            X-Total: {$ref: '#/components/headers/Total'}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Lamp'}}
        default: {$ref: '#/components/responses/Fault'}
components:
  parameters:
    most: {name: most, in: query, schema: {type: integer}}
  headers:
    Total: {schema: {type: integer}}
  responses:
    Fault:
      description: ''
      content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}
  schemas:
    Lamp:
      type: object
      required: [hue]
      properties:
        hue:
          type: string
          enum: [red, green]
        'two words': {type: string}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: t, version: '1'}
actions:
- target: $.components.schemas.Lamp
  description: What it is.
  update:
    description: A lamp.
    properties:
      hue:
        description: Its colour.
- target: $.components.schemas.Lamp.required
  remove: true
";

fn input() -> Input {
    Input {
        document: Source::new("specs/lamps/contract.yml", DOCUMENT),
        overlays: vec![Source::new("specs/lamps/overlay/docs.yml", OVERLAY)],
        ..Input::default()
    }
}

fn paths(found: Vec<Explanation>) -> Vec<String> {
    found.into_iter().map(|it| it.item.rust).collect()
}

#[track_caller]
fn explained(guide: &Guide, what: &str) -> Vec<String> {
    paths(sound(guide.explain(what)))
}

/// The line of a text that has some words, as a path with it.
fn line_with(file: &str, text: &str, words: &str) -> String {
    let index = text.lines().position(|line| line.contains(words));
    format!("{file}:{}", index.expect("the words") + 1)
}

#[test]
fn names_are_taken_as_diff_and_rustdoc_print_them() {
    let guide = sound(Guide::new(&ours()));
    for (what, item) in [
        ("models::UsageRecord.amount", "UsageRecord::amount"),
        ("connect_usage::models::UsageRecord", "UsageRecord"),
        ("connect_usage_api::files::list", "files::list"),
        ("NewUsageFile::new", "NewUsageFile"),
        ("models::NewUsageFile::name", "NewUsageFile::name"),
        ("models::UsageFile: Clone", "UsageFile"),
        ("files::filter", "files::list"),
        ("files::filter::Scope", "files::list"),
        ("files::filter::field::STATUS", "files::filter::STATUS"),
        (
            "files::filter::offers::STATUS: lookup::Eq",
            "files::filter::STATUS",
        ),
        (
            "connect_usage::usage_files::list_usage_files",
            "files::list",
        ),
        ("client.usage_files().list()", "files::list"),
        ("client.files().get(\"UF-1\")", "files::get"),
        ("specification::APIKEY0", "specification::APIKEY0"),
        ("specification::API_VERSION", "specification::API_VERSION"),
    ] {
        assert_eq!(explained(&guide, what), [item], "{what}");
    }
    for what in [
        "NewUsageFile::old",
        "files::records",
        "models::UsageFile: Copy",
        "usage_files::nothing",
    ] {
        assert!(guide.explain(what).value.is_none(), "{what}");
    }
    let found = sound(guide.explain("NewUsageFile::new"));
    let part = found[0].part.clone().expect("a part");
    assert_eq!(part.name, "models::NewUsageFile::new");
    assert!(part.signature.starts_with("fn(product: "), "{part:?}");
    assert_eq!(sound(guide.explain("NewUsageFile"))[0].part, None);
}

#[test]
fn components_lead_to_what_uses_them() {
    let guide = sound(Guide::new(&input()));
    for (what, items) in [
        ("Total", vec!["lamps::GetHeaders::x_total"]),
        ("X-Total", vec!["lamps::GetHeaders::x_total"]),
        (
            "#/components/headers/Total",
            vec!["lamps::GetHeaders::x_total"],
        ),
        ("lamps::GetHeaders", vec!["lamps::get"]),
        ("#/components/parameters/most", vec!["lamps::get::most"]),
        (
            "#/components/responses/Fault/description",
            vec!["lamps::get"],
        ),
        // It has the name of a type.
        ("Fault", vec!["Fault"]),
    ] {
        assert_eq!(explained(&guide, what), items, "{what}");
    }
    let header = sound(guide.explain("Total")).remove(0);
    assert_eq!(header.neighbours[0].relation, "returned by");
    assert_eq!(header.neighbours[0].items, ["lamps::get"]);
}

#[test]
fn lines_of_the_document_and_of_overlays_lead_to_their_items() {
    let guide = sound(Guide::new(&input()));
    let contract = "specs/lamps/contract.yml";
    for (file, text, words, item) in [
        (contract, DOCUMENT, "    get:", "lamps::get"),
        (contract, DOCUMENT, "          enum: [red", "Lamp::hue"),
        (contract, DOCUMENT, "    Lamp:", "Lamp"),
        (contract, DOCUMENT, "      required", "Lamp"),
        ("./contract.yml", DOCUMENT, "    Lamp:", "Lamp"),
        (
            "/somewhere/specs/lamps/contract.yml",
            DOCUMENT,
            "    Lamp:",
            "Lamp",
        ),
        (
            "overlay/docs.yml",
            OVERLAY,
            "    description: A lamp.",
            "Lamp",
        ),
        (
            "overlay/docs.yml",
            OVERLAY,
            "- target: $.components.schemas.Lamp\n",
            "Lamp",
        ),
        (
            "overlay/docs.yml",
            OVERLAY,
            "description: Its colour.",
            "Lamp::hue",
        ),
        ("overlay/docs.yml", OVERLAY, "  remove: true", "Lamp"),
    ] {
        let at = line_with(file, text, words.trim_end());
        // A field and its type can be made of one node.
        assert_eq!(explained(&guide, &at)[0], item, "{at}");
    }
}

#[test]
fn a_column_tells_what_is_meant_on_a_line() {
    let guide = sound(Guide::new(&input()));
    let line = line_with("specs/lamps/contract.yml", DOCUMENT, "        'two words'");
    assert_eq!(explained(&guide, &format!("{line}:9")), ["Lamp::two_words"]);
}

#[test]
fn lines_without_an_item_are_refused_with_the_reason() {
    let guide = sound(Guide::new(&input()));
    for (what, says) in [
        (
            "specs/lamps/contract.yml:2",
            "nothing is generated from this line",
        ),
        (
            "specs/lamps/overlay/docs.yml:1",
            "nothing is generated from this line",
        ),
        (
            "other.yml:3",
            "neither the document nor one of its overlays",
        ),
    ] {
        let outcome = guide.explain(what);
        assert!(outcome.value.is_none(), "{what}: {:?}", outcome.value);
        let said = said(&outcome.diagnostics);
        assert!(said.contains(says), "{what}: {said}");
    }
}

/// Every line that declares something public is of an item whose name is on it.
#[test]
fn lines_of_generated_code_lead_to_their_items() {
    let input = ours();
    let guide = sound(Guide::new(&input));
    let bindings = sound(generate(&input, &mut |_| {}));
    let mut tried = 0;
    for (path, text) in bindings.files.iter() {
        let file = format!("generated/usage/{path}");
        for (index, code) in text.lines().enumerate() {
            let line = Line {
                file: file.clone(),
                line: index + 1,
                column: None,
            };
            let declared = code.trim_start();
            let words = ["pub fn ", "pub const ", "pub struct ", "pub enum "];
            let name = words.iter().find_map(|it| declared.strip_prefix(it));
            let Some(name) = name.filter(|_| !path.ends_with("specification.rs")) else {
                continue;
            };
            let name: String = name
                .chars()
                .take_while(|it| it.is_alphanumeric() || *it == '_')
                .collect();
            let found = sound(guide.explain_generated(&line, text));
            let is_whole = found
                .iter()
                .any(|it| it.item.rust.rsplit("::").next() == Some(name.as_str()));
            let is_part = found.iter().any(|it| it.part.is_some());
            let is_beside = ["Scope", "with", "Parameters", "Headers"]
                .iter()
                .any(|it| name.ends_with(it));
            assert!(
                is_whole || is_part || is_beside,
                "{line:?} {code}: {:?}",
                paths(found)
            );
            tried += 1;
        }
    }
    assert!(tried > 140, "{tried}");
    let import = Line::parse("generated/usage/src/files.rs:3").expect("a line");
    let text = bindings
        .files
        .iter()
        .find(|(path, _)| *path == "src/files.rs")
        .expect("the file")
        .1;
    let outcome = guide.explain_generated(&import, text);
    assert!(said(&outcome.diagnostics).contains("this line is of no item"));
}
