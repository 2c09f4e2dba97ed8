//! Properties that an action speaks of and nobody declares.
//!
//! An action on a schema documents its properties together: an update merges deeply. Once the
//! document loses one of them, the same action would bring it back, as any JSON, with our words on
//! it. So what an update adds to the properties of a schema must say what it is; `{}` says that it
//! may be anything.

use super::apply;
use crate::node::{Node, SourceSpan};
use crate::pointer::Pointer;

/// A property that an update would invent.
pub struct Invented {
    /// Where it would be.
    pub pointer: Pointer,
    /// Where the overlay speaks of it.
    pub span: SourceSpan,
}

/// The properties that an update would invent in what its target matched.
pub fn find(root: &Node, matched: &[Pointer], update: &Node) -> Vec<Invented> {
    let mut found = Vec::new();
    for pointer in matched {
        if let Some(node) = root.find(pointer) {
            let last = pointer.last().unwrap_or_default();
            let mut walk = Walk {
                at: pointer,
                way: Vec::new(),
                found: &mut found,
            };
            walk.node(node, update, &last);
        }
    }
    found
}

/// Takes them out again, after the update.
pub fn take_out(root: &mut Node, invented: &[Invented]) {
    let pointers: Vec<Pointer> = invented.iter().map(|it| it.pointer.clone()).collect();
    // What was merged in below a mapping can be taken out of it.
    let _ = apply::remove(root, &pointers);
}

struct Walk<'u> {
    at: &'u Pointer,
    /// The keys from there on; a pointer is only made of them where it is needed.
    way: Vec<&'u str>,
    found: &'u mut Vec<Invented>,
}

impl<'u> Walk<'u> {
    fn node(&mut self, node: &Node, update: &'u Node, key: &str) {
        let are_properties = key == "properties";
        for entry in update.entries() {
            self.way.push(&entry.key);
            match node.get(&entry.key) {
                Some(there) => self.node(there, &entry.node, &entry.key),
                None if are_properties && says_nothing(&entry.node) => {
                    let way = self.way.iter();
                    self.found.push(Invented {
                        pointer: way.fold(self.at.clone(), |pointer, key| pointer.key(key)),
                        span: entry.span,
                    });
                }
                None => {}
            }
            self.way.pop();
        }
    }
}

/// Whether a property has documentation and names, but no schema.
fn says_nothing(property: &Node) -> bool {
    let members = property.entries();
    let is_ours = |key: &str| key == "description" || key.starts_with("x-connect-");
    !members.is_empty() && members.iter().all(|member| is_ours(&member.key))
}
