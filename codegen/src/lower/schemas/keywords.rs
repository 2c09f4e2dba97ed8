//! Checks the keywords of schemas: which there are, and of what kind their values are.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::kind::{Found, Kind};
use crate::node::{At, Node, Value};

/// The keywords of OpenAPI 3.0 schemas, sorted. Any other keyword is reported.
const KEYWORDS: [(&str, Kind); 38] = [
    ("$defs", Kind::Map),
    ("$ref", Kind::Any),
    ("additionalProperties", Kind::BooleanOrMap),
    ("allOf", Kind::ArrayOf("schemas")),
    ("anyOf", Kind::ArrayOf("schemas")),
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
    ("oneOf", Kind::ArrayOf("schemas")),
    ("pattern", Kind::String),
    ("properties", Kind::MapOf("schemas")),
    ("readOnly", Kind::Boolean),
    ("required", Kind::Strings),
    ("title", Kind::Any),
    ("type", Kind::String),
    ("uniqueItems", Kind::Boolean),
    ("writeOnly", Kind::Boolean),
    ("xml", Kind::Any),
];

/// Keywords that can stand beside a reference without a note: they do not change which values are allowed.
const BESIDE_REFERENCES: [&str; 11] = [
    "$ref",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "summary",
    "title",
    "writeOnly",
    "xml",
];

impl<'a> Schemas<'a> {
    /// Reports the keywords beside a reference, which OpenAPI 3.0 ignores. Of those, only `nullable` is read.
    pub(super) fn check_beside_reference(&self, at: &At<'a>) {
        let keys = at.node.entries().iter().map(|it| it.key.as_str());
        let is_read = |it: &&str| BESIDE_REFERENCES.contains(it) || it.starts_with("x-");
        let (nullable, ignored): (Vec<&str>, Vec<&str>) = keys
            .filter(|it| !is_read(it))
            .partition(|it| *it == "nullable");
        let report = |key: &str, message: String| {
            let diagnostic = Diagnostic::note(Code::NotOpenApi, message);
            let diagnostic = diagnostic.help("put the reference into `allOf`");
            self.report_member(diagnostic, at, key);
        };
        if let Some(first) = ignored.first() {
            report(first, no_effect(&ignored, "$ref"));
        }
        if nullable
            .iter()
            .any(|it| at.node.get(it).is_some_and(Node::is_true))
        {
            let message = "`nullable` has no effect beside `$ref` in OpenAPI 3.0; null is accepted all the same";
            report("nullable", message.to_owned());
        }
    }

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
                Some((_, Kind::ArrayOf(_))) if is_empty(&entry.node) => {
                    let message =
                        format!("expected `{key}` to be an array of schemas, found none; ignored");
                    Diagnostic::warning(Code::NotOpenApi, message)
                }
                Some((_, kind)) if kind.accepts(&entry.node) => continue,
                // Each property is read as a schema, which reports one that is none.
                Some((_, Kind::MapOf(_))) if entry.node.as_map().is_some() => continue,
                None if key.starts_with("x-") => continue,
                Some((_, kind)) => {
                    let found = kind.found(&entry.node);
                    let ignored = match found {
                        Found::Value(_) => "; ignored",
                        Found::Item(_) => ", which is ignored",
                    };
                    let message = format!("expected `{key}` to be {kind}, found {found}{ignored}");
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

/// Returns the message about keywords that have no effect beside another one.
pub(super) fn no_effect(keywords: &[&str], beside: &str) -> String {
    let verb = match keywords {
        [_] => "has",
        _ => "have",
    };
    let keywords = keywords.join("`, `");
    format!("`{keywords}` {verb} no effect beside `{beside}`; ignored")
}

fn is_empty(node: &Node) -> bool {
    matches!(&node.value, Value::Array(items) if items.is_empty())
}
