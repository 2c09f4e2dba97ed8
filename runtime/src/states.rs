//! How the status of an object changes: graphs that generated code declares, and what follows of them.
//!
//! No specification says which status follows which, so the graphs come from our overlay. They serve
//! two ends: a [wait](crate::wait) gives up at once where the wanted status cannot come, and a call
//! whose response was lost can be [settled](crate::driver::Settlement).

mod detail;
mod reach;
pub(crate) mod settlement;

use std::fmt;

use crate::observed::Observed;
use crate::open_enum::OpenEnum;
use crate::response::Response;

pub use detail::Detail;
pub(crate) use reach::Reach;
pub use settlement::Outcome;
// Generated code names it.
#[doc(hidden)]
pub use settlement::Settlement;

/// Which status follows which, for one kind of object.
///
/// A status that no move names is *unknown* here: nothing is concluded from it. One that is named,
/// but that nothing leads away from, is final. Statuses are compared without regard to letter case,
/// since responses were seen with either.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Graph {
    /// The enum of the statuses, such as `UsageFileStatus`.
    pub name: &'static str,
    /// The transitions.
    pub transitions: &'static [Transition],
    /// Groups of statuses that are one to whoever waits for them: different servers have different
    /// names for the same step.
    pub same: &'static [&'static [&'static str]],
}

/// One way in which a status changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The statuses before; none for the making of the object.
    pub from: &'static [&'static str],
    /// The statuses after: one of them follows.
    pub to: &'static [&'static str],
    /// Who makes the move.
    pub by: Actor,
    /// The function that makes the transition, such as `files::submit`; none for transitions of the platform, and
    /// for those that the API does not offer.
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

    /// The same graph, with groups of statuses that are one to whoever waits.
    #[doc(hidden)]
    #[must_use]
    pub const fn same(mut self, groups: &'static [&'static [&'static str]]) -> Self {
        self.same = groups;
        self
    }

    /// Whether any move names the status.
    pub fn knows(&self, status: &str) -> bool {
        self.transitions
            .iter()
            .any(|it| names(it.from, status) || names(it.to, status))
    }

    /// Whether two statuses are one to whoever waits: by their names, or by a group that has both.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
            || self
                .same
                .iter()
                .any(|group| names(group, one) && names(group, other))
    }
}

impl Transition {
    /// A move of the platform.
    #[doc(hidden)]
    pub const fn system(from: &'static [&'static str], to: &'static [&'static str]) -> Self {
        Self {
            from,
            to,
            by: Actor::System,
            via: None,
        }
    }

    /// Somebody's move, by a function if the API has one.
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

/// A status whose transitions are known.
#[diagnostic::on_unimplemented(
    message = "it is not known how a `{Self}` changes",
    note = "statuses with a graph are those that `x-connect-states` in the overlay is about"
)]
pub trait Status: OpenEnum {
    /// Which status follows which.
    const GRAPH: &'static Graph;
}

/// An object that has a status whose transitions are known: it can be waited for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be waited for",
    label = "this call does not response one object that has a status",
    note = "wait with a function that reads one object, such as `files::get`"
)]
pub trait Stateful {
    /// The status.
    type Status: Status;

    /// The status of the object; none if the response had none.
    fn status(&self) -> Option<&Self::Status>;

    /// What the object itself says about why it failed, in the words of the API.
    fn detail(&self) -> Option<String> {
        None
    }

    /// The response that the object was read from, where that is at hand.
    fn response(&self) -> Option<&Response> {
        None
    }
}

impl<T: Stateful> Stateful for Observed<T> {
    type Status = T::Status;

    fn status(&self) -> Option<&Self::Status> {
        self.value.status()
    }

    fn detail(&self) -> Option<String> {
        self.value.detail()
    }

    fn response(&self) -> Option<&Response> {
        Some(&self.response)
    }
}

/// Whether the list has the status.
fn names(list: &[&str], status: &str) -> bool {
    list.iter().any(|it| it.eq_ignore_ascii_case(status))
}
