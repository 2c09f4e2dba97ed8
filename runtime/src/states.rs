//! Transitions of an object's status: graphs that generated code declares, and conclusions from them.
//!
//! The specification does not say which status follows which, so the graphs come from the overlay. They
//! have two uses: a [wait](crate::wait) fails at once if the target status cannot be reached, and a call
//! whose response was lost can be [settled](crate::driver::Settlement).

mod detail;
pub(crate) mod inquiry;
mod reach;
pub(crate) mod settlement;

use std::fmt;

use crate::observed::Observed;
use crate::open_enum::OpenEnum;
use crate::response::Response;

pub use detail::Detail;
pub(crate) use reach::Reach;
pub use settlement::Outcome;
// Generated code names them.
#[doc(hidden)]
pub use settlement::{Same, Settlement, Subject};

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

/// A status whose transitions are known.
#[diagnostic::on_unimplemented(
    message = "the transitions of `{Self}` are not known",
    note = "statuses with a graph are those that `x-connect-states` in the overlay is about"
)]
pub trait Status: OpenEnum {
    /// The transitions between the statuses.
    const GRAPH: &'static Graph;
}

/// An object that has a status whose transitions are known: it can be waited for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be waited for",
    label = "this call does not return an object that has a status",
    note = "wait with a function that reads one object, such as `files::get`"
)]
pub trait Stateful {
    /// The status.
    type Status: Status;

    /// The status of the object; `None` if the response had none.
    fn status(&self) -> Option<&Self::Status>;

    /// Why the object failed, as stated by the API in the object itself.
    fn detail(&self) -> Option<String> {
        None
    }

    /// The response that the object was read from, if it is available.
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

/// Whether the status is among the names.
fn names(list: &[&str], status: &str) -> bool {
    list.iter().any(|it| it.eq_ignore_ascii_case(status))
}
