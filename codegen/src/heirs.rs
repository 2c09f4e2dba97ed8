//! Finds the components that extend others by `allOf`.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::node::Node;
use crate::pointer::Pointer;

/// The schemas of a document's components that extend others, by what they extend.
#[derive(Debug)]
pub struct Heirs(HashMap<Pointer, Vec<Pointer>>);

impl Heirs {
    /// Finds the heirs in a document.
    pub fn new(root: &Node) -> Self {
        let mut heirs: HashMap<Pointer, Vec<Pointer>> = HashMap::new();
        let section = Pointer::root().key("components").key("schemas");
        for entry in root.find(&section).map(Node::entries).unwrap_or_default() {
            let parts = entry.node.get("allOf").map(Node::items).unwrap_or_default();
            let bases = parts.iter().filter_map(|it| it.get_str("$ref"));
            let heir = section.key(&entry.key);
            // A schema that is a part of itself does not extend anything by that.
            let bases = bases.filter_map(Pointer::from_reference);
            for base in bases.filter(|it| *it != heir) {
                heirs.entry(base).or_default().push(heir.clone());
            }
        }
        Self(heirs)
    }

    /// Returns the components that extend the one at a pointer, directly or through others, sorted.
    pub fn all_of(&self, base: &Pointer) -> BTreeSet<Pointer> {
        let mut found = BTreeSet::new();
        let mut pending = vec![base];
        while let Some(pointer) = pending.pop() {
            for heir in self.of(pointer) {
                if heir != base && found.insert(heir.clone()) {
                    pending.push(heir);
                }
            }
        }
        found
    }

    /// Returns whether another component extends the one at a pointer.
    pub fn has_other(&self, base: &Pointer) -> bool {
        self.of(base).iter().any(|it| it != base)
    }

    /// Returns the components that extend the one at a pointer, in the order of the document.
    pub fn of(&self, base: &Pointer) -> &[Pointer] {
        self.0.get(base).map_or(&[], Vec::as_slice)
    }
}
