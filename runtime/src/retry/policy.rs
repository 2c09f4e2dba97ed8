//! How often and how fast a call is sent again.

use std::time::Duration;

/// How often a call is sent, and how long the pauses between are.
///
/// The pause before the `n`th retry is random, between nothing and `base` · 2ⁿ⁻¹, but never longer
/// than `cap`: exponential backoff with full jitter, so that clients which failed together do not come
/// back together. Besides, all calls of a client share a [`Budget`](super::Budget) of retries: 50, and
/// one more for each 10 successes, unless it is set otherwise.
///
/// ```
/// use connect_usage::retry::Policy;
/// use std::time::Duration;
///
/// let policy = Policy::new().max_attempts(6).base(Duration::from_millis(200));
/// assert_ne!(policy, Policy::none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// How often a call is sent at most, the first time included; by default 4. 0 is as 1. Attempts that
    /// the API [has put off](Self::max_put_off) do not count, unless this is 1: then nothing is sent again.
    pub max_attempts: u32,
    /// The longest first pause; by default 500 ms.
    pub base: Duration,
    /// The longest pause of all; by default 20 s.
    pub cap: Duration,
    /// The longest pause that the API may ask for with `Retry-After`; by default 60 s. When it asks
    /// for more the call fails at once: to come back earlier would be of no use.
    pub max_retry_after: Duration,
    /// How long the API may put one call off in all; by default 5 minutes.
    ///
    /// A call is put off when the API responds with 429 or 503 and names a pause of a second or more by
    /// `Retry-After`. Up to this sum such a response counts neither as an attempt nor against the budget:
    /// a call that does as it is told is not a failing one, so an export ends even if each of its pages is
    /// put off. Beyond the sum it counts as any other failure. The time limit of the call applies in any case.
    pub max_put_off: Duration,
}

impl Policy {
    /// The policy that is the default.
    pub const fn new() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            max_put_off: Duration::from_secs(300),
        }
    }

    /// Nothing is sent again.
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets how often a call is sent at most, the first time included.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the longest first pause.
    #[must_use]
    pub const fn base(mut self, pause: Duration) -> Self {
        self.base = pause;
        self
    }

    /// Sets the longest pause of all.
    #[must_use]
    pub const fn cap(mut self, pause: Duration) -> Self {
        self.cap = pause;
        self
    }

    /// Sets the longest pause that the API may ask for with `Retry-After`.
    #[must_use]
    pub const fn max_retry_after(mut self, pause: Duration) -> Self {
        self.max_retry_after = pause;
        self
    }

    /// Sets how long the API may [put one call off](Self::max_put_off) in all. With zero, each response
    /// counts as an attempt.
    #[must_use]
    pub const fn max_put_off(mut self, sum: Duration) -> Self {
        self.max_put_off = sum;
        self
    }

    /// The longest pause after so many attempts (1 is the first).
    pub(super) fn ceiling(&self, made: u32) -> Duration {
        let doubled = 2u32.checked_pow(made.saturating_sub(1));
        doubled
            .and_then(|factor| self.base.checked_mul(factor))
            .map_or(self.cap, |pause| pause.min(self.cap))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}
