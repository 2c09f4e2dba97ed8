//! The document as a tree in which every node knows its span.

mod at;
mod yaml;

pub use at::At;

use std::sync::OnceLock;

use hashbrown::HashMap;

use crate::diagnostics::Span;
use crate::pointer::Pointer;

/// The span of a node: source index, line and column (both 1-based), and width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceSpan {
    /// The index of the source among those of the run.
    pub source: u16,
    /// The number of characters; 0 means up to the end of the line. The width of a block is that of
    /// its first key.
    pub width: u16,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A value of the document.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its span.
    pub span: SourceSpan,
}

/// The value of a node. Numbers keep their source text, so that no digit is lost.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written in the source.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// A mapping, in the order of the document.
    Map(Map),
}

/// The size of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The number of nodes, including itself.
    pub nodes: usize,
    /// The nesting depth of mappings and arrays.
    pub depth: usize,
}

/// A key with its span, and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The span of the key.
    pub span: SourceSpan,
    /// The value.
    pub node: Node,
}

/// Compares values only, not spans.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Compares keys and values only, not spans.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.node == other.node
    }
}

impl Node {
    /// Creates a string node without a span.
    #[must_use]
    pub fn string(text: impl Into<String>) -> Self {
        Self::from(Value::String(text.into()))
    }

    /// Creates an empty mapping without a span.
    #[must_use]
    pub fn map() -> Self {
        Self::from(Value::Map(Map::default()))
    }

    /// Returns the mapping, if the node is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the entries of the mapping; empty for any other node.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.as_map().map_or(&[], Map::entries)
    }

    /// Returns the elements of the array; empty for any other node.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// Returns the string, if the node is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number as it is written in the source, if the node is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&str> {
        match &self.value {
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean, if the node is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns whether the node is `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.as_bool() == Some(true)
    }

    /// Returns the member `key` of the mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// Returns the member `key` of the mapping, mutably.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Map(map) => map.get_mut(key),
            _ => None,
        }
    }

    /// Returns the member `key` of the mapping, if it is a string.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Sets a member of the mapping; does nothing for any other node.
    pub fn set(&mut self, key: &str, node: Node) {
        if let Value::Map(map) = &mut self.value {
            match map.get_mut(key) {
                Some(there) => *there = node,
                None => map.push(key, node.span, node),
            }
        }
    }

    /// Removes a member of the mapping, and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let Value::Map(map) = &mut self.value else {
            return None;
        };
        let at = map.position(key)?;
        Some(map.entries_mut().remove(at).node)
    }

    /// Returns the node at a pointer, mutably.
    pub fn find_mut(&mut self, pointer: &Pointer) -> Option<&mut Node> {
        let mut node = self;
        for segment in pointer.keys() {
            node = match &mut node.value {
                Value::Map(map) => map.get_mut(&segment)?,
                Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Returns the node at a pointer.
    #[must_use]
    pub fn find(&self, pointer: &Pointer) -> Option<&Node> {
        let mut node = self;
        for segment in pointer.keys() {
            node = match &node.value {
                Value::Map(map) => map.get(&segment)?,
                Value::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Sorts the members of all mappings in the node by their keys.
    ///
    /// JSON and YAML give no meaning to the order of members. What is made from a sorted document
    /// cannot depend on it.
    pub fn sort_members(&mut self) {
        match &mut self.value {
            Value::Map(map) => {
                let entries = map.entries_mut();
                entries.sort_unstable_by(|one, two| one.key.cmp(&two.key));
                entries
                    .iter_mut()
                    .for_each(|entry| entry.node.sort_members());
            }
            Value::Array(items) => items.iter_mut().for_each(Self::sort_members),
            _ => {}
        }
    }

    /// Returns the size of the node, including everything in it.
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

    /// Returns the type of the value, with an article, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Map(_) => "a mapping",
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

/// The number of entries from which a mapping is indexed. Below it, a linear search is as fast.
const LARGE: usize = 24;

/// A mapping with unique keys, in the order of the document.
#[derive(Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// The positions of the keys, filled at the first lookup in a large mapping. Few are large, and every node has the
    /// size of the largest value: hence the box.
    index: OnceLock<Box<HashMap<String, usize>>>,
}

impl Map {
    /// Returns the entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the entries in order, mutably.
    pub fn entries_mut(&mut self) -> &mut Vec<Entry> {
        self.index.take();
        &mut self.entries
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .get(self.position(key)?)
            .map(|entry| &entry.node)
    }

    /// Returns the value of a key, mutably.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.position(key)?;
        self.entries.get_mut(at).map(|entry| &mut entry.node)
    }

    /// Replaces the value of a key, and takes the new key's span.
    pub fn replace(&mut self, key: &str, span: SourceSpan, node: Node) {
        if let Some(at) = self.position(key)
            && let Some(entry) = self.entries.get_mut(at)
        {
            entry.span = span;
            entry.node = node;
        }
    }

    /// Returns the entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(self.position(key)?)
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() < LARGE {
            return self.entries.iter().position(|entry| entry.key == key);
        }
        let index = self.index.get_or_init(|| {
            let keys = self.entries.iter().enumerate();
            Box::new(keys.map(|(at, entry)| (entry.key.clone(), at)).collect())
        });
        index.get(key).copied()
    }

    /// Appends an entry. The caller ensures that the key is new.
    pub fn push(&mut self, key: impl Into<String>, span: SourceSpan, node: Node) {
        self.entries_mut().push(Entry {
            key: key.into(),
            span,
            node,
        });
    }
}

impl Clone for Map {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            index: OnceLock::new(),
        }
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entries = self.entries.iter().map(|entry| (&entry.key, &entry.node));
        f.debug_map().entries(entries).finish()
    }
}

/// The sources of a run. They map source indices to file names.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    names: Vec<String>,
    /// How many of them are not overlays; `None` until the overlays are read.
    documents: Option<usize>,
}

impl Sources {
    /// Adds a source and returns its index.
    pub fn add(&mut self, name: &str) -> u16 {
        self.names.push(name.to_owned());
        u16::try_from(self.names.len() - 1).unwrap_or(u16::MAX)
    }

    /// What is added from now on are overlays.
    pub fn begin_overlays(&mut self) {
        self.documents = Some(self.names.len());
    }

    /// Returns whether a span is in an overlay.
    #[must_use]
    pub fn is_overlay(&self, span: SourceSpan) -> bool {
        self.documents
            .is_some_and(|documents| usize::from(span.source) >= documents)
    }

    /// Returns the span with its file name; `None` for a node without a span.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_mappings_find_what_small_ones_find() {
        let mut map = Map::default();
        for number in 0..100 {
            let key = number.to_string();
            assert!(map.get(&key).is_none());
            map.push(key.clone(), SourceSpan::default(), Node::string(key));
        }
        for number in 0..100 {
            let key = number.to_string();
            assert_eq!(map.get(&key), Some(&Node::string(key.clone())));
        }
        map.entries_mut().remove(50);
        assert_eq!(map.get("50"), None);
        assert_eq!(map.get("99"), Some(&Node::string("99")));
        if let Some(node) = map.get_mut("51") {
            *node = Node::string("changed");
        }
        assert_eq!(map.clone().get("51"), Some(&Node::string("changed")));
    }
}
