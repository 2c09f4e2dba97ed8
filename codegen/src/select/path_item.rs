//! Follows references in place of path items.

use std::borrow::Cow;

use crate::follow::follow;
use crate::ir::Method;
use crate::node::{Entry, Map, Node, Value};
use crate::pointer::Pointer;

/// Members of a path item that are not methods.
pub const BESIDE_METHODS: [&str; 4] = ["summary", "description", "servers", "parameters"];

/// Returns the path item that a reference in place of one leads to, through any number of references. Members beside
/// the reference come before those that it leads to. Returns `None` where the reference leads to something else, such as
/// an operation.
pub fn path_item<'r>(root: &'r Node, node: &'r Node) -> Option<(Cow<'r, Node>, Pointer)> {
    let (pointer, target) = follow(root, node.get_str("$ref")?)?;
    if !is_path_item(target) {
        return None;
    }
    Some((beside(node, target), pointer))
}

/// Returns whether a node can be a path item: it has a method, or else nothing that a path item has not.
fn is_path_item(node: &Node) -> bool {
    let keys = || node.entries().iter().map(|it| it.key.as_str());
    node.as_map().is_some()
        && (keys().any(|it| Method::of_key(it).is_some())
            || keys().all(|it| BESIDE_METHODS.contains(&it) || it.starts_with("x-")))
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
