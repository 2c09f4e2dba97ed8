//! The names by which schemas refer to each other beside pointers: `$anchor`, `$dynamicAnchor` and `$id`.

use std::collections::{HashMap, HashSet};

use super::places::{Kind, walk};
use crate::node::Node;
use crate::pointer::Pointer;

/// The schemas with such a name.
pub struct Identifiers {
    /// By their `$id`.
    ids: HashMap<String, Pointer>,
    /// By their anchor, which is one within the nearest schema around with an `$id`.
    anchors: HashMap<(Option<Pointer>, String), Pointer>,
    /// By their anchor, if no other schema of the document has it: documents take it for one of the whole document.
    only: HashMap<String, Option<Pointer>>,
    /// The schemas with an `$id`.
    bases: HashSet<Pointer>,
    /// What references lead to that are relative to a schema with an `$id`, by where the references are.
    relative: HashMap<Pointer, Pointer>,
}

impl Identifiers {
    /// Finds the names of the schemas in a document.
    pub fn of(root: &mut Node) -> Self {
        let mut ids: HashMap<String, Pointer> = HashMap::new();
        let mut anchored: Vec<(String, Pointer)> = Vec::new();
        let mut bases: HashSet<Pointer> = HashSet::new();
        let mut references: Vec<(Pointer, Pointer)> = Vec::new();
        walk(root, &mut |node, kind, pointer| {
            if kind == Kind::Schema {
                if let Some(id) = node.get_str("$id").filter(|id| !id.starts_with('#')) {
                    first(&mut ids, id.to_owned(), pointer);
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    let anchor = node.get_str(key).map(str::to_owned);
                    anchored.extend(anchor.map(|it| (it, pointer.clone())));
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
            let target = base_of(&bases, &at)?.join(&target);
            root.find(&target).map(|_| (at, target))
        });
        let relative = relative.collect();
        let mut anchors = HashMap::new();
        let mut only: HashMap<String, Option<Pointer>> = HashMap::new();
        for (anchor, pointer) in anchored {
            let single = only.entry(anchor.clone());
            let is_first = matches!(single, std::collections::hash_map::Entry::Vacant(_));
            *single.or_default() = is_first.then(|| pointer.clone());
            first(&mut anchors, (base_of(&bases, &pointer), anchor), &pointer);
        }
        Self {
            ids,
            anchors,
            only,
            bases,
            relative,
        }
    }

    /// Returns the local reference in place of one in a schema; `None` if it stays as it is.
    pub fn in_schema(&self, reference: &str, pointer: &Pointer) -> Option<String> {
        if let Some(target) = self.relative.get(pointer) {
            return Some(target.reference());
        }
        let base = base_of(&self.bases, pointer);
        match (reference, &base) {
            ("#", Some(base)) => Some(base.reference()),
            _ => self.within(base, reference),
        }
    }

    /// Returns the local reference in place of one by a name, which can be followed by a pointer or an anchor; `None` if
    /// there is no such name.
    pub fn local(&self, reference: &str) -> Option<String> {
        self.within(None, reference)
    }

    fn within(&self, base: Option<Pointer>, reference: &str) -> Option<String> {
        // A pointer is not a name.
        if reference.starts_with("#/") {
            return None;
        }
        if let Some(pointer) = self.ids.get(reference) {
            return Some(pointer.reference());
        }
        let (id, fragment) = reference.split_once('#')?;
        let base = match id.is_empty() {
            true => base,
            false => Some(self.ids.get(id)?.clone()),
        };
        match (Pointer::from_reference(&format!("#{fragment}")), base) {
            (Some(inner), Some(base)) => Some(base.join(&inner).reference()),
            (Some(_), None) => None,
            (None, base) => {
                let own = self.anchors.get(&(base, fragment.to_owned()));
                let only = || self.only.get(fragment)?.as_ref();
                own.or_else(only).map(Pointer::reference)
            }
        }
    }
}

/// Returns the nearest schema around a node, or the node, that has an `$id`.
fn base_of(bases: &HashSet<Pointer>, pointer: &Pointer) -> Option<Pointer> {
    let mut around = pointer.ancestors().into_iter().rev();
    around.find(|it| bases.contains(it))
}

/// Remembers what has a name. Of several schemas with one name, the first by its pointer counts, in whatever order they
/// are written.
fn first<K: Eq + std::hash::Hash>(named: &mut HashMap<K, Pointer>, name: K, pointer: &Pointer) {
    let first = named.entry(name).or_insert_with(|| pointer.clone());
    if *pointer < *first {
        *first = pointer.clone();
    }
}
