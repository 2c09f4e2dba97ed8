//! A difference of the contract, before it is known what it does to callers.

use crate::pointer::Pointer;

/// A difference of the contract.
#[derive(Debug, Clone)]
pub struct Finding {
    /// A stable short name of its kind.
    pub code: &'static str,
    /// What is different: ``field `note` ``.
    pub what: String,
    /// Of which types or operations: the same property may be a field of two.
    pub of: Vec<String>,
    /// Where it stood.
    pub old: Option<Pointer>,
    /// Where it stands.
    pub new: Option<Pointer>,
    /// What it means on the wire.
    pub wire: String,
    /// What to say where it touches no public item.
    pub otherwise: String,
    /// The public items that may differ because of it.
    pub claims: Vec<Claim>,
    /// A function whose calls mean something else now, though they compile.
    pub misleads: Option<String>,
}

/// Public items that may differ because of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The item alone.
    Item(String),
    /// The item and everything below it.
    Whole(String),
    /// Whatever mentions the first name and would be the same with the second.
    Renamed(String, String),
}

impl Claim {
    /// Whether an item is claimed by its key.
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
    /// A finding about something that stands nowhere yet and claims nothing.
    pub fn new(code: &'static str, what: impl Into<String>, wire: impl Into<String>) -> Self {
        Self {
            code,
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

    /// The same finding of a type or an operation.
    pub fn of(mut self, name: impl Into<String>) -> Self {
        self.of.push(name.into());
        self
    }

    /// The same finding with the place where it stood.
    pub fn was_at(mut self, pointer: &Pointer) -> Self {
        self.old = Some(pointer.clone());
        self
    }

    /// The same finding with the place where it stands.
    pub fn now_at(mut self, pointer: &Pointer) -> Self {
        self.new = Some(pointer.clone());
        self
    }

    /// The same finding with both places.
    pub fn at(self, old: &Pointer, new: &Pointer) -> Self {
        self.was_at(old).now_at(new)
    }

    /// The same finding with what to say where no public item is touched.
    pub fn otherwise(mut self, text: impl Into<String>) -> Self {
        self.otherwise = text.into();
        self
    }

    /// The same finding with a claim.
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// The same finding with claims.
    pub fn claims(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims);
        self
    }

    /// The same finding, by which a function's arguments mean something else.
    pub fn misleads(mut self, function: String) -> Self {
        self.misleads = Some(function);
        self
    }

    /// What is different, of what.
    pub fn subject(&self) -> String {
        let names: Vec<String> = self.of.iter().map(|name| format!("`{name}`")).collect();
        match names.as_slice() {
            [] => self.what.clone(),
            names => format!("{} of {}", self.what, names.join(" and ")),
        }
    }
}

/// Findings of the same kind at the same places with the same meaning are one: a schema may be a
/// type in answers and another one in requests.
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in findings {
        let same = |other: &&mut Finding| {
            other.code == finding.code
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

/// Compares a documentation of ours.
pub fn documentation(
    what: impl Into<String>,
    old: (Option<&str>, &Pointer),
    new: (Option<&str>, &Pointer),
) -> Option<Finding> {
    (old.0 != new.0).then(|| {
        Finding::new(
            "documentation",
            format!("documentation of {}", what.into()),
            "Nothing.",
        )
        .at(old.1, new.1)
        .otherwise("Nothing but what is to be read.")
    })
}

/// A value before and after, as it is shown: `` `a`, was `b` ``.
pub fn shift(old: &str, new: &str) -> String {
    format!("`{new}`, was `{old}`")
}

/// Names on both sides that one side alone has: what is gone, and what is new.
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
