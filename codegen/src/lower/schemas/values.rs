//! Checks what a schema says about values: enums, defaults and limits.

use super::Schemas;
use super::foreign::foreign;
use super::keywords::no_effect;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Primitive;
use crate::lower::schema::{Body, Shape};
use crate::node::At;
use crate::node::{Node, Value};

impl<'a> Schemas<'a> {
    /// Reports an enum that is not generated, a default that the schema does not allow, and limits
    /// that exclude every value.
    pub(super) fn check_values(&mut self, at: &At<'a>, shape: &Shape) {
        let body = self.definition(shape).map(|definition| &definition.body);
        let is_enum = matches!(body, Some(Body::Strings(_) | Body::Integers(_)));
        let values = at.node.get("enum").map(Node::items).unwrap_or_default();
        if values.iter().any(|it| it.value != Value::Null) && !is_enum {
            let message = "only strings, and integers of 64 bits, are enums; any value of the type is accepted";
            self.report_member(Diagnostic::note(Code::Enum, message), at, "enum");
        }
        if let Some(Value::Array(values)) = at.node.get("enum").map(|it| &it.value)
            && values.is_empty()
        {
            let message =
                "an enum without values, which allows none; any value of the type is accepted";
            self.report_member(Diagnostic::warning(Code::Enum, message), at, "enum");
        }
        if let Some(fault) = default_fault(at.node) {
            let message = format!("invalid default: {fault}; ignored");
            self.report_member(Diagnostic::warning(Code::Default, message), at, "default");
        }
        for (min, max) in [
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
            ("minProperties", "maxProperties"),
            ("minimum", "maximum"),
        ] {
            let number = |key| at.node.get(key).and_then(number);
            if let (Some(low), Some(high)) = (number(min), number(max))
                && low > high
            {
                let message = format!("no value satisfies both `{min}: {low}` and `{max}: {high}`");
                self.report_member(Diagnostic::warning(Code::Limits, message), at, min);
            }
        }
        let is_any = shape.is(Primitive::Json) && at.node.get("type").is_none();
        self.check_not(at, is_any);
        self.check_exclusive(at);
        self.check_counts(at);
        self.check_foreign(at);
    }

    /// Reports `not`. Whether nothing else says what the values are, decides how much is lost.
    pub(super) fn check_not(&self, at: &At<'a>, is_any: bool) {
        // What is not a schema is reported with the keywords.
        if at.node.get("not").and_then(Node::as_map).is_none() {
            return;
        }
        let message = match (is_never(at.node), is_any) {
            (true, true) => "a schema that allows no value; any JSON is accepted",
            (true, false) => "a schema that allows no value; `not` is ignored",
            (false, true) => "`not` is not supported; any JSON is accepted",
            (false, false) => {
                let message = "`not` is checked by the server only";
                self.report_member(Diagnostic::note(Code::Not, message), at, "not");
                return;
            }
        };
        self.report_member(Diagnostic::warning(Code::Not, message), at, "not");
    }

    /// Reports keywords that belong to another type.
    pub(super) fn check_foreign(&mut self, at: &At<'a>) {
        let Some(kind) = self.kind(at) else {
            return;
        };
        let foreign = foreign(at.node, kind);
        if let Some(first) = foreign.first() {
            let message = no_effect(&foreign, &format!("type: {kind}"));
            self.report_member(Diagnostic::note(Code::Limits, message), at, first);
        }
    }

    /// Reports limits that are equal, and of which one is exclusive.
    fn check_exclusive(&self, at: &At<'a>) {
        let number = |key| at.node.get(key).and_then(number);
        let (Some(low), Some(high)) = (number("minimum"), number("maximum")) else {
            return;
        };
        let exclusive = ["exclusiveMinimum", "exclusiveMaximum"]
            .into_iter()
            .find(|key| at.node.get(key).is_some_and(Node::is_true));
        if let Some(exclusive) = exclusive.filter(|_| low == high) {
            let message =
                format!("no value satisfies `minimum` and `maximum` of {low} with `{exclusive}`");
            self.report_member(Diagnostic::warning(Code::Limits, message), at, exclusive);
        }
    }

    /// Reports limits of a length or a count that are no whole numbers from 0.
    fn check_counts(&self, at: &At<'a>) {
        for key in [
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
        ] {
            let Some(text) = at.node.get(key).and_then(Node::as_number) else {
                continue;
            };
            let count: Option<f64> = text.parse().ok();
            if count.is_some_and(|it| it < 0.0 || it.fract() != 0.0) {
                let message = format!("expected `{key}` to be a whole number from 0, found {text}");
                self.report_member(Diagnostic::warning(Code::Limits, message), at, key);
            }
        }
    }
}

/// Returns whether a schema allows no value: it excludes what any schema allows, as `false` does.
pub(super) fn is_never(node: &Node) -> bool {
    let not = node.get("not").and_then(Node::as_map);
    not.is_some_and(|it| it.entries().is_empty())
}

/// Returns why the schema does not allow its default; `None` if it does, or if there is no default.
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
            "found {}, expected a value of the type of the schema",
            default.kind()
        ));
    }
    let values = node.get("enum").map(Node::items).unwrap_or_default();
    let is_listed = values.is_empty() || values.contains(default);
    (!is_listed).then(|| "not one of the values".to_owned())
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}
