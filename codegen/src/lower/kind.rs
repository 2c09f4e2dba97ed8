//! The kinds of values that OpenAPI gives to members.

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
    /// A mapping whose values are mappings.
    MapOfMaps,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array of strings.
    Strings,
    /// An array.
    Array,
    /// An array of mappings.
    ArrayOfMaps,
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
            (Self::MapOfMaps, Value::Map(map)) => map.entries().iter().all(|it| is_map(&it.node)),
            (Self::ArrayOfMaps, Value::Array(items)) => items.iter().all(is_map),
            (Self::Strings, Value::Array(items)) => items.iter().all(|it| it.as_str().is_some()),
            _ => false,
        }
    }

    /// Returns the kind, with an article, for messages about schemas.
    pub fn expected(self) -> &'static str {
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

    /// Returns what was found: for a collection of the right sort, the member of another kind.
    pub fn described(self, node: &Node) -> String {
        let inner = match (self, &node.value) {
            (Self::MapOfMaps, Value::Map(map)) => {
                let mut inner = map.entries().iter().map(|it| &it.node);
                inner.find(|it| it.as_map().is_none())
            }
            (Self::ArrayOfMaps, Value::Array(items)) => {
                items.iter().find(|it| it.as_map().is_none())
            }
            (Self::Strings, Value::Array(items)) => items.iter().find(|it| it.as_str().is_none()),
            _ => None,
        };
        match inner {
            Some(inner) => format!("{} in it, which is", inner.kind()),
            None => format!("{};", node.kind()),
        }
    }
}
