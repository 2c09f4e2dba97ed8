//! Describes the limits of a value in words, for the documentation of fields and parameters.

use std::collections::BTreeSet;

use super::becoming::becomes_type;
use super::foreign::foreign;
use crate::lower::context::Context;
use crate::markdown::code;
use crate::node::At;
use crate::node::{Node, Value};

/// The schemas whose limits a value keeps: its own, the parts of their `allOf`, and what they refer to, if that becomes no
/// type.
struct Limits<'a> {
    nodes: Vec<&'a Node>,
    /// The type of the values, if it is stated in place.
    kind: Option<&'a str>,
}

/// Returns a sentence about the limits of a value; `None` if it has none.
pub fn sentence<'a>(context: &Context<'a>, at: &At<'a>) -> Option<String> {
    let nodes = in_place(context, at);
    let kind = nodes.iter().find_map(|it| it.get_str("type"));
    let limits = Limits { nodes, kind };
    let mut parts = Vec::new();
    parts.extend(limits.range("minLength", "maxLength", "characters"));
    parts.extend(limits.range("minItems", "maxItems", "elements"));
    parts.extend(limits.bounds());
    let steps = limits.all("multipleOf").into_iter();
    parts.extend(
        steps
            .filter_map(number)
            .map(|it| format!("a multiple of {it}")),
    );
    if limits.all("uniqueItems").into_iter().any(Node::is_true) {
        parts.push("without repeated elements".to_owned());
    }
    let formats = limits.nodes.iter().filter_map(|it| it.get_str("format"));
    parts.extend(formats.filter_map(format_words).map(str::to_owned).next());
    let patterns = limits.all("pattern").into_iter().filter_map(Node::as_str);
    parts.extend(patterns.map(|it| format!("matching {}", code(it))));
    let default = limits.nodes.iter().find_map(|it| default(it));
    parts.extend(default.map(|it| format!("{} unless given", code(&it))));
    let text = parts.join(", ");
    let mut characters = text.chars();
    let first = characters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

/// Returns two sentences about limits of one value as one text.
pub fn both(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if first.contains(&second) => Some(first),
        (Some(first), Some(second)) if second.contains(&first) => Some(second),
        (Some(first), Some(second)) => Some(format!("{first} {second}")),
        (first, second) => first.or(second),
    }
}

/// Returns a schema, the parts of its `allOf`, and what they refer to. A type has its own place in the documentation, and
/// what stands beside a reference does not apply.
fn in_place<'a>(context: &Context<'a>, at: &At<'a>) -> Vec<&'a Node> {
    let mut found = Vec::new();
    let mut pending = vec![at.clone()];
    let mut passed = BTreeSet::new();
    while let Some(at) = pending.pop() {
        let Some(reference) = at.node.get("$ref") else {
            found.push(at.node);
            let parts: Vec<At<'a>> = at.get("allOf").iter().flat_map(At::elements).collect();
            pending.extend(parts.into_iter().rev());
            continue;
        };
        let target = reference.as_str().and_then(|it| context.resolve(it));
        let target = target.filter(|it| !becomes_type(it));
        pending.extend(target.filter(|it| passed.insert(it.pointer.clone())));
    }
    found
}

impl<'a> Limits<'a> {
    /// Returns what the schemas state of a keyword that applies to their type.
    fn all(&self, key: &str) -> Vec<&'a Node> {
        let stated = self
            .nodes
            .iter()
            .filter_map(|node| Some((node, node.get(key)?)));
        let applies = |node: &Node| {
            self.kind
                .is_none_or(|kind| !foreign(node, kind).contains(&key))
        };
        let applied = stated.filter(|(node, _)| applies(node));
        applied.map(|(_, value)| value).collect()
    }

    /// Returns the narrowest of the numbers that a keyword has: the greatest of the least, and the least of the greatest.
    fn number(&self, key: &str) -> Option<&'a str> {
        let numbers = self.all(key).into_iter().filter_map(number);
        let value = |text: &&str| text.parse::<f64>().unwrap_or_default();
        let order = |one: &&str, other: &&str| value(one).total_cmp(&value(other));
        match key.starts_with("max") {
            true => numbers.min_by(order),
            false => numbers.max_by(order),
        }
    }

    fn range(&self, min: &str, max: &str, what: &str) -> Option<String> {
        let what = |count: &str| match count {
            "1" => what.trim_end_matches('s'),
            _ => what,
        };
        match (self.number(min).filter(|min| *min != "0"), self.number(max)) {
            (Some(min), Some(max)) if min == max => Some(format!("{min} {}", what(min))),
            (Some(min), Some(max)) => Some(format!("{min} to {max} {}", what(max))),
            (Some(min), None) => Some(format!("at least {min} {}", what(min))),
            (None, Some(max)) => Some(format!("at most {max} {}", what(max))),
            (None, None) => None,
        }
    }

    fn bounds(&self) -> Option<String> {
        let (least, most) = (self.number("minimum"), self.number("maximum"));
        let excludes = |key: &str, limit: &str, of: Option<&str>| {
            let mut nodes = self.nodes.iter();
            nodes.any(|it| {
                it.get(key).is_some_and(Node::is_true) && it.get(limit).and_then(number) == of
            })
        };
        let above = match excludes("exclusiveMinimum", "minimum", least) {
            true => "more than",
            false => "at least",
        };
        let below = match excludes("exclusiveMaximum", "maximum", most) {
            true => "less than",
            false => "at most",
        };
        match (least, most) {
            (Some(min), Some(max)) if above == "at least" && below == "at most" => {
                Some(format!("from {min} to {max}"))
            }
            (Some(min), Some(max)) => Some(format!("{above} {min} and {below} {max}")),
            (Some(min), None) => Some(format!("{above} {min}")),
            (None, Some(max)) => Some(format!("{below} {max}")),
            (None, None) => None,
        }
    }
}

fn number(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Number(text) => Some(text),
        _ => None,
    }
}

fn format_words(format: &str) -> Option<&'static str> {
    Some(match format {
        "email" => "an e-mail address",
        "uri" | "url" => "a URI",
        "uri-reference" => "a URI reference",
        "uuid" => "a UUID",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        "byte" => "bytes in Base64",
        _ => return None,
    })
}

fn default(node: &Node) -> Option<String> {
    if super::values::default_fault(node).is_some() {
        return None;
    }
    let text = match &node.get("default")?.value {
        Value::String(text)
            if !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && c != '`') =>
        {
            text.clone()
        }
        Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        _ => return None,
    };
    Some(text)
}
