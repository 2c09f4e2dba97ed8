//! Checks the keywords of schemas: which there are, and of what kind their values are.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::kind::Kind;
use crate::node::{At, Node, Value};

/// The keywords of OpenAPI 3.0 schemas, sorted. Any other keyword is reported.
const KEYWORDS: [(&str, Kind); 38] = [
    ("$defs", Kind::Any),
    ("$ref", Kind::Any),
    ("additionalProperties", Kind::BooleanOrMap),
    ("allOf", Kind::ArrayOfMaps),
    ("anyOf", Kind::ArrayOfMaps),
    ("default", Kind::Any),
    ("deprecated", Kind::Boolean),
    ("description", Kind::Any),
    ("discriminator", Kind::Map),
    ("enum", Kind::Array),
    ("example", Kind::Any),
    ("examples", Kind::Any),
    ("exclusiveMaximum", Kind::Boolean),
    ("exclusiveMinimum", Kind::Boolean),
    ("externalDocs", Kind::Any),
    ("format", Kind::String),
    ("items", Kind::Map),
    ("maxItems", Kind::Number),
    ("maxLength", Kind::Number),
    ("maxProperties", Kind::Number),
    ("maximum", Kind::Number),
    ("minItems", Kind::Number),
    ("minLength", Kind::Number),
    ("minProperties", Kind::Number),
    ("minimum", Kind::Number),
    ("multipleOf", Kind::Number),
    ("not", Kind::Map),
    ("nullable", Kind::Boolean),
    ("oneOf", Kind::ArrayOfMaps),
    ("pattern", Kind::String),
    ("properties", Kind::MapOfMaps),
    ("readOnly", Kind::Boolean),
    ("required", Kind::Strings),
    ("title", Kind::Any),
    ("type", Kind::String),
    ("uniqueItems", Kind::Boolean),
    ("writeOnly", Kind::Boolean),
    ("xml", Kind::Any),
];

impl<'a> Schemas<'a> {
    /// Reports unknown keywords, and those whose value has another kind than OpenAPI gives them.
    pub(super) fn check_keywords(&self, at: &At<'a>) {
        if at.node.as_map().is_none() {
            let message = format!(
                "expected a schema to be a mapping, found {}; any JSON is accepted",
                at.node.kind()
            );
            self.report(Diagnostic::warning(Code::NotOpenApi, message), at);
            return;
        }
        for entry in at.node.entries() {
            let key = entry.key.as_str();
            let known = KEYWORDS.binary_search_by_key(&key, |(name, _)| name);
            let known = known.ok().and_then(|index| KEYWORDS.get(index));
            let diagnostic = match known {
                Some((_, Kind::ArrayOfMaps)) if is_empty(&entry.node) => {
                    let message =
                        format!("expected `{key}` to be an array of schemas, found none; ignored");
                    Diagnostic::warning(Code::NotOpenApi, message)
                }
                Some((_, kind)) if kind.accepts(&entry.node) => continue,
                // Each property is read as a schema, which reports one that is none.
                Some((_, Kind::MapOfMaps)) if entry.node.as_map().is_some() => continue,
                None if key.starts_with("x-") => continue,
                Some((_, kind)) => {
                    let (expected, found) = (kind.expected(), kind.described(&entry.node));
                    let message =
                        format!("expected `{key}` to be {expected}, found {found} ignored");
                    Diagnostic::warning(Code::NotOpenApi, message)
                }
                None => {
                    let message = format!("unknown keyword `{key}` in a schema; ignored");
                    Diagnostic::warning(Code::UnknownKeyword, message)
                }
            };
            self.report_member(diagnostic, at, key);
        }
    }
}

fn is_empty(node: &Node) -> bool {
    matches!(&node.value, Value::Array(items) if items.is_empty())
}
