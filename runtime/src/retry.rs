//! Retries: whether, when and how often a failed call is attempted again.
//!
//! [`Policy`] limits the attempts of one call, and [`Budget`] the retries of all calls of a client. Neither has a clock
//! or does I/O; [`driver::Attempts`](crate::driver::Attempts) decides by them, for clients.
//!
//! # What is sent again
//!
//! Connection failures, time-outs, and the statuses 408, 425, 429, 500, 502, 503 and 504: for
//! operations that [are idempotent](crate::Operation::idempotent). Others only when the API cannot
//! have processed the call: it never received it, or it asked for patience with 429, or with 503 and
//! a `Retry-After`.
//!
//! # When the API has too many calls
//!
//! A pause that the API names by `Retry-After` is kept, and spends neither attempts nor budget:
//! see [`Policy::max_put_off`]. Of several values the longest counts. Meanwhile all calls of the
//! client slow down together: see [`Throttle`](crate::driver::Throttle).

mod after;
pub(crate) mod attempts;
mod budget;
mod classify;
mod policy;
mod reason;
pub(crate) mod throttle;

pub use budget::Budget;
pub use policy::Policy;
pub use reason::Reason;
