//! How long a call may take.

use std::fmt;
use std::time::Duration;

/// The time limits of a call. What is not set is as the client has it, and [`Duration::MAX`] is no
/// limit at all.
///
/// Of a call that [opens a stream](crate::StreamCall), the limits of an attempt and of the whole call end with the head of
/// the response.
///
/// ```
/// use connect_usage::Timeouts;
/// use std::time::Duration;
///
/// let patient = Timeouts::new().total(Duration::from_secs(3600)).attempt(Duration::MAX);
/// assert_eq!(patient.idle, None); // as the client has it
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Timeouts {
    /// To connect, TLS included.
    pub connect: Option<Duration>,
    /// For one attempt, from its start to the last byte of the response, with the redirects that it
    /// follows.
    pub attempt: Option<Duration>,
    /// Without progress: while nothing of the request is taken and nothing of the response comes.
    pub idle: Option<Duration>,
    /// For the whole call: all attempts, and the pauses between them. A call that is
    /// [settled](crate::Error::outcome) when its response is lost (an upload, a submit) is given up a
    /// quarter of it earlier, by 30 seconds at most, so that there is time left to look.
    pub total: Option<Duration>,
}

/// Which time limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// [`Timeouts::connect`].
    Connect,
    /// [`Timeouts::attempt`].
    Attempt,
    /// [`Timeouts::idle`].
    Idle,
    /// [`Timeouts::total`].
    Total,
}

impl Timeouts {
    /// No limits of its own.
    pub const fn new() -> Self {
        Self {
            connect: None,
            attempt: None,
            idle: None,
            total: None,
        }
    }

    /// Sets how long it may take to connect, TLS included.
    #[must_use]
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = Some(limit);
        self
    }

    /// Sets how long one attempt may take, from its start to the last byte of the response.
    #[must_use]
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Sets how long an attempt may go on without progress: while nothing of the request is taken and
    /// nothing of the response comes.
    #[must_use]
    pub const fn idle(mut self, limit: Duration) -> Self {
        self.idle = Some(limit);
        self
    }

    /// Sets how long the whole call may take: all attempts, and the pauses between them.
    #[must_use]
    pub const fn total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// These limits, and where they are silent the others.
    #[must_use]
    pub fn or(self, defaults: Self) -> Self {
        Self {
            connect: self.connect.or(defaults.connect),
            attempt: self.attempt.or(defaults.attempt),
            idle: self.idle.or(defaults.idle),
            total: self.total.or(defaults.total),
        }
    }
}

/// The cause of an error of a time limit. Transports give it as the source of
/// [`failure::timeout`](crate::driver::failure::timeout), so that [`Error::time_limit`](crate::Error::time_limit)
/// can tell which one it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedOut {
    /// Which limit.
    pub limit: TimeLimit,
    /// How long it was.
    pub after: Duration,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { limit, after } = self;
        match limit {
            TimeLimit::Connect => write!(f, "there was no connection within {after:?}"),
            TimeLimit::Attempt => write!(f, "one attempt took longer than {after:?}"),
            TimeLimit::Idle => write!(f, "nothing was sent or received for {after:?}"),
            TimeLimit::Total => write!(f, "the call took longer than {after:?} in all"),
        }
    }
}

impl std::error::Error for TimedOut {}
