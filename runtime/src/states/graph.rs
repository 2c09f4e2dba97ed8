//! Graphs of transitions.

use std::fmt;

/// The transitions between the statuses of one type of object.
///
/// A status that occurs in no transition is *unknown*: nothing is concluded from it. A status that occurs,
/// but that no transition starts from, is final. Statuses are compared without regard to letter case,
/// since both cases have been observed in responses.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Graph {
    /// The enum of the statuses, such as `UsageFileStatus`.
    pub name: &'static str,
    /// The transitions.
    pub transitions: &'static [Transition],
    /// Groups of statuses that a wait treats as the same: servers have different names for the same
    /// step.
    pub same: &'static [&'static [&'static str]],
}

/// One change of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The statuses before; empty for the creation of the object.
    pub from: &'static [&'static str],
    /// The statuses after: the object has one of them.
    pub to: &'static [&'static str],
    /// Who causes the transition.
    pub by: Actor,
    /// The function that causes the transition, such as `files::submit`; `None` for transitions of the
    /// platform, and for those that the API does not offer.
    pub via: Option<&'static str>,
}

/// Who can change a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Actor {
    /// The account that reports usage.
    Vendor,
    /// The account that receives reports, and bills them.
    Provider,
    /// The platform, by itself.
    System,
}

impl Graph {
    /// A graph of transitions.
    #[doc(hidden)]
    pub const fn new(name: &'static str, transitions: &'static [Transition]) -> Self {
        Self {
            name,
            transitions,
            same: &[],
        }
    }

    /// The same graph, with groups of statuses that a wait treats as the same.
    #[doc(hidden)]
    #[must_use]
    pub const fn same(mut self, groups: &'static [&'static [&'static str]]) -> Self {
        self.same = groups;
        self
    }

    /// Whether the status occurs in a transition.
    pub fn knows(&self, status: &str) -> bool {
        self.transitions
            .iter()
            .any(|it| names(it.from, status) || names(it.to, status))
    }

    /// Whether a wait treats two statuses as the same: they have the same name, or are in the same group.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
            || self
                .same
                .iter()
                .any(|group| names(group, one) && names(group, other))
    }
}

impl Transition {
    /// A transition by the platform.
    #[doc(hidden)]
    pub const fn system(from: &'static [&'static str], to: &'static [&'static str]) -> Self {
        Self {
            from,
            to,
            by: Actor::System,
            via: None,
        }
    }

    /// A transition by an account, with a function if the API has one.
    #[doc(hidden)]
    pub const fn act(
        from: &'static [&'static str],
        to: &'static [&'static str],
        by: Actor,
        via: Option<&'static str>,
    ) -> Self {
        Self { from, to, by, via }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Vendor => "vendor",
            Self::Provider => "provider",
            Self::System => "system",
        })
    }
}

/// Whether the status is among the names.
pub(super) fn names(list: &[&str], status: &str) -> bool {
    list.iter().any(|it| it.eq_ignore_ascii_case(status))
}
