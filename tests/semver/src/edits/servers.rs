//! Edits of servers: of the document, of paths and of operations.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, paths, with};
use crate::tree::{Step, Way, at, at_mut, below, nodes, parent, remove, set, way, yaml};

const ELSEWHERE: &str = "[{url: 'https://elsewhere.example/v2'}]";

pub fn kinds() -> Vec<Kind> {
    [of_documents(), of_paths(), of_operations()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_documents() -> Vec<Kind> {
    let root = |_: &Value| vec![Vec::new()];
    vec![
        Kind {
            name: "another-server",
            places: root,
            make: |doc, at| set(doc, at, "servers", yaml(ELSEWHERE)),
        },
        Kind {
            name: "no-servers",
            places: |_| vec![way(&["servers"])],
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "second-server",
            places: |_| vec![way(&["servers"])],
            make: |doc, at| {
                let list = at_mut(doc, at).as_sequence_mut().expect("a list");
                list.push(yaml("{url: 'https://second.example/v2'}"));
            },
        },
        Kind {
            name: "another-default-of-a-variable",
            places: defaults,
            make: |doc, at| *at_mut(doc, at) = Value::from("south"),
        },
        Kind {
            name: "describe-server",
            places: |_| vec![vec![Step::Key("servers".to_owned()), Step::Index(0)]],
            make: |doc, at| set(doc, at, "description", Value::from("The first.")),
        },
    ]
}

fn of_paths() -> Vec<Kind> {
    vec![
        Kind {
            name: "path-server",
            places: |doc| without(doc, paths(doc)),
            make: |doc, at| set(doc, at, "servers", yaml(ELSEWHERE)),
        },
        Kind {
            name: "remove-path-server",
            places: |doc| with(doc, &paths(doc), "servers"),
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "path-with-the-documents-server",
            places: |doc| without(doc, paths(doc)),
            make: take_servers,
        },
    ]
}

fn of_operations() -> Vec<Kind> {
    vec![
        Kind {
            name: "operation-server",
            places: |doc| without(doc, operations(doc)),
            make: |doc, at| set(doc, at, "servers", yaml(ELSEWHERE)),
        },
        Kind {
            name: "another-operation-server",
            places: |doc| with(doc, &operations(doc), "servers"),
            make: |doc, at| *at_mut(doc, at) = yaml(ELSEWHERE),
        },
        Kind {
            name: "remove-operation-server",
            places: |doc| with(doc, &operations(doc), "servers"),
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "operation-with-the-paths-server",
            places: |doc| {
                let mut found = without(doc, operations(doc));
                found.retain(|way| at(doc, &below(parent(way).0, "servers")).is_some());
                found
            },
            make: |doc, at| {
                let servers = self::at(doc, &below(parent(at).0, "servers"));
                let servers = servers.expect("the way was found here").clone();
                set(doc, at, "servers", servers);
            },
        },
        Kind {
            name: "operation-with-the-documents-server",
            places: |doc| without(doc, operations(doc)),
            make: take_servers,
        },
        Kind {
            name: "empty-servers",
            places: |doc| without(doc, operations(doc)),
            make: |doc, at| set(doc, at, "servers", yaml("[]")),
        },
    ]
}

/// The nodes without servers of their own.
fn without(doc: &Value, mut ways: Vec<Way>) -> Vec<Way> {
    ways.retain(|way| at(doc, &below(way, "servers")).is_none());
    ways
}

/// Repeats the servers of the document.
fn take_servers(doc: &mut Value, way: &Way) {
    let servers = doc["servers"].clone();
    set(doc, way, "servers", servers);
}

/// The defaults of the variables of servers.
fn defaults(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| {
            parent(way).1 == "default" && way.first() == Some(&Step::Key("servers".to_owned()))
        })
        .collect()
}
