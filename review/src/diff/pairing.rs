//! Finds types that have another name in the new contract, and stand in the same places with much the same content: a
//! component under another key, or an inline schema that became a component.

use std::collections::{BTreeMap, BTreeSet};

use super::counterparts::Counterparts;
use super::finding::sides;
use super::names::call;
use super::reach::{body, members, referred};
use connect_codegen::ir::{Api, Operation, Success, Type, TypeDef, TypeId, TypeKind, TypeRef};

/// Returns the types that have another name in the new contract: old names and new names.
pub fn renamed_types(
    old: &Api,
    new: &Api,
    counterparts: &Counterparts,
) -> BTreeMap<String, String> {
    let mut renamed = by_position(old, new, counterparts);
    let mut walk = Walk {
        old,
        new,
        visited: BTreeSet::new(),
        found: Vec::new(),
    };
    for sides in sides(&old.operations, &new.operations, call) {
        if let (Some(before), Some(now)) = sides {
            walk.operations(before, now);
        }
    }
    for (gone, fresh) in walk.found {
        let is_free = !renamed.contains_key(&gone) && !renamed.values().any(|it| *it == fresh);
        if is_free && lacks(new, &gone) && lacks(old, &fresh) {
            renamed.insert(gone, fresh);
        }
    }
    renamed
}

fn lacks(api: &Api, name: &str) -> bool {
    !api.types.iter().any(|def| def.name.0 == name)
}

/// Pairs types whose schemas are in the same place.
fn by_position(old: &Api, new: &Api, counterparts: &Counterparts) -> BTreeMap<String, String> {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for gone in old.types.iter().filter(|def| lacks(new, &def.name.0)) {
        let spans: Vec<_> = gone
            .pointers
            .iter()
            .map(|at| counterparts.in_new(at))
            .collect();
        let fresh = new.types.iter().find(|def| {
            lacks(old, &def.name.0)
                && def.direction == gone.direction
                && !renamed.values().any(|taken| *taken == def.name.0)
                && def.pointers.iter().any(|at| spans.contains(at))
        });
        if let Some(fresh) = fresh {
            renamed.insert(gone.name.0.clone(), fresh.name.0.clone());
        }
    }
    renamed
}

/// A walk over the types of both contracts at the same time, from what operations use.
struct Walk<'a> {
    old: &'a Api,
    new: &'a Api,
    visited: BTreeSet<(TypeId, TypeId)>,
    /// Names of types in the same places with much the same content.
    found: Vec<(String, String)>,
}

impl Walk<'_> {
    fn operations(&mut self, old: &Operation, new: &Operation) {
        self.both(
            old.request.as_ref().map(|it| &it.ty),
            new.request.as_ref().map(|it| &it.ty),
        );
        self.both(result(&old.success), result(&new.success));
        for (before, now) in sides(&old.responses, &new.responses, |it| it.status) {
            self.both(
                before.and_then(|it| body(&it.payload)),
                now.and_then(|it| body(&it.payload)),
            );
        }
        for (before, now) in sides(&old.parameters, &new.parameters, |it| {
            (it.location, it.wire.clone())
        }) {
            self.both(before.map(|it| &it.ty), now.map(|it| &it.ty));
        }
        for (before, now) in sides(&old.filters, &new.filters, |it| it.wire.clone()) {
            self.both(before.map(|it| &it.ty), now.map(|it| &it.ty));
        }
        for (before, now) in sides(&old.headers, &new.headers, |it| it.wire.clone()) {
            self.both(before.map(|it| &it.ty), now.map(|it| &it.ty));
        }
    }

    fn both(&mut self, old: Option<&TypeRef>, new: Option<&TypeRef>) {
        match (old, new) {
            (Some(Type::Array(old)), Some(Type::Array(new)))
            | (Some(Type::Map(old)), Some(Type::Map(new)))
            | (Some(Type::Optional(old)), Some(Type::Optional(new))) => {
                self.both(Some(old), Some(new));
            }
            (Some(Type::Named(old)), Some(Type::Named(new))) => self.types(*old, *new),
            _ => {}
        }
    }

    fn types(&mut self, old: TypeId, new: TypeId) {
        let (before, now) = (self.old.type_def(old), self.new.type_def(new));
        if !self.visited.insert((old, new)) || !is_alike(before, now) {
            return;
        }
        if before.name != now.name {
            self.found.push((before.name.0.clone(), now.name.0.clone()));
        }
        match (&before.kind, &now.kind) {
            (TypeKind::Struct(before), TypeKind::Struct(now))
            | (TypeKind::Form(before), TypeKind::Form(now)) => {
                for (before, now) in sides(before, now, |field| field.wire.clone()) {
                    self.both(before.map(|it| &it.ty), now.map(|it| &it.ty));
                }
            }
            _ => {
                let pairs = referred(before).into_iter().zip(referred(now));
                for (before, now) in pairs {
                    self.both(Some(before), Some(now));
                }
            }
        }
    }
}

/// Returns the type that a call returns, if it is one.
fn result(success: &Success) -> Option<&TypeRef> {
    match success {
        Success::Json(ty) | Success::OptionalJson(ty) | Success::Page(ty) => Some(ty),
        _ => None,
    }
}

/// Returns whether two types of another name can be the same one: they are of one kind, and share more than half of
/// their members.
fn is_alike(old: &TypeDef, new: &TypeDef) -> bool {
    let (before, now) = (members(old), members(new));
    let shared = before.iter().filter(|it| now.contains(it)).count();
    let is_union = matches!(old.kind, TypeKind::Union(_));
    old.kind.as_str() == new.kind.as_str()
        && old.direction == new.direction
        && match is_union {
            true => before.len() == now.len(),
            false => {
                shared * 2 > before.len().max(now.len()) || (before.is_empty() && now.is_empty())
            }
        }
}
