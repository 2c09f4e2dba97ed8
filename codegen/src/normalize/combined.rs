//! Rewrites lists of types.

use super::Normalizer;
use super::schema::{member, text};
use crate::node::{Node, SourceSpan, Value};
use crate::pointer::Pointer;

/// Keywords that apply to values of some types alone.
const BY_TYPE: [(&[&str], &[&str]); 4] = [
    (&["string"], &["maxLength", "minLength", "pattern"]),
    (
        &["integer", "number"],
        &[
            "exclusiveMaximum",
            "exclusiveMinimum",
            "maximum",
            "minimum",
            "multipleOf",
        ],
    ),
    (
        &["array"],
        &["items", "maxItems", "minItems", "uniqueItems"],
    ),
    (
        &["object"],
        &[
            "additionalProperties",
            "discriminator",
            "maxProperties",
            "minProperties",
            "properties",
            "required",
        ],
    ),
];

/// Formats of numbers. Any other is one of strings.
const NUMERIC: [&str; 8] = [
    "double", "float", "int16", "int32", "int64", "int8", "uint32", "uint64",
];

impl Normalizer<'_> {
    /// Writes a list of types as one type, `nullable`, or `anyOf`.
    pub(super) fn types(&mut self, node: &mut Node, pointer: &Pointer) {
        let Some(Node { value, span }) = node.get("type") else {
            return;
        };
        let span = *span;
        if *value == Value::String("null".to_owned()) {
            only_null(node, span);
            return;
        }
        let Value::Array(list) = value else {
            return;
        };
        // A list with anything else is reported where types are read.
        let Some(names) = list.iter().map(Node::as_str).collect::<Option<Vec<&str>>>() else {
            return;
        };
        let is_nullable = names.contains(&"null");
        let mut types: Vec<String> = Vec::new();
        for name in names {
            // Every integer is a number.
            let is_known = name == "null"
                || name == "integer" && list.iter().any(|it| it.as_str() == Some("number"));
            if !is_known && types.iter().all(|it| it != name) {
                types.push(name.to_owned());
            }
        }
        match types.as_slice() {
            [] if is_nullable => {
                only_null(node, span);
                return;
            }
            [] => return,
            [only] => node.set("type", text(only.as_str(), span)),
            several => self.alternatives(node, several, span, pointer),
        }
        if is_nullable {
            let value = Value::Bool(true);
            node.set("nullable", Node { value, span });
        }
    }

    fn alternatives(
        &mut self,
        node: &mut Node,
        types: &[String],
        span: SourceSpan,
        pointer: &Pointer,
    ) {
        node.remove("type");
        let combined = ["allOf", "anyOf", "oneOf", "$ref"];
        if let Some(key) = combined.iter().find(|it| node.get(it).is_some()) {
            let message = format!(
                "which of several types a value beside `{key}` has is checked by the server"
            );
            self.note(span, &pointer.key("type"), message);
            return;
        }
        let mut alternatives: Vec<Node> = types
            .iter()
            .map(|it| member("type", text(it.as_str(), span)))
            .collect();
        for (own, keywords) in BY_TYPE {
            for key in keywords {
                if let Some(value) = node.remove(key) {
                    share(&mut alternatives, own, key, &value);
                }
            }
        }
        if let Some(format) = node.remove("format") {
            let is_numeric = format.as_str().is_some_and(|it| NUMERIC.contains(&it));
            let own: &[&str] = if is_numeric {
                &["integer", "number"]
            } else {
                &["string"]
            };
            share(&mut alternatives, own, "format", &format);
        }
        if let Some(values) = node.remove("enum") {
            alternatives.retain_mut(|it| keep_values(it, &values));
        }
        let value = Value::Array(alternatives);
        node.set("anyOf", Node { value, span });
    }
}

/// Writes that a value is null, which is no type of OpenAPI 3.0.
fn only_null(node: &mut Node, span: SourceSpan) {
    node.remove("type");
    let null = Node {
        value: Value::Null,
        span,
    };
    let value = Value::Array(vec![null]);
    node.set("enum", Node { value, span });
}

/// Sets a keyword in the alternatives of some types.
fn share(alternatives: &mut [Node], types: &[&str], key: &str, value: &Node) {
    for alternative in alternatives {
        if alternative
            .get_str("type")
            .is_some_and(|it| types.contains(&it))
        {
            alternative.set(key, value.clone());
        }
    }
}

/// Gives an alternative those values of an enum that have its type. Returns whether there are any.
fn keep_values(alternative: &mut Node, values: &Node) -> bool {
    let ty = alternative.get_str("type").unwrap_or_default().to_owned();
    let has_type = |it: &&Node| match &it.value {
        Value::Null => false,
        Value::Bool(_) => ty == "boolean",
        Value::Number(digits) => ty == "number" || ty == "integer" && digits.parse::<i64>().is_ok(),
        Value::String(_) => ty == "string",
        Value::Array(_) => ty == "array",
        Value::Map(_) => ty == "object",
    };
    let own: Vec<Node> = values.items().iter().filter(has_type).cloned().collect();
    let is_any = !own.is_empty();
    let value = Value::Array(own);
    alternative.set(
        "enum",
        Node {
            value,
            span: values.span,
        },
    );
    is_any
}
