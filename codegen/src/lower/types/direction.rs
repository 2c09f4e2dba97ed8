//! Finds the schemas that differ by direction, and the types that contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Access, Presence, Type, TypeDef, TypeKind, TypeRef};
use crate::lower::schemas::Schemas;
use crate::lower::shape::{Body, Definition, SchemaRef, Shape};
use crate::lower::types::Types;

impl Types<'_, '_> {
    /// Returns whether a component becomes two types, one for requests and one for responses.
    pub(super) fn differs(&mut self, name: &str) -> bool {
        if self.differing.is_none() {
            self.differing = Some(differing(self.schemas));
        }
        self.differing
            .as_ref()
            .is_some_and(|differing| differing.contains(name))
    }
}

/// Returns the components that differ by direction, themselves or in what they contain.
fn differing(schemas: &Schemas<'_>) -> BTreeSet<String> {
    let mut contains: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut differing = BTreeSet::new();
    let section = schemas
        .document
        .root
        .get("components")
        .and_then(|components| components.get("schemas"));
    for (name, _) in section.iter().flat_map(|section| section.members()) {
        let Some(component) = schemas.component(name) else {
            continue;
        };
        let mut inner = BTreeSet::new();
        if walk(&component.shape, &mut inner) {
            differing.insert(name.to_owned());
        }
        contains.insert(name.to_owned(), inner);
    }
    loop {
        let more: Vec<String> = contains
            .iter()
            .filter(|(name, inner)| !differing.contains(*name) && !inner.is_disjoint(&differing))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return differing;
        }
        differing.extend(more);
    }
}

/// Returns whether a shape itself differs by direction, and collects the components that it
/// mentions.
fn walk(shape: &Shape, mentioned: &mut BTreeSet<String>) -> bool {
    match shape {
        Type::Array(inner) | Type::Map(inner) => walk(inner, mentioned),
        Type::Named(SchemaRef::Component(name)) => {
            mentioned.insert(name.clone());
            false
        }
        Type::Named(SchemaRef::Inline(definition)) => walk_definition(definition, mentioned),
        _ => false,
    }
}

fn walk_definition(definition: &Definition, mentioned: &mut BTreeSet<String>) -> bool {
    // Every part is visited, even when the result is known, to collect the components.
    let mut differs = false;
    match &definition.body {
        Body::Object(properties) => {
            for property in properties {
                let presence = Presence::new(property.required, property.nullable);
                let plain = property.access == Access::ReadWrite && !property.always;
                differs |= !plain || presence != Presence::Optional;
                differs |= walk(&property.shape, mentioned);
            }
        }
        Body::Union(members) => {
            for member in members {
                differs |= walk(&member.shape, mentioned);
            }
        }
        Body::Strings(_) | Body::Integers(_) => {}
    }
    differs
}

/// Boxes the fields through which a type would contain itself.
pub(super) fn box_cycles(types: &mut [TypeDef]) {
    let direct: Vec<Vec<usize>> = types.iter().map(|def| directly(&def.kind)).collect();
    let cycles = cycles(&direct);
    for (index, def) in types.iter_mut().enumerate() {
        if let TypeKind::Struct(fields) = &mut def.kind {
            for field in fields {
                if let Type::Named(id) = field.ty {
                    field.boxed = id.0 == index || cycles[id.0] == cycles[index];
                }
            }
        }
    }
}

/// Returns the types that a value contains directly, without an array or a map in between.
fn directly(kind: &TypeKind) -> Vec<usize> {
    let of = |ty: &TypeRef| match ty {
        Type::Named(id) => Some(id.0),
        _ => None,
    };
    match kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            fields.iter().filter_map(|field| of(&field.ty)).collect()
        }
        // Members of unions are already boxed.
        _ => Vec::new(),
    }
}

/// Returns the cycle of each type: two types have the same number if and only if each contains the
/// other (strongly connected components by Tarjan's algorithm, with an explicit stack).
fn cycles(direct: &[Vec<usize>]) -> Vec<usize> {
    const OPEN: usize = usize::MAX;
    let mut order = vec![OPEN; direct.len()];
    let mut lowest = vec![OPEN; direct.len()];
    let mut cycle = vec![OPEN; direct.len()];
    let mut stack = Vec::new();
    let mut next = 0;
    for start in 0..direct.len() {
        // Each frame is a type, and the number of contained types that are done.
        let mut frames = if order[start] == OPEN {
            vec![(start, 0)]
        } else {
            Vec::new()
        };
        while let Some((at, done)) = frames.pop() {
            if done == 0 {
                order[at] = next;
                lowest[at] = next;
                next += 1;
                stack.push(at);
            }
            if let Some(&inner) = direct[at].get(done) {
                frames.push((at, done + 1));
                if order[inner] == OPEN {
                    frames.push((inner, 0));
                } else if cycle[inner] == OPEN {
                    lowest[at] = lowest[at].min(order[inner]);
                }
                continue;
            }
            if lowest[at] == order[at] {
                while let Some(member) = stack.pop() {
                    cycle[member] = order[at];
                    if member == at {
                        break;
                    }
                }
            }
            if let Some((outer, _)) = frames.last() {
                lowest[*outer] = lowest[*outer].min(lowest[at]);
            }
        }
    }
    cycle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_those_that_reach_each_other() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 4 -> 3, 5 -> 5, 6 -> 0
        let direct = [
            vec![1],
            vec![2],
            vec![0, 3],
            vec![4],
            vec![3],
            vec![5],
            vec![0, 4],
        ];
        let cycles = cycles(&direct);
        let reaches = |from: usize, to: usize| {
            let mut stack = BTreeSet::new();
            let mut pending = direct[from].clone();
            while let Some(at) = pending.pop() {
                if stack.insert(at) {
                    pending.extend(&direct[at]);
                }
            }
            stack.contains(&to)
        };
        for one in 0..direct.len() {
            for two in 0..direct.len() {
                let both = one == two || reaches(one, two) && reaches(two, one);
                assert_eq!(cycles[one] == cycles[two], both, "{one} {two}");
            }
        }
    }
}
