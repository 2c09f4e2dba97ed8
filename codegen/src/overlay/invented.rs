//! Properties that an action speaks of and nobody declares.
//!
//! An action on a schema documents its properties together: an update merges deeply. Once the
//! document loses one of them, the same action would bring it back, as any JSON, with our words on
//! it. So what an update adds to the properties of a schema must say what it is; `{}` says that it
//! may be anything.

use super::apply;
use crate::node::{Mark, Node};
use crate::pointer::Pointer;

/// A property that an update would invent.
pub struct Invented {
    /// Where it would be.
    pub pointer: Pointer,
    /// Where the overlay speaks of it.
    pub mark: Mark,
}

/// The properties that an update would invent in what its target matched.
pub fn find(root: &Node, matched: &[Pointer], update: &Node) -> Vec<Invented> {
    let mut found = Vec::new();
    for pointer in matched {
        if let Some(node) = root.find(pointer) {
            walk(node, update, pointer, &mut found);
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

fn walk(node: &Node, update: &Node, pointer: &Pointer, found: &mut Vec<Invented>) {
    let are_properties = pointer.last().as_deref() == Some("properties");
    for entry in update.entries() {
        let below = pointer.key(&entry.key);
        match node.get(&entry.key) {
            Some(there) => walk(there, &entry.node, &below, found),
            None if are_properties && says_nothing(&entry.node) => found.push(Invented {
                pointer: below,
                mark: entry.mark,
            }),
            None => {}
        }
    }
}

/// Whether a property has documentation and names, but no schema.
fn says_nothing(property: &Node) -> bool {
    let members = property.entries();
    let is_ours = |key: &str| key == "description" || key.starts_with("x-connect-");
    !members.is_empty() && members.iter().all(|member| is_ours(&member.key))
}
