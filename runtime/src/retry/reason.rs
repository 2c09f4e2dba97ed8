//! Why a call is not sent again.

/// Why a call is not sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The failure is final, or the call could do harm when it is sent twice.
    NotRetryable,
    /// It was sent as often as the policy allows.
    Attempts,
    /// The API asks for a longer pause than the policy allows.
    RetryAfter,
    /// The pause would end after the call's time.
    Time,
    /// The client's calls have used up their retries.
    Budget,
}
