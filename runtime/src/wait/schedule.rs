//! When to look again.

use std::time::Duration;

/// When a wait reads the object, and when it gives up.
///
/// The first read is at once. Then pauses begin with [`first`](Self::first), grow by half each, and
/// are never longer than [`cap`](Self::cap); the API publishes no interval to keep. No read begins
/// after the deadline: the last one begins one first pause before it, so that a response can still arrive.
///
/// There is no jitter. Waits begin when uploads end, each at its own time, and drift apart with each
/// response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    first: Duration,
    cap: Duration,
    deadline: Duration,
}

/// The shortest pause: none at all would be an attack.
const SHORTEST: Duration = Duration::from_millis(1);

/// Pauses of 1 second, growing to 15 seconds, for 10 minutes.
impl Default for Schedule {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            cap: Duration::from_secs(15),
            deadline: Duration::from_secs(600),
        }
    }
}

impl Schedule {
    /// The same with a first pause (1 ms at least), and the longest that it grows to.
    #[must_use]
    pub fn every(mut self, first: Duration, cap: Duration) -> Self {
        self.first = first.max(SHORTEST);
        self.cap = cap.max(self.first);
        self
    }

    /// The same with another deadline, from the start of the wait on.
    #[must_use]
    pub fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The pause after the first read. A deadline that is close shortens it to a quarter of itself, so
    /// that even a short wait looks more than once.
    pub fn first(&self) -> Duration {
        self.first.min(self.deadline / 4)
    }

    /// The longest pause.
    pub fn cap(&self) -> Duration {
        self.cap
    }

    /// When the wait gives up, from its start on.
    pub fn deadline(&self) -> Duration {
        self.deadline
    }

    /// The pause until the next read, if there is time for one. Makes the interval grow.
    pub(super) fn pause(&self, interval: &mut Duration, elapsed: Duration) -> Option<Duration> {
        let last = self.deadline.checked_sub(self.first())?;
        let left = last.checked_sub(elapsed).filter(|it| !it.is_zero())?;
        let pause = (*interval).min(left);
        *interval = interval.saturating_add(*interval / 2).min(self.cap);
        Some(pause)
    }
}
