//! Transitions of an object's status: graphs that generated code declares, and conclusions from them.
//!
//! The specification does not say which status follows which, so the graphs come from the overlay. They
//! have two uses: a [wait](crate::wait) fails at once if the target status cannot be reached, and a call
//! whose response was lost can be [settled](crate::driver::Settlement).

mod detail;
mod graph;
pub(crate) mod inquiry;
mod outcome;
mod reach;
pub(crate) mod settlement;
mod stateful;

pub use detail::Detail;
pub use graph::{Actor, Graph, Transition};
pub use outcome::Outcome;
pub use stateful::{Stateful, Status};
// Generated code names them.
#[doc(hidden)]
pub use crate::operation::{Same, Settlement, Subject};
