//! Mappings: in the order of the document, and quick to look up.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Entry, Node, SourceSpan};

/// With how many entries a mapping gets an index. In a small one a search is as quick.
const LARGE: usize = 24;

/// A mapping with unique keys, in the order of the document.
#[derive(Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// Where the keys are, once somebody has asked a large mapping for one.
    index: OnceLock<HashMap<String, usize>>,
}

impl Map {
    /// The entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries in order, to change.
    pub fn entries_mut(&mut self) -> &mut Vec<Entry> {
        self.index.take();
        &mut self.entries
    }

    /// The value at a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .get(self.position(key)?)
            .map(|entry| &entry.node)
    }

    /// The value at a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.position(key)?;
        self.entries.get_mut(at).map(|entry| &mut entry.node)
    }

    /// Puts another value in the place of the one at a key, with the place of the key that brings it.
    pub fn replace(&mut self, key: &str, span: SourceSpan, node: Node) {
        if let Some(at) = self.position(key)
            && let Some(entry) = self.entries.get_mut(at)
        {
            entry.span = span;
            entry.node = node;
        }
    }

    /// The entry at a key.
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
            keys.map(|(at, entry)| (entry.key.clone(), at)).collect()
        });
        index.get(key).copied()
    }

    /// Appends an entry. The caller sees to it that the key is new.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_mappings_find_what_small_ones_find() {
        let mut map = Map::default();
        for number in 0..100 {
            let key = number.to_string();
            assert!(map.get(&key).is_none());
            map.push(key.clone(), SourceSpan::default(), Node::text(key));
        }
        for number in 0..100 {
            let key = number.to_string();
            assert_eq!(map.get(&key), Some(&Node::text(key.clone())));
        }
        map.entries_mut().remove(50);
        assert_eq!(map.get("50"), None);
        assert_eq!(map.get("99"), Some(&Node::text("99")));
        if let Some(node) = map.get_mut("51") {
            *node = Node::text("changed");
        }
        assert_eq!(map.clone().get("51"), Some(&Node::text("changed")));
    }
}
