//! A difference of the contracts, before its effect on callers is known.

use super::kinds::ChangeKind;
use connect_codegen::Pointer;

/// A difference of the contracts.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it is about.
    pub kind: ChangeKind,
    /// What differs: ``field `note` ``.
    pub what: String,
    /// The types or operations that it belongs to: a property can be a field of two types.
    pub of: Vec<String>,
    /// Where it was.
    pub old: Option<Pointer>,
    /// Where it is.
    pub new: Option<Pointer>,
    /// What changes on the wire.
    pub wire: String,
    /// What to say if it affects no public item.
    pub otherwise: String,
    /// The public items that can differ because of it.
    pub claims: Vec<Claim>,
    /// A function whose calls still compile, but now mean something else.
    pub misleads: Option<String>,
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
            what: what.into(),
            of: Vec::new(),
            old: None,
            new: None,
            wire: wire.into(),
            otherwise: "Nothing.".to_owned(),
            claims: Vec::new(),
            misleads: None,
        }
    }

    /// Adds the type or the operation that it belongs to.
    pub fn of(mut self, name: impl Into<String>) -> Self {
        self.of.push(name.into());
        self
    }

    /// Sets where it was.
    pub fn was_at(mut self, pointer: &Pointer) -> Self {
        self.old = Some(pointer.clone());
        self
    }

    /// Sets where it is.
    pub fn now_at(mut self, pointer: &Pointer) -> Self {
        self.new = Some(pointer.clone());
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

    /// Sets the function whose arguments now mean something else.
    pub fn misleads(mut self, function: String) -> Self {
        self.misleads = Some(function);
        self
    }

    /// Returns what differs, and what it belongs to.
    pub fn subject(&self) -> String {
        let names: Vec<String> = self.of.iter().map(|name| format!("`{name}`")).collect();
        match names.as_slice() {
            [] => self.what.clone(),
            names => format!("{} of {}", self.what, names.join(" and ")),
        }
    }
}

/// Merges findings with the same code, positions and meaning: a schema can be one type for requests
/// and another for responses.
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in findings {
        let same = |other: &&mut Finding| {
            other.kind == finding.kind
                && other.what == finding.what
                && other.old == finding.old
                && other.new == finding.new
                && (other.old.is_some() || other.new.is_some())
        };
        let Some(other) = merged.iter_mut().find(same) else {
            merged.push(finding);
            continue;
        };
        for name in finding.of {
            if !other.of.contains(&name) {
                other.of.push(name);
            }
        }
        if other.wire != finding.wire {
            other.wire = format!("{} {}", other.wire, finding.wire);
        }
        other.claims.extend(finding.claims);
    }
    merged
}

/// Compares documentation from overlays.
pub fn documentation(
    what: impl Into<String>,
    old: (Option<&str>, &Pointer),
    new: (Option<&str>, &Pointer),
) -> Option<Finding> {
    (old.0 != new.0).then(|| {
        Finding::new(
            ChangeKind::Documentation,
            format!("documentation of {}", what.into()),
            "Nothing.",
        )
        .at(old.1, new.1)
        .otherwise("Nothing but its documentation.")
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
