//! What a schema says about values that cannot be true, or that no type can say.

use super::Schemas;
use crate::diagnostics::Diagnostic;
use crate::lower::document::At;
use crate::lower::shape::{Body, Shape};
use crate::node::{Node, Value};

impl<'a> Schemas<'a> {
    /// Reports an enum that did not become one, a default that is no value, limits that nothing
    /// keeps.
    pub(super) fn check_values(&self, at: &At<'a>, shape: &Shape) {
        let is_enum = matches!(shape, Shape::Inline(definition) if matches!(definition.body, Body::Texts(_) | Body::Integers(_)));
        let values = at.node.get("enum").map(Node::items).unwrap_or_default();
        if !values.is_empty() && !is_enum {
            let message = "only texts, or whole numbers of 64 bits, with their `type` make an enum; this one is left out";
            self.report(Diagnostic::warning("enum", message).at_member("enum"), at);
        }
        if let Some(fault) = default_fault(at.node) {
            let message = format!("the default is {fault}, and is left out");
            self.report(
                Diagnostic::warning("default", message).at_member("default"),
                at,
            );
        }
        for (least, most) in [
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
            ("minProperties", "maxProperties"),
            ("minimum", "maximum"),
        ] {
            let number = |key| at.node.get(key).and_then(number);
            if let (Some(low), Some(high)) = (number(least), number(most))
                && low > high
            {
                let message = format!("no value has `{least}: {low}` and `{most}: {high}`");
                self.report(Diagnostic::warning("limits", message).at_member(least), at);
            }
        }
    }
}

/// Why the default is no value of the schema, in words; nothing if it is one, or there is none.
pub(super) fn default_fault(node: &Node) -> Option<String> {
    let default = node.get("default")?;
    let fits = match node.get_str("type")? {
        "string" => matches!(default.value, Value::String(_)),
        "integer" => number(default).is_some_and(|number| number.fract() == 0.0),
        "number" => matches!(default.value, Value::Number(_)),
        "boolean" => matches!(default.value, Value::Bool(_)),
        "array" => matches!(default.value, Value::Array(_)),
        "object" => matches!(default.value, Value::Map(_)),
        _ => return None,
    };
    let is_null = matches!(default.value, Value::Null);
    if is_null && node.get("nullable").is_some_and(Node::is_true) {
        return None;
    }
    if !fits {
        return Some(format!(
            "{} in place of a value of this type",
            default.kind()
        ));
    }
    let values = node.get("enum").map(Node::items).unwrap_or_default();
    let is_listed = values.is_empty() || values.contains(default);
    (!is_listed).then(|| "none of the values".to_owned())
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}
