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

/// The limits of a value, by the steps that lead to it (an element, a value of a map) and by keyword.
type Limits = BTreeMap<(String, usize), Limit>;

/// A limit, and the component that declares it.
struct Limit {
    value: String,
    component: Option<Pointer>,
}

/// Compares the limits of a value, and those of array elements and values of maps. Limits that a component declares
/// are told of the component.
pub fn compare(pair: &Pair, what: &str, of: &str, old: &Pointer, new: &Pointer) -> Vec<Finding> {
    let (before, now) = (limits(&pair.old, old), limits(&pair.new, new));
    let keys = before
        .keys()
        .chain(now.keys().filter(|key| !before.contains_key(*key)));
    let mut found: Vec<(Option<[Pointer; 2]>, Vec<String>)> = Vec::new();
    for key in keys {
        let (was, is) = (before.get(key), now.get(key));
        let value = |it: Option<&Limit>| it.map(|it| it.value.clone());
        if value(was) == value(is) {
            continue;
        }
        let place = component(pair, (was, &before), (is, &now), &key.0);
        let keyword = LIMITS.get(key.1).copied().unwrap_or_default();
        let text = shift(&format!("{}{keyword}", key.0), value(was), value(is));
        match found.iter_mut().find(|(other, _)| *other == place) {
            Some((_, texts)) => texts.push(text),
            None => found.push((place, vec![text])),
        }
    }
    let findings = found.into_iter().map(|(place, texts)| {
        let wire = format!("Other values are valid: {}.", texts.join(", "));
        let finding = match &place {
            Some([old, new]) => {
                let name = new.last().unwrap_or_default();
                let used = what.replace('`', "");
                Finding::new(ChangeKind::Limits, format!("schema `{name}`"), wire)
                    .of(format!("{used} of {of}"))
                    .at(old, new)
            }
            None => Finding::new(ChangeKind::Limits, what, wire)
                .of(of)
                .at(old, new),
        };
        finding.otherwise("Nothing but its documentation: the server checks limits.")
    });
    findings.collect()
}

/// Returns the component that declares a limit on both sides, or on one side while the other one has none.
fn component(
    pair: &Pair,
    (was, before): (Option<&Limit>, &Limits),
    (is, now): (Option<&Limit>, &Limits),
    steps: &str,
) -> Option<[Pointer; 2]> {
    let declared = |limit: Option<&Limit>, all: &Limits| match limit {
        Some(limit) => limit.component.clone(),
        // Another limit of the same value tells where its schema is.
        None => {
            let mut same = all.iter().filter(|(key, _)| key.0 == steps);
            same.find_map(|(_, limit)| limit.component.clone())
        }
    };
    match (declared(was, before), declared(is, now)) {
        (Some(old), Some(new)) if pair.counterparts.in_new(&old) == new => Some([old, new]),
        (Some(old), None) if was.is_some() => {
            let new = pair.counterparts.in_new(&old);
            Some([old, new])
        }
        (None, Some(new)) if is.is_some() => {
            let old = pair.counterparts.in_old(&new);
            pair.old.root().find(&old)?;
            Some([old, new])
        }
        _ => None,
    }
}

fn shift(key: &str, old: Option<String>, new: Option<String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("`{key}` is {new}, was {old}"),
        (Some(old), None) => format!("`{key}` was removed, was {old}"),
        (None, Some(new)) => format!("`{key}` is {new}, was not set"),
        (None, None) => String::new(),
    }
}

fn limits(side: &Side, pointer: &Pointer) -> Limits {
    let mut found = Limits::new();
    let mut at = side.canonical(pointer);
    // The limits of a parameter are in its schema.
    if side
        .root()
        .find(&at)
        .is_some_and(|node| node.get("schema").is_some())
    {
        at = at.key("schema");
    }
    gather(side, &at, (String::new(), None), 0, &mut found);
    found
}

/// Adds the limits of a schema, of its elements and of its parts.
fn gather(
    side: &Side,
    at: &Pointer,
    (steps, component): (String, Option<Pointer>),
    depth: usize,
    found: &mut Limits,
) {
    let schema = side.schema_at(at);
    let is_other = schema != *at && schema.as_str().starts_with("/components/schemas/");
    let component = is_other.then(|| schema.clone()).or(component);
    let Some(node) = side.root().find(&schema).filter(|_| depth < 8) else {
        return;
    };
    for (index, keyword) in LIMITS.iter().enumerate() {
        if let Some(value) = node.get(keyword) {
            let value = text(value);
            let component = component.clone();
            found
                .entry((steps.clone(), index))
                .and_modify(|limit| limit.value = format!("{} and {value}", limit.value))
                .or_insert(Limit { value, component });
        }
    }
    for part in 0..node.get("allOf").map_or(0, |parts| parts.items().len()) {
        let at = schema.key("allOf").index(part);
        gather(
            side,
            &at,
            (steps.clone(), component.clone()),
            depth + 1,
            found,
        );
    }
    for step in ["items", "additionalProperties"] {
        if node.get(step).is_some_and(|inner| inner.as_map().is_some()) {
            let steps = (format!("{steps}{step}."), component.clone());
            gather(side, &schema.key(step), steps, depth + 1, found);
        }
    }
}

/// Compares the extensions that types do not show, such as the states of an object.
pub fn extensions(
    pair: &Pair,
    what: &str,
    of: Option<&str>,
    old: &Pointer,
    new: &Pointer,
) -> Vec<Finding> {
    let (before, now) = (own(&pair.old, old), own(&pair.new, new));
    let keys = before
        .keys()
        .chain(now.keys().filter(|key| !before.contains_key(*key)));
    keys.filter(|key| before.get(*key) != now.get(*key))
        .map(|key| {
            let what = format!("`{key}` of {what}");
            let finding = Finding::new(
                ChangeKind::Extension,
                what,
                "Nothing: only our overlay has it.",
            )
            .at(old, new)
            .otherwise("The generated code may behave differently; its items are the same.");
            match of {
                Some(of) => finding.of(of),
                None => finding,
            }
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
