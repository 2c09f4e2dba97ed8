//! Properties that an action describes and the document does not declare.
//!
//! An action on a schema usually documents its properties together, since updates merge deeply.
//! When the document loses one of them, the same action would add it again, as any JSON value with
//! our documentation. So an update that adds a property must define it; `{}` says that it can have
//! any value.

use super::apply;
use crate::node::{Node, SourceSpan};
use crate::pointer::Pointer;

/// A property that an update would invent.
pub struct Invented {
    /// Where it would be added.
    pub pointer: Pointer,
    /// Where the overlay describes it.
    pub span: SourceSpan,
}

/// Finds the properties that an update would invent in the matched nodes.
pub fn find(root: &Node, matched: &[Pointer], update: &Node) -> Vec<Invented> {
    let mut found = Vec::new();
    for pointer in matched {
        if let Some(node) = root.find(pointer) {
            let last = pointer.last().unwrap_or_default();
            let mut walk = Walk {
                at: pointer,
                keys: Vec::new(),
                found: &mut found,
            };
            walk.node(node, update, &last);
        }
    }
    found
}

/// Removes them again after the update.
pub fn remove_all(root: &mut Node, invented: &[Invented]) {
    let pointers: Vec<Pointer> = invented.iter().map(|it| it.pointer.clone()).collect();
    // Whatever was merged into a mapping can be removed from it.
    let _ = apply::remove(root, &pointers);
}

struct Walk<'u> {
    at: &'u Pointer,
    /// The keys from the start of the walk. A pointer is made of them only where it is needed.
    keys: Vec<&'u str>,
    found: &'u mut Vec<Invented>,
}

impl<'u> Walk<'u> {
    fn node(&mut self, node: &Node, update: &'u Node, key: &str) {
        let are_properties = key == "properties";
        for entry in update.entries() {
            self.keys.push(&entry.key);
            match node.get(&entry.key) {
                Some(there) => self.node(there, &entry.node, &entry.key),
                None if are_properties && has_no_schema(&entry.node) => {
                    let keys = self.keys.iter();
                    self.found.push(Invented {
                        pointer: keys.fold(self.at.clone(), |pointer, key| pointer.key(key)),
                        span: entry.span,
                    });
                }
                None => {}
            }
            self.keys.pop();
        }
    }
}

/// Returns whether a property has documentation and names, but no schema.
fn has_no_schema(property: &Node) -> bool {
    let members = property.entries();
    let is_ours = |key: &str| key == "description" || key.starts_with("x-connect-");
    !members.is_empty() && members.iter().all(|member| is_ours(&member.key))
}
