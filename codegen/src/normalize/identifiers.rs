//! The names by which schemas refer to each other beside pointers: `$anchor`, `$dynamicAnchor`, `$id`, and `$self` of the
//! document.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::addresses;
use super::places::{Kind, walk};
use crate::node::Node;
use crate::pointer::Pointer;

/// The schemas with such a name.
pub struct Identifiers {
    /// The address of the document, by `$self`. It is empty if there is none.
    own: String,
    /// By the address that their `$id` makes.
    addresses: HashMap<String, Pointer>,
    /// By their `$id` as it is written.
    ids: HashMap<String, Pointer>,
    /// By their anchor, which is one within the nearest schema around with an `$id`.
    anchors: HashMap<(Option<Pointer>, String), Pointer>,
    /// By their anchor, if no other schema of the document has it: documents take it for one of the whole document.
    only: HashMap<String, Option<Pointer>>,
    /// The schemas with an `$id`, and the address that it makes.
    bases: HashMap<Pointer, String>,
    /// What references lead to that are relative to a schema with an `$id`, by where the references are.
    relative: HashMap<Pointer, Pointer>,
}

/// What is found of names in a document.
#[derive(Default)]
struct Found {
    /// The schemas with an `$id`.
    ids: BTreeMap<Pointer, String>,
    anchors: Vec<(String, Pointer)>,
    /// Where references by pointers are, and where they lead.
    references: Vec<(Pointer, Pointer)>,
}

impl Found {
    fn of(root: &mut Node) -> Self {
        let mut found = Self::default();
        walk(root, &mut |node, kind, pointer| {
            let target = node.get_str("$ref").and_then(Pointer::from_reference);
            if kind == Kind::Schema {
                if let Some(id) = node.get_str("$id") {
                    found.ids.insert(pointer.clone(), id.to_owned());
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    let anchor = node.get_str(key).map(str::to_owned);
                    found.anchors.extend(anchor.map(|it| (it, pointer.clone())));
                }
                let reference = target.clone().map(|it| (pointer.clone(), it));
                found.references.extend(reference);
            }
            target
        });
        found
    }
}

impl Identifiers {
    /// Finds the names of the schemas in a document.
    pub fn of(root: &mut Node) -> Self {
        let found = Found::of(root);
        let own = root.get_str("$self").unwrap_or_default();
        let mut all = Self {
            own: own.split('#').next().unwrap_or_default().to_owned(),
            addresses: HashMap::new(),
            ids: HashMap::new(),
            anchors: HashMap::new(),
            only: HashMap::new(),
            bases: HashMap::new(),
            relative: HashMap::new(),
        };
        all.add_ids(&found.ids);
        // What the document has counts first: many references within such schemas are meant like that.
        let elsewhere = found.references.into_iter();
        let elsewhere = elsewhere.filter(|(_, target)| root.find(target).is_none());
        let relative = elsewhere.filter_map(|(at, target)| {
            let target = all.base_of(&at)?.join(&target);
            root.find(&target).map(|_| (at, target))
        });
        all.relative = relative.collect();
        for (anchor, pointer) in found.anchors {
            let single = all.only.entry(anchor.clone());
            let is_first = matches!(single, Entry::Vacant(_));
            *single.or_default() = is_first.then(|| pointer.clone());
            let base = all.base_of(&pointer);
            first(&mut all.anchors, (base, anchor), &pointer);
        }
        all
    }

    /// Adds the schemas with an `$id`. That of a schema is relative to that of the schema around it, which comes first.
    fn add_ids(&mut self, ids: &BTreeMap<Pointer, String>) {
        for (pointer, id) in ids {
            let address = id.split('#').next().unwrap_or_default();
            let address = addresses::resolve(self.address_at(pointer), address);
            self.bases.insert(pointer.clone(), address.clone());
            if !id.starts_with('#') {
                first(&mut self.addresses, address, pointer);
                first(&mut self.ids, id.clone(), pointer);
            }
        }
    }

    /// Returns the nearest schema around a node, or the node, that has an `$id`.
    fn base_of(&self, pointer: &Pointer) -> Option<Pointer> {
        let mut around = pointer.ancestors().into_iter().rev();
        around.find(|it| self.bases.contains_key(it))
    }

    /// Returns the address to which those at a node are relative.
    fn address_at(&self, pointer: &Pointer) -> &str {
        let base = self.base_of(pointer);
        let address = base.and_then(|it| self.bases.get(&it));
        address.map_or(self.own.as_str(), String::as_str)
    }

    /// Returns the local reference in place of one in a schema; `None` if it stays as it is.
    pub fn in_schema(&self, reference: &str, pointer: &Pointer) -> Option<String> {
        match self.relative.get(pointer) {
            Some(target) => Some(target.reference()),
            None => self.by_name(reference, pointer),
        }
    }

    /// Returns the local reference in place of one by a name, which can be followed by a pointer or an anchor; `None` if
    /// there is no such name.
    pub fn by_name(&self, reference: &str, pointer: &Pointer) -> Option<String> {
        let base = self.base_of(pointer);
        match (reference, &base) {
            ("#", Some(base)) => return Some(base.reference()),
            // A pointer is not a name.
            ("" | "#", _) => return None,
            (pointer, _) if pointer.starts_with("#/") => return None,
            _ => {}
        }
        if let Some(named) = self.ids.get(reference) {
            return Some(named.reference());
        }
        let (id, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let named = match id.is_empty() {
            true => base.clone(),
            false => self.named(id, self.address_at(pointer))?,
        };
        let inner = Pointer::from_reference(&format!("#{fragment}"));
        let target = match (inner, named) {
            (Some(inner), Some(named)) => named.join(&inner),
            (Some(inner), None) => inner,
            (None, named) => {
                // Within a schema that has an `$id`, an anchor is one of its own.
                let is_lenient = named.is_none();
                let own = self.anchors.get(&(named, fragment.to_owned()));
                let only = || self.only.get(fragment)?.as_ref().filter(|_| is_lenient);
                own.or_else(only)?.clone()
            }
        };
        Some(target.reference())
    }

    /// Returns the local reference in place of one to the address of the document, for what is not in a schema; `None` if
    /// it leads elsewhere.
    pub fn in_document(&self, reference: &str) -> Option<String> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let leads_here = !address.is_empty() && self.is_own(&self.own, address);
        leads_here.then(|| format!("#{fragment}"))
    }

    /// Returns the schema with an address, relative to another address; `Some(None)` is the document.
    fn named(&self, address: &str, base: &str) -> Option<Option<Pointer>> {
        if self.is_own(base, address) {
            return Some(None);
        }
        let resolved = addresses::resolve(base, address);
        let named = self.addresses.get(&resolved);
        named.or_else(|| self.ids.get(address)).cloned().map(Some)
    }

    fn is_own(&self, base: &str, address: &str) -> bool {
        !self.own.is_empty() && addresses::resolve(base, address) == self.own
    }
}

/// Remembers what has a name. Of several schemas with one name, the first by its pointer counts, in whatever order they
/// are written.
fn first<K: Eq + std::hash::Hash>(named: &mut HashMap<K, Pointer>, name: K, pointer: &Pointer) {
    let first = named.entry(name).or_insert_with(|| pointer.clone());
    if *pointer < *first {
        *first = pointer.clone();
    }
}
