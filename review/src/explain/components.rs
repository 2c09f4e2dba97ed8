//! Finds the items that use a component that is no item itself: a shared parameter, response, header or body.

use std::collections::BTreeSet;

use super::item::Item;
use connect_codegen::Pointer;
use connect_codegen::stages::Node;

/// Returns the pointers of the components with a key, of whatever section.
pub fn named(document: &Node, key: &str) -> Vec<Pointer> {
    let at = Pointer::root().key("components");
    let sections = document.get("components").map(Node::entries);
    let sections = sections.unwrap_or_default().iter();
    sections
        .filter(|section| section.node.get(key).is_some())
        .map(|section| at.key(&section.key).key(key))
        .collect()
}

/// Returns the component that a node is, or is within.
pub fn around(pointer: &Pointer) -> Option<Pointer> {
    let mut segments = pointer.segments();
    let first = segments.next()?;
    let (section, key) = (segments.next()?, segments.next()?);
    (first == "components").then(|| Pointer::root().key(&first).key(&section).key(&key))
}

/// Returns the items at a node, or those of the nearest enclosing node; for what is within a component that is no item,
/// those that refer to it.
pub fn at_or_using<'i>(items: &'i [Item], document: &Node, pointer: &Pointer) -> Vec<&'i Item> {
    let nearest = nearest(items, pointer);
    match around(pointer) {
        Some(component) if nearest.is_empty() => users(items, document, component),
        _ => nearest,
    }
}

/// Returns the items at a node, or those of the nearest enclosing node.
fn nearest<'i>(items: &'i [Item], pointer: &Pointer) -> Vec<&'i Item> {
    let encloses = |item: &Item| {
        let around = item.pointers.iter();
        let around = around.filter(|around| pointer.is_within(around));
        around.map(|around| around.as_str().len()).max()
    };
    let nearest = items.iter().filter_map(encloses).max();
    let is_nearest = |item: &&Item| nearest.is_some() && encloses(item) == nearest;
    items.iter().filter(is_nearest).collect()
}

/// Returns the items that refer to a component, also by other components.
fn users<'i>(items: &'i [Item], document: &Node, component: Pointer) -> Vec<&'i Item> {
    let mut references = Vec::new();
    collect(document, &Pointer::root(), &mut references);
    let mut known = BTreeSet::from([component.clone()]);
    let mut pending = vec![component];
    let mut places = Vec::new();
    while let Some(next) = pending.pop() {
        let uses = references
            .iter()
            .filter(|(_, target)| target.is_within(&next));
        for (at, _) in uses {
            match around(at).filter(|_| nearest(items, at).is_empty()) {
                Some(other) if known.insert(other.clone()) => pending.push(other),
                Some(_) => {}
                None => places.push(at),
            }
        }
    }
    let found: Vec<&Item> = places.iter().flat_map(|at| nearest(items, at)).collect();
    let is_found = |item: &&Item| found.iter().any(|other| std::ptr::eq(*other, *item));
    items.iter().filter(is_found).collect()
}

/// Collects the references of a document: where they are, and where they lead.
fn collect(node: &Node, at: &Pointer, found: &mut Vec<(Pointer, Pointer)>) {
    if let Some(target) = node.get_str("$ref").and_then(Pointer::from_reference) {
        found.push((at.clone(), target));
    }
    for entry in node.entries() {
        collect(&entry.node, &at.key(&entry.key), found);
    }
    for (index, item) in node.items().iter().enumerate() {
        collect(item, &at.index(index), found);
    }
}
