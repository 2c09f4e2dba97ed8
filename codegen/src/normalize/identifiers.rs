//! The names by which schemas refer to each other beside pointers: `$anchor`, `$dynamicAnchor` and `$id`.

use std::collections::{HashMap, HashSet};

use super::places::{Kind, walk};
use crate::node::Node;
use crate::pointer::Pointer;

/// The schemas with such a name.
pub struct Identifiers {
    /// By the text of a reference to them.
    named: HashMap<String, Pointer>,
    /// What references lead to that are relative to a schema with an `$id`, by where the references are.
    relative: HashMap<Pointer, Pointer>,
}

impl Identifiers {
    /// Finds the names of the schemas in a document.
    pub fn of(root: &mut Node) -> Self {
        let mut named: HashMap<String, Pointer> = HashMap::new();
        let mut bases: HashSet<Pointer> = HashSet::new();
        let mut references: Vec<(Pointer, Pointer)> = Vec::new();
        walk(root, &mut |node, kind, pointer| {
            if kind == Kind::Schema {
                for reference in names(node) {
                    // Of several schemas with one name, the first by its pointer counts, in whatever order they are
                    // written.
                    let first = named.entry(reference).or_insert_with(|| pointer.clone());
                    if *pointer < *first {
                        *first = pointer.clone();
                    }
                }
            }
            if kind == Kind::Schema && node.get_str("$id").is_some() {
                bases.insert(pointer.clone());
            }
            let target = Pointer::from_reference(node.get_str("$ref")?)?;
            if kind == Kind::Schema {
                references.push((pointer.clone(), target.clone()));
            }
            Some(target)
        });
        // What the document has counts first: many references within such schemas are meant like that.
        references.retain(|(_, target)| root.find(target).is_none());
        let relative = references.into_iter().filter_map(|(at, target)| {
            let mut around = at.ancestors().into_iter().rev();
            let target = around.find(|it| bases.contains(it))?.join(&target);
            root.find(&target).map(|_| (at, target))
        });
        let relative = relative.collect();
        Self { named, relative }
    }

    /// Returns the local reference in place of one in a schema; `None` if it stays as it is.
    pub fn in_schema(&self, reference: &str, pointer: &Pointer) -> Option<String> {
        let relative = self.relative.get(pointer).map(Pointer::reference);
        relative.or_else(|| self.local(reference))
    }

    /// Returns the local reference in place of one by a name, which can be followed by a pointer or an anchor; `None` if
    /// there is no such name.
    pub fn local(&self, reference: &str) -> Option<String> {
        // A pointer is not a name.
        if reference.starts_with("#/") {
            return None;
        }
        if let Some(pointer) = self.named.get(reference) {
            return Some(pointer.reference());
        }
        let (id, fragment) = reference.split_once('#')?;
        let base = self.named.get(id)?;
        if fragment.is_empty() {
            return Some(base.reference());
        }
        let anchor = format!("#{fragment}");
        match Pointer::from_reference(&anchor) {
            Some(inner) => Some(base.join(&inner).reference()),
            None => self.named.get(&anchor).map(Pointer::reference),
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
