//! Finds the components that the selected paths reach by references.

use std::collections::{BTreeSet, HashMap};

use crate::node::{Entry, Node, Value};
use crate::pointer::Pointer;

/// Returns the components that the paths reach, passed through `keep`, by pointer.
pub fn components(
    root: &Node,
    paths: &[Entry],
    mut keep: impl FnMut(&Node, &Pointer) -> Node,
) -> HashMap<Pointer, Node> {
    let index = ComponentIndex::new(root);
    let mut reached = HashMap::new();
    let mut pending = BTreeSet::new();
    for entry in paths {
        references(&entry.node, &mut pending);
    }
    while let Some(reference) = pending.pop_first() {
        let Some(pointer) = Pointer::from_reference(&reference) else {
            continue;
        };
        if reached.contains_key(&pointer) {
            continue;
        }
        // A reference that cannot be resolved is reported by `lower`, with the span of the use.
        if let Some(node) = index.get(&pointer) {
            let node = keep(node, &pointer);
            references(&node, &mut pending);
            reached.insert(pointer, node);
        }
    }
    reached
}

/// The components by pointer. The whole document has thousands of them.
struct ComponentIndex<'a>(HashMap<Pointer, &'a Node>);

impl<'a> ComponentIndex<'a> {
    fn new(root: &'a Node) -> Self {
        let mut index = HashMap::new();
        let at = Pointer::root().key("components");
        for section in root
            .get("components")
            .map(Node::entries)
            .unwrap_or_default()
        {
            for entry in section.node.entries() {
                index.insert(at.key(&section.key).key(&entry.key), &entry.node);
            }
        }
        Self(index)
    }

    fn get(&self, pointer: &Pointer) -> Option<&'a Node> {
        self.0.get(pointer).copied()
    }
}

/// Collects every `$ref` below a node.
fn references(node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Map(map) => {
            for entry in map.entries() {
                match (entry.key.as_str(), entry.node.as_str()) {
                    ("$ref", Some(reference)) => {
                        found.insert(reference.to_owned());
                    }
                    _ => references(&entry.node, found),
                }
            }
        }
        _ => {}
    }
}
