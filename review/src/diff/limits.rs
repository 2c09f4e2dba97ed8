//! Compares what is not part of types: the limits of values, and extensions.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::kinds::ChangeKind;
use super::side::{Pair, Side};
use connect_codegen::Pointer;
use connect_codegen::stages::{Node, Value};

/// The keywords that limit a value, in the order in which they are reported.
const LIMITS: [&str; 15] = [
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
];

/// Extensions whose effect is reported instead.
const LOWERED: [&str; 15] = [
    "x-connect-always",
    "x-connect-field",
    "x-connect-form-name",
    "x-connect-filter",
    "x-connect-function",
    "x-connect-modules",
    "x-connect-name",
    "x-connect-prefixes",
    "x-connect-product",
    "x-connect-idempotent",
    "x-connect-request-name",
    "x-connect-string",
    "x-connect-type-doc",
    "x-connect-values",
    "x-connect-variants",
];

/// Compares the limits of a value, and those of array elements.
pub fn compare(pair: &Pair, what: &str, old: &Pointer, new: &Pointer) -> Option<Finding> {
    let (before, now) = (limits(&pair.old, old), limits(&pair.new, new));
    let keywords = before
        .keys()
        .chain(now.keys().filter(|key| !before.contains_key(*key)));
    let shown: Vec<String> = keywords
        .filter(|key| before.get(*key) != now.get(*key))
        .map(|key| shift(key.1, before.get(key), now.get(key)))
        .collect();
    (!shown.is_empty()).then(|| {
        let wire = format!(
            "The server accepts and sends other values: {}.",
            shown.join(", ")
        );
        Finding::new(ChangeKind::Limits, format!("limits of {what}"), wire)
            .at(old, new)
            .otherwise("Nothing but its documentation: the server checks limits.")
    })
}

fn shift(key: &str, old: Option<&String>, new: Option<&String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("`{key}` is {new}, was {old}"),
        (Some(old), None) => format!("`{key}` was removed, was {old}"),
        (None, Some(new)) => format!("`{key}` is {new}, was not set"),
        (None, None) => String::new(),
    }
}

/// Returns the limits by array depth and keyword, so that they have an order.
fn limits(side: &Side, pointer: &Pointer) -> BTreeMap<(usize, &'static str), String> {
    let mut found = BTreeMap::new();
    let Some(mut node) = side.node(pointer) else {
        return found;
    };
    // The limits of a parameter are in its schema.
    if let Some(schema) = node.get("schema") {
        node = side.follow(schema);
    }
    for depth in 0..8 {
        for key in LIMITS {
            if let Some(value) = node.get(key) {
                found.insert((depth, key), text(value));
            }
        }
        match node.get("items") {
            Some(items) => node = side.follow(items),
            None => break,
        }
    }
    found
}

/// Compares the extensions that types do not show, such as the states of an object.
pub fn extensions(pair: &Pair, what: &str, old: &Pointer, new: &Pointer) -> Vec<Finding> {
    let (before, now) = (own(&pair.old, old), own(&pair.new, new));
    let keys = before
        .keys()
        .chain(now.keys().filter(|key| !before.contains_key(*key)));
    keys.filter(|key| before.get(*key) != now.get(*key))
        .map(|key| {
            Finding::new(
                ChangeKind::Extension,
                format!("`{key}` of {what}"),
                "Nothing: only our overlay has it.",
            )
            .at(old, new)
            .otherwise("The generated code may behave differently; its items are the same.")
        })
        .collect()
}

fn own<'s>(side: &'s Side, pointer: &Pointer) -> BTreeMap<&'s str, String> {
    let node = side.root().find(pointer);
    let entries = node.map(Node::entries).unwrap_or_default();
    entries
        .iter()
        .filter(|entry| {
            entry.key.starts_with("x-connect-") && !LOWERED.contains(&entry.key.as_str())
        })
        .map(|entry| (entry.key.as_str(), text(&entry.node)))
        .collect()
}

/// Formats a value on one line.
pub fn text(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => format!("`{text}`"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let members = map.entries().iter();
            let members: Vec<String> = members
                .map(|entry| format!("{}: {}", entry.key, text(&entry.node)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}
