//! Sending a call again: whether, when, and how often. There is no clock and no I/O in it; a client
//! says what failed and how much time has passed.
//!
//! ```
//! use connect_runtime::retry::{Attempts, Budget, Decision, Moment, Policy};
//! # use connect_runtime::{Error, Method, Operation, Segment};
//! # static LIST: Operation = Operation::new("files::list", Method::GET, &[Segment::Literal("files")], "/paths/~1files/get").repeatable();
//! use std::time::{Duration, SystemTime};
//!
//! let budget = Budget::default();
//! let mut attempts = Attempts::new(Policy::default(), None);
//! let error = Error::transport(&LIST, "connection reset by peer");
//! let moment = Moment { elapsed: Duration::from_secs(1), wall: SystemTime::now(), random: 1 << 63 };
//! match attempts.failed(&error, &budget, moment) {
//!     Decision::Retry { after } => assert_eq!(after, Duration::from_millis(250)),
//!     Decision::GiveUp(reason) => unreachable!("{reason:?}"),
//! }
//! ```
//!
//! # What is sent again
//!
//! Connection failures, time-outs, and the statuses 408, 425, 429, 500, 502, 503 and 504: for
//! operations that [may be repeated](crate::Operation::repeatable). Others only when the API cannot
//! have processed the call: it never received it, or it asked for patience with 429, or with 503 and
//! a `Retry-After`.

mod after;
mod attempts;
mod budget;
mod classify;
mod policy;

pub use attempts::{Attempts, Decision, Moment, Reason};
pub use budget::Budget;
pub use policy::Policy;

pub(crate) use after::retry_after;
pub(crate) use classify::{is_retryable, may_have_been_processed};
