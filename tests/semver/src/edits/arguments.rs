//! Edits by which arguments of one type change places: calls compile, and give their values to other arguments.

use serde_yaml::Value;

use super::Kind;
use super::calls::{operations, paths};
use crate::tree::{Way, at, at_mut, below, nodes, parent, rename};

pub fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "reorder-required",
            places: required_lists,
            make: |doc, at| at_mut(doc, at).as_sequence_mut().expect("a list").reverse(),
        },
        Kind {
            name: "reorder-parameters",
            places: |doc| with_required(doc, "query"),
            make: reverse,
        },
        Kind {
            name: "reorder-path-parameters",
            places: |doc| with_required(doc, "path"),
            make: reverse,
        },
        Kind {
            name: "swap-segments",
            places: |doc| {
                let mut found = paths(doc);
                found.retain(|way| parent(way).1.matches("}/{").count() == 1);
                found
            },
            make: |doc, at| {
                let (_, path) = parent(at);
                let mut segments: Vec<&str> = path.split('/').collect();
                let count = segments.len();
                segments.swap(count - 1, count - 2);
                rename(doc, at, &segments.join("/"));
            },
        },
        Kind {
            name: "swap-names-of-arguments",
            places: |doc| with_required(doc, "query"),
            make: swap_names,
        },
    ]
}

/// The lists of required members of requests that become arguments: two at least.
fn required_lists(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter();
    found
        .filter(|(way, node)| {
            parent(way).1 == "required" && node.as_sequence().is_some_and(|list| list.len() > 1)
        })
        .map(|(way, _)| way)
        .collect()
}

fn is_argument(parameter: &Value, location: &str) -> bool {
    let is_required = parameter.get("required").and_then(Value::as_bool) == Some(true);
    is_required && parameter.get("in").and_then(Value::as_str) == Some(location)
}

/// The lists of parameters with two required ones of a location.
fn with_required(doc: &Value, location: &str) -> Vec<Way> {
    let lists = operations(doc)
        .into_iter()
        .map(|it| below(&it, "parameters"));
    lists
        .filter(|way| {
            let list = at(doc, way).and_then(Value::as_sequence);
            let arguments = list
                .into_iter()
                .flatten()
                .filter(|it| is_argument(it, location));
            arguments.count() > 1
        })
        .collect()
}

fn reverse(doc: &mut Value, list: &Way) {
    at_mut(doc, list)
        .as_sequence_mut()
        .expect("a list")
        .reverse();
}

/// Each of two arguments under the name of the other in Rust.
fn swap_names(doc: &mut Value, list: &Way) {
    let list = at_mut(doc, list).as_sequence_mut().expect("a list");
    let arguments = list.iter_mut().filter(|it| is_argument(it, "query"));
    let [one, other] = &mut arguments.take(2).collect::<Vec<_>>()[..] else {
        panic!("the place has two arguments");
    };
    let name = |node: &Value| node["name"].as_str().expect("a name").to_owned();
    let (first, second) = (name(one), name(other));
    for (node, name) in [(one, second), (other, first)] {
        let node = node.as_mapping_mut().expect("a parameter");
        node.insert(Value::from("x-connect-field"), Value::from(name));
    }
}
