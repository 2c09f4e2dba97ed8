//! Edits of security: the schemes, and what operations require of them.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, with};
use crate::tree::{Step, Way, at, at_mut, below, nodes, parent, remove, rename, set, way, yaml};

pub fn kinds() -> Vec<Kind> {
    [of_schemes(), of_documents(), of_operations()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_schemes() -> Vec<Kind> {
    vec![
        Kind {
            name: "key-in-another-header",
            places: |doc| schemes(doc, "apiKey"),
            make: |doc, at| set(doc, at, "name", Value::from("X-Other-Key")),
        },
        Kind {
            name: "key-in-the-query",
            places: |doc| header_keys(doc),
            make: |doc, at| set(doc, at, "in", Value::from("query")),
        },
        Kind {
            name: "key-to-bearer",
            places: |doc| schemes(doc, "apiKey"),
            make: |doc, at| *at_mut(doc, at) = yaml("{type: http, scheme: bearer}"),
        },
        Kind {
            name: "basic-to-digest",
            places: |doc| schemes(doc, "http"),
            make: |doc, at| set(doc, at, "scheme", Value::from("digest")),
        },
        Kind {
            name: "another-token-url",
            places: |doc| schemes(doc, "oauth2"),
            make: |doc, at| {
                let flow = below(&below(at, "flows"), "clientCredentials");
                set(
                    doc,
                    &flow,
                    "tokenUrl",
                    Value::from("https://other.example/token"),
                );
            },
        },
        Kind {
            name: "rename-scheme",
            places: |doc| schemes(doc, "apiKey"),
            make: rename_scheme,
        },
        Kind {
            name: "describe-scheme",
            places: |doc| schemes(doc, "apiKey"),
            make: |doc, at| set(doc, at, "description", Value::from("A key.")),
        },
        Kind {
            name: "scheme-of-no-operation",
            places: |_| vec![way(&["components", "securitySchemes"])],
            make: |doc, at| set(doc, at, "spare", yaml("{type: http, scheme: bearer}")),
        },
    ]
}

fn of_documents() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-document-security",
            places: |_| vec![way(&["security"])],
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "free-document",
            places: |_| vec![way(&["security"])],
            make: |doc, at| *at_mut(doc, at) = yaml("[]"),
        },
        Kind {
            name: "optional-document-security",
            places: |_| vec![way(&["security"])],
            make: |doc, at| push(doc, at, "{}"),
        },
    ]
}

fn of_operations() -> Vec<Kind> {
    vec![
        Kind {
            name: "free-operation",
            places: unsecured,
            make: |doc, at| set(doc, at, "security", yaml("[]")),
        },
        Kind {
            name: "operation-with-another-scheme",
            places: unsecured,
            make: |doc, at| {
                let spare = way(&["components", "securitySchemes"]);
                set(
                    doc,
                    &spare,
                    "spare",
                    yaml("{type: apiKey, in: cookie, name: spare}"),
                );
                set(doc, at, "security", yaml("[{spare: []}]"));
            },
        },
        Kind {
            name: "operation-with-the-documents-security",
            places: unsecured,
            make: |doc, at| {
                let security = doc["security"].clone();
                set(doc, at, "security", security);
            },
        },
        Kind {
            name: "remove-operation-security",
            places: secured,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "reorder-alternatives",
            places: |doc| {
                let mut places = secured(doc);
                places.retain(|way| {
                    at(doc, way)
                        .and_then(Value::as_sequence)
                        .is_some_and(|it| it.len() > 1)
                });
                places
            },
            make: |doc, at| at_mut(doc, at).as_sequence_mut().expect("a list").reverse(),
        },
        Kind {
            name: "another-scope",
            places: scopes,
            make: |doc, at| *at_mut(doc, at) = yaml("[write]"),
        },
    ]
}

fn push(doc: &mut Value, list: &Way, value: &str) {
    let list = at_mut(doc, list).as_sequence_mut().expect("a list");
    list.push(yaml(value));
}

/// The schemes of a type.
fn schemes(doc: &Value, ty: &str) -> Vec<Way> {
    let is_scheme = |way: &Way| matches!(way.as_slice(), [_, Step::Key(owner), Step::Key(_)] if owner == "securitySchemes");
    let found = nodes(doc).into_iter();
    found
        .filter(|(way, node)| {
            is_scheme(way) && node.get("type").and_then(Value::as_str) == Some(ty)
        })
        .map(|(way, _)| way)
        .collect()
}

fn header_keys(doc: &Value) -> Vec<Way> {
    let mut found = schemes(doc, "apiKey");
    found.retain(|way| at(doc, way).is_some_and(|it| it["in"].as_str() == Some("header")));
    found
}

/// The operations with security of their own: the lists of their alternatives.
fn secured(doc: &Value) -> Vec<Way> {
    with(doc, &operations(doc), "security")
}

fn unsecured(doc: &Value) -> Vec<Way> {
    let mut found = operations(doc);
    found.retain(|way| at(doc, &below(way, "security")).is_none());
    found
}

/// The scopes that operations require.
fn scopes(doc: &Value) -> Vec<Way> {
    let lists = secured(doc);
    let found = nodes(doc).into_iter();
    found
        .filter(|(way, node)| {
            lists.iter().any(|list| way.starts_with(list))
                && way.len() > 5
                && parent(way).1 == "flow"
                && node.is_sequence()
        })
        .map(|(way, _)| way)
        .collect()
}

/// Gives a scheme another name, and requires it by that name.
fn rename_scheme(doc: &mut Value, scheme: &Way) {
    let (_, old) = parent(scheme);
    rename(doc, scheme, "renamed");
    let lists = secured(doc).into_iter().chain([way(&["security"])]);
    for list in lists.collect::<Vec<_>>() {
        let count = at(doc, &list)
            .and_then(Value::as_sequence)
            .map_or(0, Vec::len);
        for index in 0..count {
            let mut member = list.clone();
            member.extend([Step::Index(index), Step::Key(old.clone())]);
            if at(doc, &member).is_some() {
                rename(doc, &member, "renamed");
            }
        }
    }
}
