//! Finds out which values of a discriminator lead to a member of a union.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::node::At;
use crate::pointer::Pointer;

/// A value of a mapping, with its position.
type Value<'a> = (usize, &'a str);

/// The values of a mapping, by what they lead to.
#[derive(Debug, Default)]
pub struct Mapping<'a> {
    /// By what stands there: it can be the name of a component.
    texts: HashMap<&'a str, Vec<Value<'a>>>,
    /// By the pointer that stands there as a reference.
    pointers: HashMap<Pointer, Vec<Value<'a>>>,
}

impl<'a> Mapping<'a> {
    /// Reads a mapping.
    pub fn new(mapping: &At<'a>) -> Self {
        let mut made = Self::default();
        for (index, entry) in mapping.node.entries().iter().enumerate() {
            let Some(to) = entry.node.as_str() else {
                continue;
            };
            let value = (index, entry.key.as_str());
            made.texts.entry(to).or_default().push(value);
            if let Some(pointer) = Pointer::from_reference(to) {
                made.pointers.entry(pointer).or_default().push(value);
            }
        }
        made
    }

    /// Returns the values that lead to a component, in the order of the mapping.
    pub fn leading_to(&self, target: &Pointer) -> Vec<String> {
        let name = target.last();
        let by_name = name.and_then(|it| self.texts.get(it.as_str()));
        let by_pointer = self.pointers.get(target);
        let found: BTreeSet<Value<'_>> = by_name
            .into_iter()
            .chain(by_pointer)
            .flatten()
            .copied()
            .collect();
        found.into_iter().map(|(_, it)| it.to_owned()).collect()
    }
}
