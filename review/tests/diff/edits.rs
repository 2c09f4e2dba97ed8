//! A small contract, and comparisons of it with an edited copy.

use connect_codegen::{Input, Source};
use connect_review::diff::{Change, Class, Comparison, compare};

use super::support::said;

pub const SPEC: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /files:
    get:
      operationId: files_list
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: status, in: query, schema: {$ref: '#/components/schemas/file.Status'}, x-connect-filter: {lookups: [eq, in], search: false, ordering: true}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/file.File'}}}}
    post:
      parameters:
        - {name: from, in: query, required: true, schema: {type: string}}
        - {name: dry, in: query, schema: {type: boolean}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name, note]
              properties:
                name: {type: string, maxLength: 20}
                note: {type: string}
                size: {type: integer}
      responses:
        '201':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/file.File'}}}
  /files/{id}/close:
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ''}}
components:
  schemas:
    file.File:
      type: object
      properties:
        id: {type: string}
        status: {$ref: '#/components/schemas/file.Status'}
        size: {type: integer}
    file.Status:
      type: string
      enum: [draft, ready]
";

pub fn input(text: &str, overlay: &str) -> Input {
    let overlays = (!overlay.is_empty()).then(|| {
        let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{overlay}");
        Source::new("names.yml", text)
    });
    Input {
        document: Source::new("spec.yml", text),
        overlays: overlays.into_iter().collect(),
        prefixes: Vec::new(),
        ..Input::default()
    }
}

/// Compares the document with itself after texts in it were replaced.
#[track_caller]
pub fn edited(replacements: &[(&str, &str)]) -> Comparison {
    edited_under("", replacements)
}

#[track_caller]
pub fn edited_under(overlay: &str, replacements: &[(&str, &str)]) -> Comparison {
    let mut text = SPEC.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "`{from}` is not in the document");
        text = text.replace(from, to);
    }
    compared(&input(SPEC, overlay), &input(&text, overlay))
}

#[track_caller]
pub fn compared(old: &Input, new: &Input) -> Comparison {
    let outcome = compare(old, new);
    let said = said(&outcome.diagnostics);
    outcome
        .value
        .unwrap_or_else(|| panic!("both should be sound:\n{said}"))
}

/// The only change.
#[track_caller]
pub fn only(comparison: &Comparison) -> &Change {
    match comparison.changes.as_slice() {
        [only] => only,
        all => panic!("{all:#?}"),
    }
}

/// The class and the kinds of all changes.
pub fn kinds(comparison: &Comparison) -> (Class, Vec<&str>) {
    (
        comparison.class(),
        comparison
            .changes
            .iter()
            .map(|it| it.kind.as_str())
            .collect(),
    )
}
