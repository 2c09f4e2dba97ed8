//! The names by which schemas refer to each other beside pointers: `$anchor`, `$dynamicAnchor` and `$id`.

use std::collections::HashMap;

use super::places::{Kind, walk};
use crate::node::Node;
use crate::pointer::Pointer;

/// The schemas with such a name, by the text of a reference to them.
pub struct Identifiers(HashMap<String, Pointer>);

impl Identifiers {
    /// Finds the names of the schemas in a document.
    pub fn of(root: &mut Node) -> Self {
        let mut found: HashMap<String, Pointer> = HashMap::new();
        walk(root, &mut |node, kind, pointer| {
            if kind == Kind::Schema {
                for reference in names(node) {
                    // Of several schemas with one name, the first by its pointer counts, in whatever order they are
                    // written.
                    let first = found.entry(reference).or_insert_with(|| pointer.clone());
                    if *pointer < *first {
                        *first = pointer.clone();
                    }
                }
            }
            Pointer::from_reference(node.get_str("$ref")?)
        });
        Self(found)
    }

    /// Returns the local reference in place of one by a name, which can be followed by a pointer or an anchor; `None` if
    /// there is no such name.
    pub fn local(&self, reference: &str) -> Option<String> {
        // A pointer is no name.
        if reference.starts_with("#/") {
            return None;
        }
        if let Some(pointer) = self.0.get(reference) {
            return Some(pointer.reference());
        }
        let (id, fragment) = reference.split_once('#')?;
        let base = self.0.get(id)?;
        if fragment.is_empty() {
            return Some(base.reference());
        }
        let anchor = format!("#{fragment}");
        match Pointer::from_reference(&anchor) {
            Some(inner) => Some(base.join(&inner).reference()),
            None => self.0.get(&anchor).map(Pointer::reference),
        }
    }
}

/// Returns the references that lead to a schema by its names.
fn names(node: &Node) -> Vec<String> {
    let anchors = ["$anchor", "$dynamicAnchor"].map(|key| node.get_str(key));
    let anchors = anchors.into_iter().flatten().map(|name| format!("#{name}"));
    let id = node.get_str("$id").filter(|id| !id.starts_with('#'));
    anchors.chain(id.map(str::to_owned)).collect()
}
