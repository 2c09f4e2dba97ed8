//! The kinds of values that OpenAPI gives to members.

use std::fmt;

use crate::node::{Node, Value};

/// The kind of the value of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any value.
    Any,
    /// A boolean.
    Boolean,
    /// A boolean or a schema.
    BooleanOrMap,
    /// A mapping.
    Map,
    /// A mapping whose values are mappings, with what these are.
    MapOf(&'static str),
    /// A number.
    Number,
    /// A string.
    String,
    /// An array of strings.
    Strings,
    /// An array.
    Array,
    /// An array of mappings, with what these are.
    ArrayOf(&'static str),
}

impl Kind {
    /// Returns whether a node is of the kind.
    pub fn accepts(self, node: &Node) -> bool {
        let is_map = |node: &Node| node.as_map().is_some();
        match (self, &node.value) {
            (Self::Any, _)
            | (Self::Boolean | Self::BooleanOrMap, Value::Bool(_))
            | (Self::BooleanOrMap | Self::Map, Value::Map(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_)) => true,
            (Self::MapOf(_), Value::Map(map)) => map.entries().iter().all(|it| is_map(&it.node)),
            (Self::ArrayOf(_), Value::Array(items)) => items.iter().all(is_map),
            (Self::Strings, Value::Array(items)) => items.iter().all(|it| it.as_str().is_some()),
            _ => false,
        }
    }

    /// Returns what was found in place of the kind: for a collection of the right sort, its first item of another kind.
    pub fn found(self, node: &Node) -> Found {
        let inner = match (self, &node.value) {
            (Self::MapOf(_), Value::Map(map)) => {
                let mut inner = map.entries().iter().map(|it| &it.node);
                inner.find(|it| it.as_map().is_none())
            }
            (Self::ArrayOf(_), Value::Array(items)) => {
                items.iter().find(|it| it.as_map().is_none())
            }
            (Self::Strings, Value::Array(items)) => items.iter().find(|it| it.as_str().is_none()),
            _ => None,
        };
        match inner {
            Some(inner) => Found::Item(inner.kind()),
            None => Found::Value(node.kind()),
        }
    }
}

/// The kind, with an article.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("anything"),
            Self::Boolean => f.write_str("a boolean"),
            Self::BooleanOrMap => f.write_str("a boolean or a schema"),
            Self::Map => f.write_str("a mapping"),
            Self::MapOf(values) => write!(f, "a mapping of {values}"),
            Self::Number => f.write_str("a number"),
            Self::String => f.write_str("a string"),
            Self::Strings => f.write_str("an array of strings"),
            Self::Array => f.write_str("an array"),
            Self::ArrayOf(items) => write!(f, "an array of {items}"),
        }
    }
}

/// What was found in place of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A value of this kind.
    Value(&'static str),
    /// A collection with an item of this kind.
    Item(&'static str),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(kind) => f.write_str(kind),
            Self::Item(kind) => write!(f, "{kind} in it"),
        }
    }
}
