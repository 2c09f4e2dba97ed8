//! A document with defects, and what is found in a document.

use std::collections::{BTreeMap, BTreeSet};

use connect_codegen::{Input, Severity, Source};
use connect_review::{Finding, lint, overlay_of};

use super::support::sound;

/// One defect of each kind, two names of each sort that collide, and something sound beside them.
pub const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /shelves:
    get:
      operationId: library_shelf_listShelves
      parameters:
      - name: Content-Range
        in: header
        schema:
          $ref: '#/components/headers/Content-Range'
      - name: Library-Language
        in: header
        schema:
          $ref: '#/components/headers/Language'
      - name: owner.id
        in: query
        schema: {type: string}
      - name: owner_id
        in: query
        schema: {type: string}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: '#/components/schemas/library.Shelf'
        '400':
          $ref: '#/components/responses/wrong'
    post:
      operationId: createShelf
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/store.Shelf'
      responses:
        201: {description: ''}
        '400':
          $ref: '#/components/responses/wrong'
        '500':
          $ref: '#/components/responses/wrong'
  /shelves/{it's}:
    delete:
      operationId: createShelf
      parameters:
      - {name: it's, in: path, required: true, schema: {type: string}}
      responses:
        '204': {description: ''}
components:
  responses:
    wrong:
      description: ''
      content:
        application/json:
          schema: {type: object, properties: {errors: {type: array, items: {type: string}}}}
  headers:
    Content-Range: {schema: {type: string}}
    Language:
      schema: {type: string, enum: [de, fr]}
  schemas:
    library.Shelf:
      type: object
      properties:
        made: {type: string, format: datetime}
        colour: {type: string, format: hue}
        place: {type: object, properties: {room: {type: string}, row: {type: integer}}}
        shelf-no: {type: string}
        shelf_no: {type: string}
        zone: {type: string, enum: ['Z-1', 'Z+1', 'Z0']}
        hinge: {$ref: '#/components/schemas/Hinge'}
    Hinge: {type: string}
    store.Shelf:
      type: object
      properties:
        title: {type: string}
        origin:
          type: object
          description: where it comes from
          properties: {room: {type: string}, row: {type: integer}}
    Forgotten:
      type: object
      properties:
        it: {$ref: '#/components/schemas/AlsoForgotten'}
        when: {type: string, format: datetime}
    AlsoForgotten: {type: string}
";

pub fn input(text: &str, overlays: &[&str]) -> Input {
    let overlays = overlays.iter().enumerate();
    Input {
        document: Source::new("spec.yml", text),
        overlays: overlays
            .map(|(index, text)| Source::new(format!("overlay{index}.yml"), *text))
            .collect(),
        prefixes: Vec::new(),
        ..Input::default()
    }
}

pub fn findings(text: &str, overlays: &[&str]) -> Vec<Finding> {
    sound(lint(&input(text, overlays)))
}

/// What is found, each as `severity[code] line pointer`, sorted as it is shown.
pub fn briefs(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let diagnostic = &finding.diagnostic;
            let span = diagnostic.span.as_ref().expect("each has a span");
            let pointer = diagnostic.pointer.as_ref().expect("each has a pointer");
            format!(
                "{}[{}] {} {pointer}",
                diagnostic.severity,
                diagnostic.code.as_str(),
                span.line
            )
        })
        .collect()
}

pub fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.diagnostic.code.as_str()).or_default() += 1;
    }
    counts
}

/// What a finding is about.
pub fn subject(finding: &Finding) -> (String, String) {
    let diagnostic = &finding.diagnostic;
    let pointer = diagnostic.pointer.as_ref().map(ToString::to_string);
    (diagnostic.code.to_string(), pointer.unwrap_or_default())
}

/// What tells a finding from others, also when the document is another: pointers change when an element
/// of an array is removed, spans do not.
pub fn key(finding: &Finding) -> (String, String) {
    let diagnostic = &finding.diagnostic;
    let span = diagnostic.span.as_ref().map(ToString::to_string);
    (diagnostic.code.to_string(), span.unwrap_or_default())
}

#[track_caller]
pub fn fixes_all(document: &str, found: &[Finding]) -> Vec<Finding> {
    let actions = found.iter().filter_map(|finding| finding.action.as_ref());
    let overlay = overlay_of(actions);
    let left = findings(document, &[&overlay]);
    let fixed: BTreeSet<_> = found
        .iter()
        .filter(|finding| finding.action.is_some())
        .map(key)
        .collect();
    let kept: Vec<_> = left
        .iter()
        .map(key)
        .filter(|key| fixed.contains(key))
        .collect();
    assert_eq!(kept, [], "not fixed");
    let is_error = |left: &&Finding| left.diagnostic.severity == Severity::Error;
    assert_eq!(left.iter().find(is_error), None);
    left
}
