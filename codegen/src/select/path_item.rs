//! Follows references in place of path items.

use std::borrow::Cow;

use crate::follow::follow;
use crate::node::{Entry, Map, Node, Value};
use crate::pointer::Pointer;

/// Returns the path item that a reference in place of one leads to, through any number of references. Members beside
/// the reference come before those that it leads to.
pub fn path_item<'r>(root: &'r Node, node: &'r Node) -> Option<(Cow<'r, Node>, Pointer)> {
    let (pointer, target) = follow(root, node.get_str("$ref")?)?;
    Some((beside(node, target), pointer))
}

/// Returns a path item with the members that stand beside a reference to it.
fn beside<'r>(reference: &'r Node, target: &'r Node) -> Cow<'r, Node> {
    let own = reference.entries().iter().filter(|it| it.key != "$ref");
    let own: Vec<&Entry> = own.collect();
    if own.is_empty() {
        return Cow::Borrowed(target);
    }
    let inherited = target.entries().iter();
    let inherited = inherited.filter(|it| own.iter().all(|own| own.key != it.key));
    let mut map = Map::default();
    for entry in own.iter().copied().chain(inherited) {
        map.push(entry.key.clone(), entry.span, entry.node.clone());
    }
    Cow::Owned(Node {
        value: Value::Map(map),
        span: reference.span,
    })
}
