//! Edits by which names of Rust stay and stand for something else: no compiler sees them.

use serde_yaml::Value;

use super::Kind;
use crate::tree::{Step, Way, at, at_mut, below, nodes, parent, set, yaml};

pub fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "filter-takes-a-name",
            places: |doc| filters(doc, |name| name.contains('.')),
            make: take_a_name,
        },
        Kind {
            name: "swap-filters",
            places: |doc| filters(doc, |name| name == "chef"),
            make: |doc, at| swap_field_names(doc, at, &next(at)),
        },
        Kind {
            name: "swap-functions",
            places: |doc| keyed(doc, "/dishes/{id}"),
            make: |doc, at| {
                let (delete, (paths, _)) = (below(at, "delete"), parent(at));
                let lock = below(&below(paths, "/dishes/{id}/lock"), "post");
                for (way, name) in [(delete, "dishes::lock"), (lock, "dishes::delete")] {
                    set(doc, &way, "x-connect-function", Value::from(name));
                }
            },
        },
        Kind {
            name: "swap-properties",
            places: |doc| keyed(doc, "flavour"),
            make: |doc, at| {
                let (rest, _) = parent(at);
                swap_field_names(doc, at, &below(rest, "colour"));
            },
        },
        Kind {
            name: "swap-variants",
            places: |doc| keyed(doc, "Course"),
            make: |doc, at| {
                let swapped = yaml("{starter: Main, main: Starter}");
                set(doc, at, "x-connect-variants", swapped);
            },
        },
    ]
}

/// The nodes under a key.
fn keyed(doc: &Value, key: &str) -> Vec<Way> {
    let ways = nodes(doc).into_iter().map(|(way, _)| way);
    ways.filter(|way| parent(way).1 == key).collect()
}

/// A filter more, whose name on the wire makes the constant that another one had.
fn take_a_name(doc: &mut Value, way: &Way) {
    let mut twin = at(doc, way).expect("the way was found here").clone();
    let name = twin.get("name").and_then(Value::as_str).expect("a name");
    let name = Value::from(name.replace('.', "_"));
    twin.as_mapping_mut()
        .expect("a filter")
        .insert(Value::from("name"), name);
    let list = at_mut(doc, parent(way).0);
    list.as_sequence_mut().expect("a list").push(twin);
}

/// Each of two nodes under the name of the other.
fn swap_field_names(doc: &mut Value, one: &Way, other: &Way) {
    let name = |way: &Way| {
        let named = at(doc, way).and_then(|node| node.get("name"));
        let named = named.and_then(Value::as_str).map(str::to_owned);
        named.unwrap_or_else(|| parent(way).1)
    };
    let (first, second) = (name(one), name(other));
    set(doc, one, "x-connect-field", Value::from(second));
    set(doc, other, "x-connect-field", Value::from(first));
}

/// The next element of a list.
fn next(way: &Way) -> Way {
    let (rest, _) = parent(way);
    let mut next = rest.to_vec();
    if let Some(Step::Index(index)) = way.last() {
        next.push(Step::Index(index + 1));
    }
    next
}

fn filters(doc: &Value, wanted: impl Fn(&str) -> bool) -> Vec<Way> {
    let is_wanted = |node: &Value| {
        let name = node.get("name").and_then(Value::as_str);
        node.get("x-connect-filter").is_some() && name.is_some_and(&wanted)
    };
    let all = nodes(doc).into_iter();
    all.filter(|(_, node)| is_wanted(node))
        .map(|(way, _)| way)
        .collect()
}
