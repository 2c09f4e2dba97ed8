//! Time limits of an exchange.

use connect_runtime::driver::Annotate;
use connect_runtime::driver::failure;
use std::time::{Duration, Instant};

use connect_runtime::driver::TimedOut;
use connect_runtime::{Error, Operation, TimeLimit};

/// How long an exchange may take.
///
/// The asynchronous client keeps to all of it but `connect` by itself. A blocking transport has to: the
/// client cannot take back the thread.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Limits {
    /// To connect, TLS included.
    pub connect: Option<Duration>,
    /// While nothing of the request is taken and nothing of the response comes.
    pub idle: Option<Duration>,
    /// When the response must be there to its last byte.
    pub deadline: Option<Instant>,
    /// What the deadline comes from.
    pub(crate) cause: Option<TimedOut>,
}

impl Limits {
    /// How much time is left; `None` if there is no deadline, and nothing once it has passed.
    pub fn left(&self) -> Option<Duration> {
        let now = Instant::now();
        self.deadline.map(|it| it.saturating_duration_since(now))
    }

    /// The error of the deadline having passed.
    pub fn deadline_passed(&self, operation: &'static Operation) -> Error {
        let unknown = TimedOut {
            limit: TimeLimit::Total,
            after: Duration::ZERO,
        };
        failure::timeout(operation, self.cause.unwrap_or(unknown))
    }

    /// The error of no progress for too long.
    pub fn stalled(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Idle,
            after: self.idle.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out)
    }

    /// The error of no connection in time. Nothing was sent.
    pub fn unconnected(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Connect,
            after: self.connect.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out).unsent()
    }
}
