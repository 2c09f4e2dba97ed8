//! The document as a tree in which every node remembers its place.

mod map;

pub use map::Map;

use crate::diagnostics::Span;
use crate::pointer::Pointer;

/// The place of a node: which source, which line and column (both from 1), and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceSpan {
    /// The index of the source among those of the run.
    pub source: u16,
    /// How many characters of the line it takes; 0 if that is all that is left of the line. Of a
    /// block, it is the width of its first key.
    pub width: u16,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A value of the document.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub span: SourceSpan,
}

/// What a node is. Numbers keep their text, so that nothing is rounded on the way.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// A mapping, in the order of the document.
    Map(Map),
}

/// How large a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// How many nodes it has, itself among them.
    pub nodes: usize,
    /// How many mappings and lists stand in one another.
    pub depth: usize,
}

/// A key with its place, and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub span: SourceSpan,
    /// The value.
    pub node: Node,
}

/// Places do not count: two nodes are equal if they say the same.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// A text that stands nowhere.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::from(Value::String(text.into()))
    }

    /// An empty mapping that stands nowhere.
    #[must_use]
    pub fn map() -> Self {
        Self::from(Value::Map(Map::default()))
    }

    /// The mapping, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The entries of the mapping; none if it is not one.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.as_map().map_or(&[], Map::entries)
    }

    /// The elements of the list; none if it is not one.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is the truth value `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.as_bool() == Some(true)
    }

    /// The member of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// The text of a member of a mapping.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Sets a member of a mapping; any other node is left alone.
    pub fn set(&mut self, key: &str, node: Node) {
        if let Value::Map(map) = &mut self.value {
            match map.get_mut(key) {
                Some(there) => *there = node,
                None => map.push(key, node.span, node),
            }
        }
    }

    /// The node that a pointer leads to.
    #[must_use]
    pub fn find(&self, pointer: &Pointer) -> Option<&Node> {
        let mut node = self;
        for segment in pointer.segments() {
            node = match &node.value {
                Value::Map(map) => map.get(&segment)?,
                Value::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// How large the node is with all inside of it.
    #[must_use]
    pub fn size(&self) -> Size {
        let items = self.items().iter();
        let members = self.entries().iter().map(|entry| &entry.node);
        let inner = items.chain(members).map(Self::size);
        let inner = inner.reduce(|all, one| Size {
            nodes: all.nodes + one.nodes,
            depth: all.depth.max(one.depth),
        });
        let inner = inner.unwrap_or_default();
        let is_leaf = !matches!(self.value, Value::Array(_) | Value::Map(_));
        Size {
            nodes: inner.nodes + 1,
            depth: inner.depth + usize::from(!is_leaf),
        }
    }

    /// What kind of value this is, in words.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// The same value for serde_yaml, which hands it to openapiv3.
    #[must_use]
    pub fn to_yaml(&self) -> serde_yaml::Value {
        use serde_yaml::Value as Yaml;
        match &self.value {
            Value::Null => Yaml::Null,
            Value::Bool(value) => Yaml::Bool(*value),
            Value::Number(text) => yaml_number(text),
            Value::String(text) => Yaml::String(text.clone()),
            Value::Array(items) => Yaml::Sequence(items.iter().map(Self::to_yaml).collect()),
            Value::Map(map) => Yaml::Mapping(
                map.entries()
                    .iter()
                    .map(|entry| (Yaml::String(entry.key.clone()), entry.node.to_yaml()))
                    .collect(),
            ),
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self {
            value,
            span: SourceSpan::default(),
        }
    }
}

fn yaml_number(text: &str) -> serde_yaml::Value {
    if let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    if let Ok(number) = text.parse::<i64>() {
        return number.into();
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.into(),
        _ => serde_yaml::Value::String(text.to_owned()),
    }
}

/// The sources of a run, which give marks their file names.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    names: Vec<String>,
}

impl Sources {
    /// Adds a source and returns its index.
    pub fn add(&mut self, name: &str) -> u16 {
        self.names.push(name.to_owned());
        u16::try_from(self.names.len() - 1).unwrap_or(u16::MAX)
    }

    /// The place of a mark; nothing for a node that stands in no file.
    #[must_use]
    pub fn span(&self, span: SourceSpan) -> Option<Span> {
        let file = self.names.get(usize::from(span.source))?;
        (span.line > 0).then(|| Span {
            file: file.clone(),
            line: span.line as usize,
            column: span.column as usize,
            length: usize::from(span.width),
        })
    }
}
