//! A difference of the contracts, before its effect on callers is known.

use super::kinds::ChangeKind;
use connect_codegen::Pointer;
use connect_codegen::ir::{TypeId, TypeRef};

/// A difference of the contracts.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it is about.
    pub kind: ChangeKind,
    /// What else differs in the same places.
    pub also: Vec<ChangeKind>,
    /// What differs: ``field `note` ``.
    pub what: String,
    /// Where it is: several places are one vendor edit with copies.
    pub places: Vec<Site>,
    /// What changes on the wire.
    pub wire: String,
    /// What else must be the same in copies of one edit, such as the type of a new field.
    pub same: String,
    /// What to say if it affects no public item.
    pub otherwise: String,
    /// The public items that can differ because of it.
    pub claims: Vec<Claim>,
    /// Functions whose calls may still compile, but now mean something else.
    pub misleads: Vec<String>,
    /// The function that has another name by it: the old name and the new one.
    pub renames: Option<[String; 2]>,
    /// The types of the new contract that it may bring: those that the new side refers to.
    pub brings: Vec<TypeId>,
    /// The types of the old contract that it may remove: those that the old side referred to.
    pub drops: Vec<TypeId>,
}

/// A place of a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The type or operation that it belongs to: a property can be a field of two types.
    pub of: Option<String>,
    /// Where it was.
    pub old: Option<Pointer>,
    /// Where it is.
    pub new: Option<Pointer>,
}

/// Public items that can differ because of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// One item.
    Item(String),
    /// An item and everything below it.
    Whole(String),
    /// Any item that mentions the first name and would be equal with the second.
    Renamed(String, String),
}

impl Claim {
    /// Returns whether an item is claimed by its key.
    pub fn covers(&self, item: &str) -> bool {
        match self {
            Self::Item(key) => item == key,
            Self::Whole(key) => item
                .strip_prefix(key.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':'])),
            Self::Renamed(..) => false,
        }
    }
}

impl Finding {
    /// Creates a finding without positions and claims.
    pub fn new(kind: ChangeKind, what: impl Into<String>, wire: impl Into<String>) -> Self {
        Self {
            kind,
            also: Vec::new(),
            what: what.into(),
            places: vec![Site::default()],
            wire: wire.into(),
            same: String::new(),
            otherwise: "Nothing.".to_owned(),
            claims: Vec::new(),
            misleads: Vec::new(),
            renames: None,
            brings: Vec::new(),
            drops: Vec::new(),
        }
    }

    /// Sets the type or the operation that it belongs to.
    pub fn of(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        for site in &mut self.places {
            site.of = Some(name.clone());
        }
        self
    }

    /// Sets where it was.
    pub fn was_at(mut self, pointer: &Pointer) -> Self {
        for site in &mut self.places {
            site.old = Some(pointer.clone());
        }
        self
    }

    /// Sets where it is.
    pub fn now_at(mut self, pointer: &Pointer) -> Self {
        for site in &mut self.places {
            site.new = Some(pointer.clone());
        }
        self
    }

    /// Sets both positions.
    pub fn at(self, old: &Pointer, new: &Pointer) -> Self {
        self.was_at(old).now_at(new)
    }

    /// Sets what to say if no public item is affected.
    pub fn otherwise(mut self, text: impl Into<String>) -> Self {
        self.otherwise = text.into();
        self
    }

    /// Sets what else must be the same in copies of one edit.
    pub fn same(mut self, text: impl Into<String>) -> Self {
        self.same = text.into();
        self
    }

    /// Adds a claim.
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// Adds claims.
    pub fn claims(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims);
        self
    }

    /// Adds a function whose arguments can now mean something else.
    pub fn misleads(mut self, function: String) -> Self {
        self.misleads.push(function);
        self
    }

    /// Sets the function that has another name.
    pub fn renames(mut self, old: String, new: String) -> Self {
        self.renames = Some([old, new]);
        self
    }

    /// Adds the types that the new side refers to.
    pub fn brings<'t>(mut self, types: impl IntoIterator<Item = &'t TypeRef>) -> Self {
        let ids = types.into_iter().filter_map(TypeRef::innermost);
        self.brings.extend(ids.copied());
        self
    }

    /// Adds the types that the old side referred to.
    pub fn drops<'t>(mut self, types: impl IntoIterator<Item = &'t TypeRef>) -> Self {
        let ids = types.into_iter().filter_map(TypeRef::innermost);
        self.drops.extend(ids.copied());
        self
    }

    /// Adds what a finding that is part of this one says of Rust: its claims, and the types that it may bring or
    /// remove.
    pub fn absorb(&mut self, other: Self) {
        for claim in other.claims {
            if !self.claims.contains(&claim) {
                self.claims.push(claim);
            }
        }
        self.misleads.extend(other.misleads);
        self.brings.extend(other.brings);
        self.drops.extend(other.drops);
    }
}

/// Compares documentation from overlays.
pub fn documentation(
    what: impl Into<String>,
    of: Option<&str>,
    old: (Option<&str>, &Pointer),
    new: (Option<&str>, &Pointer),
) -> Option<Finding> {
    (old.0 != new.0).then(|| {
        let what = format!("documentation of {}", what.into());
        let finding = Finding::new(ChangeKind::Documentation, what, "Nothing.")
            .at(old.1, new.1)
            .otherwise("Nothing but its documentation.");
        match of {
            Some(of) => finding.of(of),
            None => finding,
        }
    })
}

/// Formats an old and a new value: `` `a`, was `b` ``.
pub fn shift(old: &str, new: &str) -> String {
    format!("`{new}`, was `{old}`")
}

/// Pairs the elements of both sides by key: removed ones have no new element, added ones no old
/// one.
pub fn sides<'a, T, K: PartialEq>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut pairs: Vec<(Option<&T>, Option<&T>)> = old
        .iter()
        .map(|one| (Some(one), new.iter().find(|other| key(other) == key(one))))
        .collect();
    let fresh = new
        .iter()
        .filter(|one| !old.iter().any(|other| key(other) == key(one)));
    pairs.extend(fresh.map(|one| (None, Some(one))));
    pairs
}
