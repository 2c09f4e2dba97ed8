//! Objects with a status whose transitions are known.

use super::graph::Graph;
use crate::observed::Observed;
use crate::open_enum::OpenEnum;
use crate::response::Response;

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
