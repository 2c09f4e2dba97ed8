//! The attempts of one call.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use connect_usage::files;
//! use connect_usage::retry::{Budget, Policy};
//! use connect_usage::runtime::driver::{Attempts, Decision, Moment, failure};
//!
//! let call = files::get("UF-2029-10-0001-0001");
//! let budget = Budget::default();
//! let mut attempts = Attempts::new(Policy::default(), None);
//! let error = failure::transport(call.operation(), "connection reset by peer");
//! let moment = Moment { elapsed: Duration::from_secs(1), wall: SystemTime::now(), random: 1 << 63 };
//! match attempts.failed(&error, &budget, moment) {
//!     Decision::Retry { after } => assert_eq!(after, Duration::from_millis(250)),
//!     Decision::GiveUp(reason) => unreachable!("{reason:?}"),
//! }
//! ```

use std::time::{Duration, SystemTime};

use crate::error::Error;

use super::{Budget, Policy, is_retryable, retry_after};

/// Counts the attempts of one call, and decides after each failure.
#[derive(Debug, Clone)]
pub struct Attempts {
    policy: Policy,
    total: Option<Duration>,
    made: u32,
}

/// When a failure happened, with what a decision needs of the world outside.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// How long ago the call began.
    pub elapsed: Duration,
    /// What the clock says, to which the date of a `Retry-After` is compared.
    pub wall: SystemTime,
    /// Any number, each as likely as the others: the jitter.
    pub random: u64,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Send the call again after this pause.
    Retry {
        /// How long the pause is.
        after: Duration,
    },
    /// Report the failure.
    GiveUp(Reason),
}

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

impl Attempts {
    /// No attempt yet, for a call that may take so long in all.
    pub fn new(policy: Policy, total: Option<Duration>) -> Self {
        Self {
            policy,
            total,
            made: 0,
        }
    }

    /// How many attempts have ended.
    pub fn made(&self) -> u32 {
        self.made
    }

    /// Notes that an attempt has succeeded.
    pub fn succeeded(&mut self, budget: &Budget) {
        self.made = self.made.saturating_add(1);
        budget.give_back();
    }

    /// Notes that an attempt has failed, and decides what follows. A retry is taken out of the
    /// budget.
    pub fn failed(&mut self, error: &Error, budget: &Budget, moment: Moment) -> Decision {
        self.made = self.made.saturating_add(1);
        match self.pause(error, moment) {
            Err(reason) => Decision::GiveUp(reason),
            Ok(_) if !budget.take() => Decision::GiveUp(Reason::Budget),
            Ok(after) => Decision::Retry { after },
        }
    }

    /// The error with the reason for which the call is not sent again. What [`Error::is_retryable`] and
    /// [`Error::attempts`] do not say is told in its message too.
    #[must_use]
    pub fn explained(&self, error: Error, reason: Reason, moment: Moment) -> Error {
        let asked = retry_after(&error, moment.wall).map(seconds);
        let message = match (reason, asked) {
            (Reason::NotRetryable | Reason::Attempts, _) => String::new(),
            (Reason::RetryAfter, asked) => format!(
                "the server asks to wait {}, more than the limit of {}",
                asked.unwrap_or_default(),
                seconds(self.policy.max_retry_after)
            ),
            (Reason::Time, Some(asked)) => {
                format!("the server asks to wait {asked}, longer than the call may still take")
            }
            (Reason::Time, None) => "the call's time would be over before".to_owned(),
            (Reason::Budget, _) => "the client has used up its retry budget".to_owned(),
        };
        error.not_retried_since(reason, message)
    }

    fn pause(&self, error: &Error, moment: Moment) -> Result<Duration, Reason> {
        if !is_retryable(error) {
            return Err(Reason::NotRetryable);
        }
        if self.made >= self.policy.max_attempts {
            return Err(Reason::Attempts);
        }
        let after = match retry_after(error, moment.wall) {
            Some(asked) if asked > self.policy.max_retry_after => return Err(Reason::RetryAfter),
            // Not exactly then: all who were turned away at once have been told the same.
            Some(asked) => asked.saturating_add(part(self.policy.ceiling(1), moment.random)),
            None => part(self.policy.ceiling(self.made), moment.random),
        };
        match self.total {
            Some(total) if moment.elapsed.saturating_add(after) >= total => Err(Reason::Time),
            _ => Ok(after),
        }
    }
}

/// In whole seconds, which is how servers count; less than one is shown as it is.
fn seconds(duration: Duration) -> String {
    let whole = duration
        .as_secs()
        .saturating_add(u64::from(duration.subsec_nanos() > 0));
    match whole {
        1 if duration.as_secs() == 0 => format!("{duration:?}"),
        _ => format!("{whole} s"),
    }
}

/// The part of a duration that a random number stands for: from nothing up to all of it.
fn part(whole: Duration, random: u64) -> Duration {
    let nanoseconds =
        (whole.as_nanos().min(u128::from(u64::MAX)) * u128::from(random)) >> u64::BITS;
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
}
