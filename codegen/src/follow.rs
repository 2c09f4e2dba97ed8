//! Follows references from one node of a document to another.

use crate::node::Node;
use crate::pointer::Pointer;

/// Returns what a reference leads to, through any number of references; `None` if that is nothing in this document, or
/// if the references form a circle.
pub fn follow<'r>(root: &'r Node, reference: &str) -> Option<(Pointer, &'r Node)> {
    let mut passed: Vec<Pointer> = Vec::new();
    let mut pointer = Pointer::from_reference(reference)?;
    while !passed.contains(&pointer) {
        let node = root.find(&pointer)?;
        let Some(next) = node.get("$ref") else {
            return Some((pointer, node));
        };
        let next = Pointer::from_reference(next.as_str()?)?;
        passed.push(std::mem::replace(&mut pointer, next));
    }
    None
}
