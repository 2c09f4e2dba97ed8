//! Documents of OpenAPI 3.1 and 3.2 give what the same documents of OpenAPI 3.0 give.

#[path = "../support/mod.rs"]
mod support;

mod members;
mod moved;
mod names;
mod newer;
mod references;
mod types;
mod values;

use connect_codegen::Bindings;
use support::{difference, generate_from, said, sound};

/// The generated code as one text.
fn all(bindings: &Bindings) -> String {
    let files = bindings.files.iter().map(|(_, text)| text);
    files.collect::<Vec<_>>().join("\n")
}

/// A document whose one response and one request have a schema; `more` are further schemas.
fn document(version: &str, schema: &str, more: &str) -> String {
    format!(
        "
openapi: {version}
info: {{title: t, version: '1'}}
paths:
  /things:
    get:
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'204': {{description: ''}}}}
components:
  schemas:
    Thing: {schema}
    Other: {{type: object, properties: {{n: {{type: integer}}}}}}
{more}"
    )
}

/// The generated files, but for where the document has something. That of the specification has the fingerprint of the
/// text.
fn files(bindings: &Bindings) -> String {
    let files = bindings.files.iter();
    let files = files.filter(|it| it.0 != "src/specification.rs");
    let all: String = files
        .map(|(path, text)| format!("{path}\n{text}"))
        .collect();
    let mut pieces = all.split("`#/");
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once('`').unwrap();
        shown.push_str(rest);
    }
    shown
}

/// Asserts that two schemas, of OpenAPI 3.1 and 3.0, give the same files. Returns what was said about the first.
fn assert_same(newer: &str, older: &str) -> String {
    let expected = sound(generate_from(&document("3.0.3", older, "")));
    let mut all = String::new();
    for version in ["3.1.0", "3.1.1", "3.2.0"] {
        let outcome = generate_from(&document(version, newer, ""));
        all = said(&outcome.diagnostics);
        let bindings = sound(outcome);
        let difference = difference(newer, &files(&expected), &files(&bindings));
        assert_eq!(difference, None, "{version}");
    }
    all
}

/// As [`assert_same`], for what OpenAPI 3.0 can express: nothing is said.
fn assert_equal(newer: &str, older: &str) {
    assert_eq!(assert_same(newer, older), "", "{newer}");
}

fn property(schema: &str) -> String {
    format!("{{type: object, properties: {{a: {schema}}}}}")
}
