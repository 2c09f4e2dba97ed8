//! Edits of media types and of response headers.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, request_media, with};
use crate::tree::{Step, Way, at, nodes, parent, remove, rename, set, yaml};

pub fn kinds() -> Vec<Kind> {
    [of_requests(), of_responses(), of_headers()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_requests() -> Vec<Kind> {
    vec![
        Kind {
            name: "merge-patch",
            places: |doc| requests(doc, "application/json"),
            make: |doc, at| rename(doc, at, "application/merge-patch+json"),
        },
        Kind {
            name: "charset-of-a-request",
            places: |doc| requests(doc, "application/json"),
            make: |doc, at| rename(doc, at, "application/json; charset=utf-8"),
        },
        Kind {
            name: "form-to-json",
            places: |doc| requests(doc, "application/x-www-form-urlencoded"),
            make: |doc, at| rename(doc, at, "application/json"),
        },
        Kind {
            name: "json-to-form",
            places: |doc| requests(doc, "application/json"),
            make: |doc, at| rename(doc, at, "application/x-www-form-urlencoded"),
        },
    ]
}

fn of_responses() -> Vec<Kind> {
    vec![
        Kind {
            name: "vendors-json",
            places: |doc| responses(doc, "application/json"),
            make: |doc, at| rename(doc, at, "application/vnd.vendor+json"),
        },
        Kind {
            name: "charset-of-a-response",
            places: |doc| responses(doc, "application/json"),
            make: |doc, at| rename(doc, at, "application/json; charset=utf-8"),
        },
        Kind {
            name: "any-image",
            places: |doc| responses(doc, "image/png"),
            make: |doc, at| rename(doc, at, "image/*"),
        },
        Kind {
            name: "problem-of-an-error",
            places: errors,
            make: |doc, at| rename(doc, at, "application/problem+json"),
        },
    ]
}

fn of_headers() -> Vec<Kind> {
    vec![
        Kind {
            name: "header-in-capitals",
            places: |doc| headers(doc, |_| true),
            make: |doc, at| {
                let (_, name) = parent(at);
                rename(doc, at, &name.to_uppercase());
            },
        },
        Kind {
            name: "require-response-header",
            places: |doc| headers(doc, |_| true),
            make: |doc, at| set(doc, at, "required", Value::from(true)),
        },
        Kind {
            name: "remove-header-of-an-error",
            places: |doc| headers(doc, |status| status.starts_with('4')),
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "header-of-an-error",
            places: |doc| {
                let mut found = statuses(doc, |status| status.starts_with('4'));
                found.retain(|way| at(doc, way).is_some_and(|it| it.get("headers").is_none()));
                found
            },
            make: |doc, at| {
                set(
                    doc,
                    at,
                    "headers",
                    yaml("{X-Reason: {schema: {type: string}}}"),
                );
            },
        },
    ]
}

fn requests(doc: &Value, media_type: &str) -> Vec<Way> {
    let mut found = request_media(doc);
    found.retain(|way| parent(way).1 == media_type);
    found
}

/// The statuses of operations that are declared in place.
fn statuses(doc: &Value, wanted: fn(&str) -> bool) -> Vec<Way> {
    let of_operations = with(doc, &operations(doc), "responses");
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| {
            let (owner, status) = parent(way);
            wanted(&status) && of_operations.iter().any(|it| it == owner)
        })
        .collect()
}

/// The bodies of responses of a status.
fn bodies(doc: &Value, wanted: fn(&str) -> bool) -> Vec<Way> {
    let contents = with(doc, &statuses(doc, wanted), "content");
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| contents.iter().any(|it| it == parent(way).0))
        .collect()
}

fn responses(doc: &Value, media_type: &str) -> Vec<Way> {
    let mut found = bodies(doc, |status| status.starts_with('2'));
    found.retain(|way| parent(way).1 == media_type);
    found
}

fn errors(doc: &Value) -> Vec<Way> {
    let mut found = bodies(doc, |status| status.starts_with('4'));
    found.retain(|way| parent(way).1 == "application/json");
    found
}

/// The headers of responses with a status.
fn headers(doc: &Value, wanted: fn(&str) -> bool) -> Vec<Way> {
    let owners = with(doc, &statuses(doc, wanted), "headers");
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| owners.iter().any(|it| it == parent(way).0))
        .filter(|way| matches!(way.last(), Some(Step::Key(_))))
        .collect()
}
