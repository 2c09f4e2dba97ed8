//! Checks the keywords of schemas: which there are, and of what kind their values are.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::node::{At, Node, Value};

/// The kind of the value of a keyword.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Boolean,
    BooleanOrMap,
    Map,
    MapOfMaps,
    Number,
    String,
    Strings,
    Array,
    ArrayOfMaps,
}

/// The keywords of OpenAPI 3.0 schemas, sorted. Any other keyword is reported.
const KEYWORDS: [(&str, Kind); 37] = [
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

impl Kind {
    fn accepts(self, node: &Node) -> bool {
        let is_map = |node: &Node| node.as_map().is_some();
        match (self, &node.value) {
            (Self::Any, _)
            | (Self::Boolean | Self::BooleanOrMap, Value::Bool(_))
            | (Self::BooleanOrMap | Self::Map, Value::Map(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_)) => true,
            (Self::MapOfMaps, Value::Map(map)) => map.entries().iter().all(|it| is_map(&it.node)),
            (Self::ArrayOfMaps, Value::Array(items)) => items.iter().all(is_map),
            (Self::Strings, Value::Array(items)) => items.iter().all(|it| it.as_str().is_some()),
            _ => false,
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Boolean => "a boolean",
            Self::BooleanOrMap => "a boolean or a schema",
            Self::Map => "a mapping",
            Self::MapOfMaps => "a mapping of schemas",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Strings => "an array of strings",
            Self::Array => "an array",
            Self::ArrayOfMaps => "an array of schemas",
        }
    }
}

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
                Some((_, kind)) if kind.accepts(&entry.node) => continue,
                None if key.starts_with("x-") => continue,
                Some((_, kind)) => {
                    let (expected, found) = (kind.expected(), described(*kind, &entry.node));
                    let message =
                        format!("expected `{key}` to be {expected}, found {found}; ignored");
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

/// Says what was found: for a collection of the right sort, the member of another kind.
fn described(kind: Kind, node: &Node) -> String {
    let inner = match (kind, &node.value) {
        (Kind::MapOfMaps, Value::Map(map)) => {
            let mut inner = map.entries().iter().map(|it| &it.node);
            inner.find(|it| it.as_map().is_none())
        }
        (Kind::ArrayOfMaps, Value::Array(items)) => items.iter().find(|it| it.as_map().is_none()),
        (Kind::Strings, Value::Array(items)) => items.iter().find(|it| it.as_str().is_none()),
        _ => None,
    };
    match inner {
        Some(inner) => format!("{} in it", inner.kind()),
        None => node.kind().to_owned(),
    }
}
