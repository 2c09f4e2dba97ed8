//! Describes the limits of a value in words, for the documentation of fields.

use super::foreign::foreign;
use crate::markdown::code;
use crate::node::At;
use crate::node::{Node, Value};

/// Returns a limit that applies to the type of the schema.
fn limit<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let value = node.get(key)?;
    (!foreign(node).contains(&key)).then_some(value)
}

/// Returns a sentence about the limits of a value; `None` if it has none.
pub fn sentence(at: &At<'_>) -> Option<String> {
    let node = at.node;
    // What stands beside a reference does not apply.
    if node.get("$ref").is_some() {
        return None;
    }
    let mut parts = Vec::new();
    if let Some(part) = range(node, "minLength", "maxLength", "characters") {
        parts.push(part);
    }
    if let Some(part) = range(node, "minItems", "maxItems", "elements") {
        parts.push(part);
    }
    if let Some(part) = bounds(node) {
        parts.push(part);
    }
    if let Some(step) = number(node, "multipleOf") {
        parts.push(format!("a multiple of {step}"));
    }
    if limit(node, "uniqueItems").is_some_and(Node::is_true) {
        parts.push("without repeated elements".to_owned());
    }
    if let Some(format) = node.get_str("format").and_then(format_words) {
        parts.push(format.to_owned());
    }
    if let Some(pattern) = limit(node, "pattern").and_then(Node::as_str) {
        parts.push(format!("matching {}", code(pattern)));
    }
    if let Some(default) = default(node) {
        parts.push(format!("{} unless given", code(&default)));
    }
    let text = parts.join(", ");
    let mut characters = text.chars();
    let first = characters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

fn number<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &limit(node, key)?.value {
        Value::Number(text) => Some(text),
        _ => None,
    }
}

fn range(node: &Node, min: &str, max: &str, what: &str) -> Option<String> {
    match (
        number(node, min).filter(|min| *min != "0"),
        number(node, max),
    ) {
        (Some(min), Some(max)) if min == max => Some(format!("{min} {what}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max} {what}")),
        (Some(min), None) => Some(format!("at least {min} {what}")),
        (None, Some(max)) => Some(format!("at most {max} {what}")),
        (None, None) => None,
    }
}

fn bounds(node: &Node) -> Option<String> {
    let excluded = |key: &str| limit(node, key).is_some_and(Node::is_true);
    let above = if excluded("exclusiveMinimum") {
        "more than"
    } else {
        "at least"
    };
    let below = if excluded("exclusiveMaximum") {
        "less than"
    } else {
        "at most"
    };
    match (number(node, "minimum"), number(node, "maximum")) {
        (Some(min), Some(max)) if above == "at least" && below == "at most" => {
            Some(format!("from {min} to {max}"))
        }
        (Some(min), Some(max)) => Some(format!("{above} {min} and {below} {max}")),
        (Some(min), None) => Some(format!("{above} {min}")),
        (None, Some(max)) => Some(format!("{below} {max}")),
        (None, None) => None,
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
