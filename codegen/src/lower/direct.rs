//! Finds the schemas that need two types: one for requests, one for responses.
//!
//! Requests and responses differ: a response can lack or add anything, a request must follow the
//! contract. A component that is used in both directions becomes two types if the two would differ,
//! otherwise one.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Access, Presence};
use crate::lower::arena::Arena;
use crate::lower::schema::{Body, Definition, Property, SchemaId, Shape};

/// Returns the definitions that differ by direction, themselves or in what they contain.
pub fn differing(arena: &Arena) -> BTreeSet<SchemaId> {
    let mut holders: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut pending = Vec::new();
    for (id, definition) in arena.iter() {
        for inner in contained(definition).filter_map(Shape::innermost) {
            holders.entry(*inner).or_default().push(id);
        }
        if differs(&definition.body) {
            pending.push(id);
        }
    }
    let mut differing = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if differing.insert(id) {
            pending.extend(holders.get(&id).into_iter().flatten());
        }
    }
    differing
}

fn contained(definition: &Definition) -> impl Iterator<Item = &Shape> {
    in_body(&definition.body).chain(&definition.rest)
}

fn in_body(body: &Body) -> Box<dyn Iterator<Item = &Shape> + '_> {
    match body {
        Body::Newtype(inner) => Box::new(std::iter::once(inner)),
        Body::Object(properties) => Box::new(properties.iter().map(|it| &it.shape)),
        Body::Union(members) => Box::new(members.iter().map(|it| &it.shape)),
        Body::Strings(_) | Body::Integers(_) => Box::new(std::iter::empty()),
    }
}

/// Returns whether a definition itself differs by direction.
fn differs(body: &Body) -> bool {
    let property_differs = |it: &Property| {
        let is_plain = it.access == Access::ReadWrite && !it.always;
        !is_plain || Presence::new(it.required, it.nullable) != Presence::Optional
    };
    match body {
        Body::Object(properties) => properties.iter().any(property_differs),
        Body::Union(_) | Body::Newtype(_) | Body::Strings(_) | Body::Integers(_) => false,
    }
}
