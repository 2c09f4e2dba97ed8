//! Time limits of an exchange.

use std::time::{Duration, Instant};

use connect_runtime::driver::{Annotate, TimedOut, failure};
use connect_runtime::{Error, Operation, StatusCode, TimeLimit};

/// How long an exchange may take.
///
/// The asynchronous client enforces all limits but `connect` itself. A blocking transport must enforce all of them,
/// since the client cannot interrupt its thread.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Limits {
    /// The time limit for connecting, TLS included.
    pub connect: Option<Duration>,
    /// The time limit without progress: no byte of the request is sent and no byte of the response arrives.
    pub idle: Option<Duration>,
    /// When the last byte of the response must have arrived.
    pub deadline: Option<Instant>,
    /// Whether the deadline of a success is that of its head, since its body is a stream that may go on for any time.
    /// See [`after_head`](Self::after_head).
    pub is_for_head: bool,
    /// The limit that the deadline results from.
    pub(crate) cause: Option<TimedOut>,
}

impl Limits {
    /// Returns the time until the deadline: zero once it has passed, `None` if there is no deadline.
    pub fn left(&self) -> Option<Duration> {
        let now = Instant::now();
        self.deadline.map(|it| it.saturating_duration_since(now))
    }

    /// Returns the limits for reading the body of a response with this status. A blocking transport uses them once the
    /// head has arrived.
    #[must_use]
    pub fn after_head(mut self, status: StatusCode) -> Self {
        if self.is_for_head && status.is_success() {
            self.deadline = None;
        }
        self
    }

    /// Creates the error for a deadline that has passed.
    pub fn deadline_passed(&self, operation: &'static Operation) -> Error {
        let unknown = TimedOut {
            limit: TimeLimit::Total,
            after: Duration::ZERO,
        };
        failure::timeout(operation, self.cause.unwrap_or(unknown))
    }

    /// Creates the error for an exchange without progress.
    pub fn stalled(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Idle,
            after: self.idle.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out)
    }

    /// Creates the error for a connection that was not established in time. It is marked as unsent.
    pub fn unconnected(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Connect,
            after: self.connect.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out).unsent()
    }
}
