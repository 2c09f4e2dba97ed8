//! Edits of responses, and of what belongs to the document as a whole.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, with};
use crate::tree::{Step, Way, at, at_mut, below, nodes, parent, remove, rename, set, way, yaml};

pub fn kinds() -> Vec<Kind> {
    [of_statuses(), of_headers(), of_content(), of_the_document()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_statuses() -> Vec<Kind> {
    vec![
        Kind {
            name: "add-error-status",
            places: |doc| with(doc, &operations(doc), "responses"),
            make: |doc, at| {
                set(
                    doc,
                    at,
                    "409",
                    yaml("{description: '', content: {text/plain: {schema: {type: string}}}}"),
                );
            },
        },
        Kind {
            name: "add-success-status",
            places: |doc| with(doc, &operations(doc), "responses"),
            make: |doc, at| {
                set(doc, at, "299", yaml("{description: ''}"));
            },
        },
        Kind {
            name: "remove-error-status",
            places: |doc| statuses(doc, |status| status.starts_with('4')),
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "another-success-status",
            places: |doc| statuses(doc, |status| status == "200"),
            make: |doc, at| rename(doc, at, "203"),
        },
    ]
}

fn of_headers() -> Vec<Kind> {
    vec![
        Kind {
            name: "add-response-header",
            places: headers,
            make: |doc, at| {
                let headers = parent(at).0.to_vec();
                set(doc, &headers, "X-Fresh", yaml("{schema: {type: string}}"));
            },
        },
        Kind {
            name: "remove-response-header",
            places: headers,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "rename-response-header",
            places: headers,
            make: |doc, at| rename(doc, at, "X-Renamed"),
        },
        Kind {
            name: "retype-response-header",
            places: headers,
            make: |doc, at| set(doc, at, "schema", yaml("{type: boolean}")),
        },
    ]
}

fn of_content() -> Vec<Kind> {
    vec![
        Kind {
            name: "another-response",
            places: json_responses,
            make: |doc, at| {
                set(
                    doc,
                    at,
                    "schema",
                    yaml("{type: object, properties: {accepted: {type: boolean}}}"),
                );
            },
        },
        Kind {
            name: "response-text",
            places: json_responses,
            make: |doc, at| rename(doc, at, "text/plain"),
        },
        Kind {
            name: "response-nothing",
            places: |doc| {
                with(
                    doc,
                    &statuses(doc, |status| status.starts_with('2')),
                    "content",
                )
            },
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-response-media-type",
            places: json_responses,
            make: |doc, at| {
                let (content, _) = parent(at);
                let content = content.to_vec();
                set(doc, &content, "text/csv", yaml("{schema: {type: string}}"));
            },
        },
    ]
}

fn of_the_document() -> Vec<Kind> {
    vec![Kind {
        name: "another-version",
        places: |_| vec![way(&["info", "version"])],
        make: |doc, at| *at_mut(doc, at) = Value::from("99.0"),
    }]
}

fn statuses(doc: &Value, wanted: fn(&str) -> bool) -> Vec<Way> {
    let mut found = Vec::new();
    for responses in with(doc, &operations(doc), "responses") {
        let map = at(doc, &responses)
            .and_then(Value::as_mapping)
            .expect("a mapping");
        let keys = map
            .keys()
            .filter_map(Value::as_str)
            .filter(|status| wanted(status));
        found.extend(keys.map(|status| below(&responses, status)));
    }
    found
}

fn json_responses(doc: &Value) -> Vec<Way> {
    let contents = with(
        doc,
        &statuses(doc, |status| status.starts_with('2')),
        "content",
    );
    with(doc, &contents, "application/json")
}

/// The declared headers of responses.
fn headers(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| parent(way).0.last() == Some(&Step::Key("headers".to_owned())))
        .collect()
}
