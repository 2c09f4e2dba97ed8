//! Finds the components that the selected paths reach: by references, or because they extend a component by `allOf`
//! that has a discriminator.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::bundle::FILES;
use crate::heirs::Heirs;
use crate::node::{Entry, Node, Value};
use crate::pointer::Pointer;

/// Returns the components that the paths reach, passed through `keep`, by pointer.
pub fn components(
    root: &Node,
    paths: &[Entry],
    mut keep: impl FnMut(&Node, &Pointer) -> Node,
) -> HashMap<Pointer, Node> {
    let index = ComponentIndex::new(root);
    let heirs = OnceCell::new();
    let mut reached: HashMap<Pointer, Node> = HashMap::new();
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
        let Some(pointer) = component(&pointer).filter(|it| !reached.contains_key(it)) else {
            continue;
        };
        if let Some(node) = index.get(&pointer) {
            let node = keep(node, &pointer);
            references(&node, &mut pending);
            if node.get("discriminator").is_some() {
                let heirs = heirs.get_or_init(|| Heirs::new(root));
                pending.extend(heirs.all_of(&pointer).iter().map(Pointer::reference));
            }
            reached.insert(pointer, node);
        }
    }
    reached
}

/// Returns the component that a pointer leads to, or into.
fn component(pointer: &Pointer) -> Option<Pointer> {
    let mut keys = pointer.keys();
    if keys.next()? == FILES {
        return Some(Pointer::root().key(FILES).key(&keys.next()?));
    }
    let mut keys = pointer.keys();
    let (components, section, name) = (keys.next()?, keys.next()?, keys.next()?);
    (components == "components").then(|| Pointer::root().key("components").key(&section).key(&name))
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
        let at = Pointer::root().key(FILES);
        for entry in root.get(FILES).map(Node::entries).unwrap_or_default() {
            index.insert(at.key(&entry.key), &entry.node);
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
