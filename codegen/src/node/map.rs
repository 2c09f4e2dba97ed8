//! Mappings that keep the order of the document and have fast lookup.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Entry, Node, SourceSpan};

/// The number of entries from which a mapping is indexed. Below it, a linear search is as fast.
const LARGE: usize = 24;

/// A mapping with unique keys, in the order of the document.
#[derive(Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// The positions of the keys, filled at the first lookup in a large mapping.
    index: OnceLock<HashMap<String, usize>>,
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
            keys.map(|(at, entry)| (entry.key.clone(), at)).collect()
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
