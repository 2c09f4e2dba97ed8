//! A small document, and what it becomes under overlays.

use connect_codegen::{Bindings, Input, Outcome, Source, generate};
use serde_json::Value;

use super::support::sound;

pub const SPEC: &str = "
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
pub fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}")
}

pub fn lay(overlays: &[&str]) -> Outcome<Bindings> {
    let input = Input {
        document: Source::new("spec.yml", SPEC),
        overlays: overlays
            .iter()
            .enumerate()
            .map(|(index, text)| Source::new(format!("overlay{index}.yml"), *text))
            .collect(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

pub fn inventory(actions: &str) -> Value {
    connect_review::inventory(&sound(lay(&[&overlay(actions)])).api)
}

/// Each finding as `severity[code] file:line:column`.
pub fn found(overlays: &[&str]) -> Vec<String> {
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

pub fn type_of<'v>(inventory: &'v Value, name: &str) -> &'v Value {
    let types = inventory["types"].as_array().unwrap();
    let found = types.iter().find(|def| def["name"] == name);
    found.unwrap_or_else(|| panic!("no type `{name}` in {types:?}"))
}

pub fn field<'v>(def: &'v Value, wire: &str) -> &'v Value {
    let fields = def["fields"].as_array().unwrap();
    let found = fields.iter().find(|field| field["wire"] == wire);
    found.unwrap_or_else(|| panic!("no field `{wire}` in {fields:?}"))
}

pub fn operation<'v>(inventory: &'v Value, path: &str, method: &str) -> &'v Value {
    let operations = inventory["operations"].as_array().unwrap();
    let found = operations
        .iter()
        .find(|operation| operation["path"] == path && operation["method"] == method);
    found.unwrap_or_else(|| panic!("no {method} {path}"))
}
