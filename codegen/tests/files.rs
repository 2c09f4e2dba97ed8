//! Documents of several files.

mod support;

use connect_codegen::{Input, OtherFile, Source, generate};
use support::sound;

const MAIN: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /kites:
    get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: 'parts/kite.yml#/components/schemas/Kite'}}}}}}
  /tails:
    $ref: 'parts/paths.yml#/tails'
components: {schemas: {Wing: {type: object, properties: {span: {type: integer}}}}}
";

const KITE: &str = "\
components:
  schemas:
    Kite:
      type: object
      properties:
        wing: {$ref: '../main.yml#/components/schemas/Wing'}
        tail: {$ref: 'deep/tail.yml'}
        twin: {$ref: '#/components/schemas/Kite'}
";

fn input(files: &[(&str, &str)]) -> Input {
    Input {
        document: Source::new("specs/main.yml", MAIN),
        files: files
            .iter()
            .map(|(path, text)| OtherFile {
                path: (*path).to_owned(),
                source: Source::new(format!("specs/{path}"), *text),
            })
            .collect(),
        ..Input::default()
    }
}

#[test]
fn references_into_other_files_are_followed() {
    let tail = "{type: object, properties: {bows: {type: integer}}}";
    let paths = "tails: {get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: deep/tail.yml}}}}}}}";
    let files = [
        ("parts/deep/tail.yml", tail),
        ("parts/kite.yml", KITE),
        ("parts/paths.yml", paths),
    ];
    let bindings = sound(generate(&input(&files), &mut |_| {}));
    let api = &bindings.api;
    let names: Vec<&str> = api.types.iter().map(|it| it.name.0.as_str()).collect();
    assert_eq!(names, ["Kite", "Tail", "Wing"]);
    let operations: Vec<String> = api.operations.iter().map(|it| it.name()).collect();
    assert_eq!(operations, ["kites::get", "tails::get"]);
    let texts: String = bindings.files.iter().map(|(_, text)| text).collect();
    for held in [
        "pub wing: Option<Wing>",
        "pub tail: Option<Tail>",
        "pub twin: Option<Box<Kite>>",
    ] {
        assert!(texts.contains(held), "{held}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let outcome = generate(&input(&[("parts/kite.yml", KITE)]), &mut |_| {});
    let said: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it.span.as_ref().map_or("", |it| &it.file),
                it.message
            )
        })
        .collect();
    assert!(
        said.contains(
            &"specs/parts/kite.yml the reference `deep/tail.yml` leads to another file, `deep/tail.yml`, which is not read; any JSON is accepted".to_owned()
        ),
        "{said:#?}"
    );
    assert!(outcome.value.is_some());
}

#[test]
fn references_to_the_document_by_its_own_name_are_local() {
    let wing = "schema: {$ref: '#/components/schemas/Wing'}";
    let text = MAIN.replace("'parts/kite.yml#/components/schemas/Kite'", "WING");
    let text = text.replace("$ref: 'parts/paths.yml#/tails'", "{}");
    for name in ["main.yml", "./main.yml", "../specs/main.yml"] {
        let text = text.replace(
            "schema: {$ref: WING}",
            &wing.replace('#', &format!("{name}#")),
        );
        let input = Input {
            document: Source::new("specs/main.yml", text),
            ..Input::default()
        };
        let outcome = generate(&input, &mut |_| {});
        let said = support::said(&outcome.diagnostics);
        let is_own = !name.starts_with("..");
        assert_eq!(said.is_empty(), is_own, "{name}: {said}");
        let types = outcome.value.map_or(0, |it| it.api.types.len());
        assert_eq!(types, usize::from(is_own), "{name}");
    }
}
