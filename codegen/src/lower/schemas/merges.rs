//! The objects that are merged from others: what several members of `allOf` declare of one property.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use crate::lower::schema::{SchemaId, Shape};
use crate::pointer::Pointer;

/// The objects that are merged from others.
#[derive(Debug, Default)]
pub struct Merges {
    /// The merged object of each list of objects and maps, for each `allOf` that merges them.
    pub ids: HashMap<(Pointer, Vec<Shape>), SchemaId>,
    /// The number of objects that each `allOf` merges.
    pub counts: HashMap<Pointer, usize>,
    /// What each merged object consists of.
    pub parts: HashMap<SchemaId, Vec<Shape>>,
    /// The object that requires more properties than another one, by what it requires, for each `allOf` that says so.
    pub requiring: HashMap<(Pointer, Shape, BTreeSet<String>), SchemaId>,
    /// What is made of others: merged, or with more required properties.
    pub made: HashSet<SchemaId>,
    /// The merged objects that contain themselves.
    pub recursive: HashSet<SchemaId>,
    /// The properties that the objects at some pointers have once they are merged with others.
    pub declared: HashMap<Pointer, HashSet<String>>,
}

impl Merges {
    /// Returns whether an object has a property once it is merged with others.
    pub fn declares(&self, object: &Pointer, property: &str) -> bool {
        let declared = self.declared.get(object);
        declared.is_some_and(|it| it.contains(property))
    }
}
