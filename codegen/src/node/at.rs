//! A node together with its pointer.

use crate::markdown::prose;
use crate::node::Node;
use crate::pointer::Pointer;

/// A node with its pointer.
#[derive(Debug, Clone)]
pub struct At<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its pointer.
    pub pointer: Pointer,
}

impl<'a> At<'a> {
    /// Returns a member of a mapping.
    pub fn get(&self, key: &str) -> Option<At<'a>> {
        let node = self.node.get(key)?;
        Some(At {
            node,
            pointer: self.pointer.key(key),
        })
    }

    /// Returns an element of an array.
    pub fn item(&self, index: usize) -> Option<At<'a>> {
        let node = self.node.items().get(index)?;
        Some(At {
            node,
            pointer: self.pointer.index(index),
        })
    }

    /// Returns the members of a mapping, in order.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, At<'a>)> + use<'a> {
        let pointer = self.pointer.clone();
        self.node.entries().iter().map(move |entry| {
            (
                entry.key.as_str(),
                At {
                    node: &entry.node,
                    pointer: pointer.key(&entry.key),
                },
            )
        })
    }

    /// Returns the elements of an array, in order.
    pub fn elements(&self) -> impl Iterator<Item = At<'a>> + use<'a> {
        let pointer = self.pointer.clone();
        self.node
            .items()
            .iter()
            .enumerate()
            .map(move |(index, node)| At {
                node,
                pointer: pointer.index(index),
            })
    }

    /// Returns the overlay's documentation of the node.
    pub fn doc(&self) -> Option<String> {
        let text = self.node.get_str("description")?.trim();
        (!text.is_empty()).then(|| prose(text))
    }
}
