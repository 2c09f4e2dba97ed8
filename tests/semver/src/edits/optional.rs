//! Edits that add the first optional thing of an operation, and those of whether a body is required.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, with};
use super::markup::is_filter;
use crate::tree::{Step, Way, append, at, below, parent, remove, set, yaml};

pub fn kinds() -> Vec<Kind> {
    [first_parameters(), first_others(), of_required()]
        .into_iter()
        .flatten()
        .collect()
}

fn first_parameters() -> Vec<Kind> {
    vec![
        Kind {
            name: "first-query-parameter",
            places: without_optional,
            make: |doc, at| {
                add_parameter(doc, at, "{name: color, in: query, schema: {type: string}}")
            },
        },
        Kind {
            name: "first-header-parameter",
            places: without_optional,
            make: |doc, at| {
                add_parameter(
                    doc,
                    at,
                    "{name: X-Color, in: header, schema: {type: string}}",
                )
            },
        },
        Kind {
            name: "first-cookie",
            places: without_optional,
            make: |doc, at| {
                add_parameter(doc, at, "{name: color, in: cookie, schema: {type: string}}")
            },
        },
    ]
}

fn first_others() -> Vec<Kind> {
    vec![
        Kind {
            name: "first-optional-body",
            places: |doc| {
                let mut places = without_optional(doc);
                places.retain(|way| at(doc, &below(way, "requestBody")).is_none());
                places
            },
            make: |doc, at| {
                let body = "{content: {application/json: {schema: {type: object, properties: {color: {type: string}}}}}}";
                set(doc, at, "requestBody", yaml(body));
            },
        },
        Kind {
            name: "first-response-header",
            places: successes,
            make: |doc, at| {
                set(
                    doc,
                    at,
                    "headers",
                    yaml("{X-Color: {schema: {type: string}}}"),
                )
            },
        },
    ]
}

fn of_required() -> Vec<Kind> {
    vec![
        Kind {
            name: "relax-request",
            places: |doc| bodies(doc, true),
            make: |doc, at| remove(doc, &below(at, "required")),
        },
        Kind {
            name: "require-request",
            places: |doc| bodies(doc, false),
            make: |doc, at| set(doc, at, "required", Value::from(true)),
        },
    ]
}

fn add_parameter(doc: &mut Value, operation: &Way, parameter: &str) {
    append(doc, operation, "parameters", yaml(parameter));
}

/// Operations of which nothing is optional but filters and paging.
fn without_optional(doc: &Value) -> Vec<Way> {
    let is_optional = |node: &Value| {
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        let is_required = node.get("required").and_then(Value::as_bool) == Some(true);
        !is_required && !is_filter(node) && text("in") != Some("path")
    };
    let has_optional = |way: &Way| {
        let path_item = parent(way).0;
        let parameters =
            [way.as_slice(), path_item].map(|owner| at(doc, &below(owner, "parameters")));
        let mut parameters = parameters
            .into_iter()
            .flatten()
            .filter_map(Value::as_sequence)
            .flatten();
        parameters.any(is_optional)
            || at(doc, &below(way, "requestBody")).is_some_and(|body| !is_required(body))
    };
    let mut places = operations(doc);
    places.retain(|way| !has_optional(way));
    places
}

fn is_required(body: &Value) -> bool {
    body.get("required").and_then(Value::as_bool) == Some(true)
}

/// The bodies that are declared in place, and are required or not.
fn bodies(doc: &Value, required: bool) -> Vec<Way> {
    let mut found = with(doc, &operations(doc), "requestBody");
    found.retain(|way| {
        at(doc, way).is_some_and(|it| is_required(it) == required && it.get("$ref").is_none())
    });
    found
}

/// Successes without headers that are declared in place, where no success of the operation has headers.
fn successes(doc: &Value) -> Vec<Way> {
    let is_success =
        |way: &Way| matches!(way.last(), Some(Step::Key(status)) if status.starts_with('2'));
    let mut found = Vec::new();
    for responses in with(doc, &operations(doc), "responses") {
        let of = at(doc, &responses).and_then(Value::as_mapping);
        let statuses = of
            .into_iter()
            .flat_map(|it| it.keys())
            .filter_map(Value::as_str);
        let own: Vec<Way> = statuses
            .map(|status| below(&responses, status))
            .filter(|it| is_success(it))
            .collect();
        let is_plain = |way: &Way| {
            at(doc, way).is_some_and(|it| it.get("headers").is_none() && it.get("$ref").is_none())
        };
        if own.iter().all(is_plain) {
            found.extend(own.into_iter().next());
        }
    }
    found
}
