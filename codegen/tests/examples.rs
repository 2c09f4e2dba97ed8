//! Every diagnostic code has an example that causes it, and its fix removes it.

mod support;

use std::collections::BTreeSet;

use connect_codegen::diagnostics::{Code, Example, Within};
use connect_codegen::{Input, Source, generate};
use connect_review::lint;

/// A document with a placeholder for a path item, and one for a schema.
fn document(path: &str, schema: &str) -> String {
    let indented = |text: &str, by: &str| text.replace('\n', &format!("\n{by}"));
    format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /things/{{id}}:
    get:
      operationId: getThing
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses:
        '200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
  /things:
    {}
components:
  schemas:
    Thing:
      {}
",
        indented(path, "    "),
        indented(schema, "      ")
    )
}

const PATH: &str = "get: {responses: {'204': {description: ''}}}";
const SCHEMA: &str = "type: object\nproperties: {id: {type: string}}";

fn overlay(actions: &str) -> Source {
    let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}\n");
    Source::new("overlay.yml", text)
}

/// An example as something to generate from.
fn input(within: Within, written: &str) -> Input {
    let (text, overlays) = match within {
        Within::Text => (written.to_owned(), Vec::new()),
        Within::Path => (document(written, SCHEMA), Vec::new()),
        Within::Schema => (document(PATH, written), Vec::new()),
        Within::Overlay => (document(PATH, SCHEMA), vec![overlay(written)]),
    };
    Input {
        document: Source::new("example.yml", text),
        overlays,
        prefixes: Vec::new(),
        ..Input::default()
    }
}

/// The kinds of what is found, by reading, generating and lint.
fn kinds(input: &Input) -> Vec<&'static str> {
    let bytes = input.document.text.clone().into_bytes();
    let read = Source::from_bytes("example.yml", bytes);
    if read.value.is_none() {
        return read.diagnostics.iter().map(|it| it.code.as_str()).collect();
    }
    let made = generate(input, &mut |_| {});
    let linted = lint(input);
    let mut kinds: Vec<&str> = made.diagnostics.iter().map(|it| it.code.as_str()).collect();
    kinds.extend(linted.diagnostics.iter().map(|it| it.code.as_str()));
    let found = linted.value.unwrap_or_default();
    kinds.extend(found.iter().map(|it| it.diagnostic.code.as_str()));
    kinds
}

fn fixed(example: &Example) -> Input {
    match example.is_fixed_by_action {
        true => Input {
            overlays: vec![overlay(example.fixed)],
            ..input(example.within, example.written)
        },
        false => input(example.within, example.fixed),
    }
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .expect("the pages are there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    pages.sort();
    let mut codes: Vec<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    codes.sort();
    assert_eq!(pages, codes);
}

#[test]
fn pages_are_written_as_diagnostics_show_them() {
    for code in Code::ALL {
        let page = code.page();
        assert!(page.means.ends_with('.'), "{code}");
        assert_ne!(page.means, page.why, "{code}");
        for text in [page.title, page.why, page.help] {
            assert!(!text.ends_with('.'), "{code}: {text}");
            // They are shown to users of any document, wherever it is.
            let names_repository = text.contains("xtask") || text.contains("specs/");
            assert!(!names_repository, "{code}: {text}");
        }
    }
}

#[test]
fn nearly_every_code_has_an_example() {
    let without: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| code.example().is_err())
        .map(|code| code.as_str())
        .collect();
    // What no few lines of a document show.
    assert_eq!(
        without,
        [
            "compressed",
            "emit",
            "empty-prefix",
            "line-separator",
            "not-utf8",
            "operation-id",
            "overlay-size",
            "reserved-name",
            "too-deep",
            "unknown-name",
            "write",
        ]
    );
}

/// What lint finds in the documents around the examples, whatever the example.
fn of_every_document() -> BTreeSet<&'static str> {
    let nothing = "- {target: '$.info', update: {title: things}}";
    let plain = kinds(&input(Within::Path, PATH));
    let overlaid = kinds(&input(Within::Overlay, nothing));
    plain.into_iter().chain(overlaid).collect()
}

/// The code of another rule that finds the same defect: one of the two is about the document, the
/// other about what the generator makes of it.
fn companion(code: Code) -> Option<&'static str> {
    match code {
        Code::ContentRange => Some("header-as-parameter"),
        Code::HeaderAsParameter => Some("content-range"),
        Code::Status => Some("status-as-number"),
        _ => None,
    }
}

#[test]
fn examples_are_true() {
    let mut wrong = Vec::new();
    let usual = of_every_document();
    for code in Code::ALL {
        let Ok(example) = code.example() else {
            continue;
        };
        let found = kinds(&input(example.within, example.written));
        let expected = BTreeSet::from_iter([code.as_str()].into_iter().chain(companion(*code)));
        let own: BTreeSet<&str> = found
            .iter()
            .copied()
            .filter(|kind| *kind == code.as_str() || !usual.contains(kind))
            .collect();
        if own != expected {
            wrong.push(format!("{code} causes {own:?} instead of {expected:?}"));
        }
        let fixed = fixed(&example);
        let left = kinds(&fixed);
        let is_sound = generate(&fixed, &mut |_| {}).value.is_some();
        // An overlay that names one item leaves the others of the document to be named.
        let count = |kinds: &[&str]| kinds.iter().filter(|kind| **kind == code.as_str()).count();
        let is_less = match code {
            Code::Unpinned | Code::Undocumented => count(&left) < count(&found),
            _ => count(&left) == 0,
        };
        if !is_less || !is_sound {
            wrong.push(format!("{code} is not fixed: {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
