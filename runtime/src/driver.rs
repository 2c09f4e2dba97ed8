//! What a client needs in order to send calls: for implementations of clients and transports, not for their users.
//!
//! - [`failure`] makes errors, and [`Annotate`] adds to them what only a client knows;
//! - [`Attempts`] decides whether and when a failed call is retried, and [`Throttle`] when a call may be sent at all;
//! - [`paging`] reads all pages of a list, and [`wait`] waits for a status: state machines without I/O and without a
//!   clock;
//! - [`Settlement`] says how to find out whether a call took effect whose response was lost, and [`Inquiry`] does so;
//! - [`read_record`] reads the records of a [stream](crate::stream) as values, and [`ReadHeaders`] its headers;
//! - [`Encoded`] is a request's body as it goes over the wire, and [`Source`] says where the bytes of an upload come
//!   from.

pub use crate::body::{Encoded, Piece};
pub use crate::call::headers::{ReadHeaders, UnreadableHeader};
pub use crate::error::failure::{self, Annotate};
pub use crate::operation::{Evidence, Same, Settlement, Subject};
pub use crate::response::response;
pub use crate::retry::attempts::{Attempts, Decision, Moment};
pub use crate::retry::throttle::{RateLimit, Throttle, Ticket, Turn};
pub use crate::states::inquiry::{Answer, Inquiry, Verdict};
pub use crate::states::settlement::Reading;
pub use crate::stream::record::read_record;
pub use crate::timeouts::TimedOut;
pub use crate::upload::{OnProgress, Reopen, Source};

/// State machine that finds out whether a call took effect.
pub mod inquiry {
    pub use crate::states::inquiry::Step;
}

/// State machine that reads all pages of a list.
pub mod paging {
    pub use crate::paging::fetched::Fetched;
    pub use crate::paging::pager::{Pager, Step};
    pub use crate::paging::ticket::Ticket;
}

/// State machine that waits for the status of an object.
pub mod wait {
    pub use crate::wait::machine::{Step, Wait};
}
