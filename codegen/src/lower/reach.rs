//! What reaches a type: the resource modules whose operations use it, and whether it is sent or received.

use std::collections::BTreeSet;

use crate::ir::{Direction, Ident, TypeId, TypeRef};
use crate::lower::groups::Groups;
use crate::lower::uses::Use;

/// The file of the models that several modules use.
const COMMON: &str = "common";

/// What reaches each type.
pub struct Reach {
    /// The module of the first use.
    first: Vec<Ident>,
    modules: Vec<BTreeSet<Ident>>,
    sent: Vec<bool>,
    received: Vec<bool>,
}

impl Reach {
    /// Follows all uses, whose types are `references`.
    pub fn new(groups: &Groups<'_>, uses: &[Use], references: &[TypeRef]) -> Self {
        let inner: Vec<Vec<TypeId>> = groups
            .ids()
            .map(|id| groups.mentioned(id).collect())
            .collect();
        let mut first = vec![None; inner.len()];
        let mut modules = vec![BTreeSet::new(); inner.len()];
        let mut sent = vec![false; inner.len()];
        let mut received = vec![false; inner.len()];
        for (it, reference) in uses.iter().zip(references) {
            let roots: Vec<TypeId> = reference.innermost().copied().into_iter().collect();
            walk(&inner, &roots, |id| {
                let is_new = first[id.0].is_none();
                first[id.0].get_or_insert_with(|| it.module.clone());
                is_new
            });
            walk(&inner, &roots, |id| modules[id.0].insert(it.module.clone()));
            let reached = match it.value.direction {
                Direction::Request => &mut sent,
                Direction::Response | Direction::Both => &mut received,
            };
            walk(&inner, &roots, |id| {
                !std::mem::replace(&mut reached[id.0], true)
            });
        }
        let common = || Ident(COMMON.to_owned());
        Self {
            first: first
                .into_iter()
                .map(|it| it.unwrap_or_else(common))
                .collect(),
            modules,
            sent,
            received,
        }
    }

    /// Returns the file of models that a type belongs to. In scripts without letter case, a type can have the name of a
    /// resource, so that the file has another one.
    pub fn group(&self, id: TypeId) -> Ident {
        let first = &self.first[id.0];
        let has_case = first.0.contains(char::is_lowercase);
        match self.modules[id.0].len() {
            0 | 1 if has_case => first.clone(),
            0 | 1 => Ident(format!("{first}_models")),
            _ => Ident(COMMON.to_owned()),
        }
    }

    /// Returns the direction in which a type is really used: one that would be the same in both directions need not
    /// be used in both.
    pub fn direction(&self, id: TypeId, possible: Direction) -> Direction {
        match (possible, self.sent[id.0], self.received[id.0]) {
            (Direction::Both, true, true) => Direction::Both,
            (Direction::Both, true, false) => Direction::Request,
            (Direction::Both, false, _) => Direction::Response,
            (possible, ..) => possible,
        }
    }
}

/// Visits types and what is in them, as long as `visit` says that a type is new.
fn walk(inner: &[Vec<TypeId>], roots: &[TypeId], mut visit: impl FnMut(TypeId) -> bool) {
    let mut pending = roots.to_vec();
    while let Some(id) = pending.pop() {
        if visit(id) {
            pending.extend(&inner[id.0]);
        }
    }
}
