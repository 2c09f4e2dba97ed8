//! The names by which schemas refer to each other beside pointers: `$anchor`, `$dynamicAnchor` and `$id`.

use std::collections::HashMap;

use crate::node::{Node, Value};
use crate::pointer::Pointer;

/// The schemas with such a name, by the text of a reference to them.
pub struct Identifiers(HashMap<String, Pointer>);

impl Identifiers {
    /// Finds the names in a document.
    pub fn of(root: &Node) -> Self {
        let mut found = HashMap::new();
        collect(root, &Pointer::root(), &mut found);
        Self(found)
    }

    /// Returns the local reference in place of one by a name; `None` if there is no such name.
    pub fn local(&self, reference: &str) -> Option<String> {
        let pointer = self.0.get(reference)?;
        Some(format!("#{}", pointer.as_str().replace('%', "%25")))
    }
}

fn collect(node: &Node, pointer: &Pointer, found: &mut HashMap<String, Pointer>) {
    match &node.value {
        Value::Map(map) => {
            for entry in map.entries() {
                let reference = match (entry.key.as_str(), entry.node.as_str()) {
                    ("$anchor" | "$dynamicAnchor", Some(name)) => format!("#{name}"),
                    ("$id", Some(id)) => id.to_owned(),
                    _ => {
                        collect(&entry.node, &pointer.key(&entry.key), found);
                        continue;
                    }
                };
                // Of several schemas with one name, the first by its pointer counts, in whatever order they are written.
                let first = found.entry(reference).or_insert_with(|| pointer.clone());
                if *pointer < *first {
                    *first = pointer.clone();
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &pointer.index(index), found);
            }
        }
        _ => {}
    }
}
