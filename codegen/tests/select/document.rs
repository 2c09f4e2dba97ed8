//! A small document, and slices of it.

use connect_codegen::{Slice, Source, select};
use serde_yaml::Value;

use super::support::sound;

pub const SPEC: &str = "
openapi: 3.0.3
info: {title: The vendor's title, version: '7.1', description: Prose., x-logo: {url: a}}
servers: [{url: 'https://example.com/v1', description: Prose.}]
security: [{key: []}]
tags: [{name: Prose, description: Prose.}]
externalDocs: {url: 'https://example.com'}
paths:
  /usage:
    get: &get
      summary: Prose.
      description: Prose.
      tags: [Prose]
      operationId: list
      parameters:
        - {name: limit, in: query, description: Prose., example: 5, schema: {type: integer, default: 5}}
      responses:
        '200':
          description: Prose.
          headers: {X-A: {description: Prose., schema: {type: string}}}
          content:
            application/json:
              example: {description: Prose.}
              schema: {$ref: '#/components/schemas/Thing'}
        '400': {$ref: '#/components/responses/error'}
  /usagex:
    get: *get
  /usage/{id}/parts:
    get: *get
  /usage/{id}/parts/{part}/state:
    post: *get
  /other/usage:
    summary: Prose.
    get:
      responses: {'200': {$ref: '#/components/responses/other'}}
components:
  schemas:
    Thing:
      title: Prose
      description: Prose.
      type: object
      required: [description, example]
      properties:
        description: {type: string, description: Prose., example: Prose.}
        title: {type: string, title: Prose.}
        summary: {type: object, properties: {example: {type: string, description: Prose.}}}
        example: {allOf: [{$ref: '#/components/schemas/Deep'}], description: Prose.}
        tags: {type: array, items: {type: string, example: Prose.}}
        kind: {type: string, enum: [description, example], default: example, description: Prose.}
    Deep: {type: object, properties: {next: {$ref: '#/components/schemas/Thing'}}}
    Unreached: {type: object, properties: {only: {$ref: '#/components/schemas/OnlyFromUnreached'}}}
    OnlyFromUnreached: {type: string}
    Other: {type: string}
  responses:
    error: {description: Prose., content: {application/json: {schema: {$ref: '#/components/schemas/Deep'}}}}
    other: {description: Prose., content: {application/json: {schema: {$ref: '#/components/schemas/Other'}}}}
  securitySchemes:
    key: {type: apiKey, name: Authorization, in: header, description: Prose.}
";

pub fn slice_of(text: &str, prefixes: &[&str]) -> Slice {
    let prefixes: Vec<String> = prefixes.iter().map(|&prefix| prefix.to_owned()).collect();
    sound(select(&Source::new("spec.yml", text), &prefixes))
}

pub fn parsed(slice: &Slice) -> Value {
    serde_yaml::from_str(&slice.text).expect("a slice is YAML")
}

pub fn keys(value: &Value) -> Vec<&str> {
    let map = value.as_mapping();
    map.into_iter()
        .flatten()
        .filter_map(|(key, _)| key.as_str())
        .collect()
}

pub fn paths(prefixes: &[&str]) -> Vec<String> {
    let slice = parsed(&slice_of(SPEC, prefixes));
    keys(&slice["paths"])
        .into_iter()
        .map(str::to_owned)
        .collect()
}
