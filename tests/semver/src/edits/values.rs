//! Edits of enums: their values, one by one.

use serde_yaml::Value;

use super::Kind;
use crate::tree::{Way, at, at_mut, nodes, parent, remove};

pub fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-value",
            places: values,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-value",
            places: enums,
            make: |doc, at| {
                let list = at_mut(doc, at).as_sequence_mut().expect("a list");
                let fresh = if list[0].is_string() {
                    Value::from("brand-new")
                } else {
                    Value::from(4711)
                };
                list.push(fresh);
            },
        },
        Kind {
            name: "rename-value",
            places: texts,
            make: |doc, at| *at_mut(doc, at) = Value::from("renamed"),
        },
        Kind {
            name: "value-in-capitals",
            places: |doc| {
                texts(doc)
                    .into_iter()
                    .filter(|way| is_lower(doc, way))
                    .collect()
            },
            make: |doc, at| {
                let text = self::at(doc, at)
                    .and_then(Value::as_str)
                    .expect("a text")
                    .to_uppercase();
                *at_mut(doc, at) = Value::from(text);
            },
        },
        Kind {
            name: "reorder-values",
            places: enums,
            make: |doc, at| at_mut(doc, at).as_sequence_mut().expect("a list").reverse(),
        },
        Kind {
            name: "enum-to-text",
            places: enums,
            make: |doc, at| remove(doc, at),
        },
    ]
}

/// Enums of two values at least, filters aside.
fn enums(doc: &Value) -> Vec<Way> {
    nodes(doc)
        .into_iter()
        .filter(|(way, node)| {
            parent(way).1 == "enum" && node.as_sequence().is_some_and(|list| list.len() > 1)
        })
        .map(|(way, _)| way)
        .collect()
}

fn values(doc: &Value) -> Vec<Way> {
    let enums = enums(doc);
    nodes(doc)
        .into_iter()
        .map(|(way, _)| way)
        .filter(|way| enums.contains(&parent(way).0.to_vec()))
        .collect()
}

fn texts(doc: &Value) -> Vec<Way> {
    values(doc)
        .into_iter()
        .filter(|way| at(doc, way).is_some_and(Value::is_string))
        .collect()
}

fn is_lower(doc: &Value, way: &Way) -> bool {
    let text = at(doc, way).and_then(Value::as_str).unwrap_or_default();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase())
}
