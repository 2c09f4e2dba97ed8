//! Waiting for a status: how long and how often a client looks, and why a wait can fail.
//!
//! [`driver::wait`](crate::driver::wait) has the state machine that clients wait with.

pub(crate) mod machine;
mod schedule;
mod targets;
mod wait_error;

pub use schedule::Schedule;
pub use targets::Targets;
pub use wait_error::{Reason, WaitError};
