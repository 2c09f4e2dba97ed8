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

use super::classify::is_turned_away;
use super::{Budget, Policy, Reason};

/// Counts the attempts of one call, and decides after each failure.
#[derive(Debug, Clone)]
pub struct Attempts {
    policy: Policy,
    total: Option<Duration>,
    made: u32,
    /// Those that count against the policy's limit: all but the ones that the API put off.
    counted: u32,
    /// The sum of the pauses by which the API put the call off.
    put_off: Duration,
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

impl Attempts {
    /// No attempt yet, for a call that may take so long in all.
    pub fn new(policy: Policy, total: Option<Duration>) -> Self {
        Self {
            policy,
            total,
            made: 0,
            counted: 0,
            put_off: Duration::ZERO,
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
    /// budget, unless the API [has put the call off](Policy::max_put_off).
    pub fn failed(&mut self, error: &Error, budget: &Budget, moment: Moment) -> Decision {
        self.made = self.made.saturating_add(1);
        let put_off = self.put_off(error, moment.wall);
        if put_off.is_none() {
            self.counted = self.counted.saturating_add(1);
        }
        match self.pause(error, moment) {
            Err(reason) => Decision::GiveUp(reason),
            Ok(after) => {
                match put_off {
                    Some(sum) => self.put_off = sum,
                    None if !budget.take() => return Decision::GiveUp(Reason::Budget),
                    None => {}
                }
                Decision::Retry { after }
            }
        }
    }

    /// Returns the pause that the API asks all calls for, if it turned this one away: nothing of the pause if
    /// it is longer than the policy allows. For [`Throttle::turned_away`](crate::driver::Throttle::turned_away).
    pub fn turned_away(&self, error: &Error, wall: SystemTime) -> Option<Option<Duration>> {
        let asked = || {
            error
                .retry_after(wall)
                .filter(|it| *it <= self.policy.max_retry_after)
        };
        is_turned_away(error).then(asked)
    }

    /// The new sum of the pauses if the API puts the call off: it names a pause of a second or more, and the
    /// sum stays within the policy's limit. Shorter pauses count as other failures do, since nothing else
    /// would bound how many of them there are.
    fn put_off(&self, error: &Error, wall: SystemTime) -> Option<Duration> {
        let asked = error
            .retry_after(wall)
            .filter(|it| is_turned_away(error) && *it >= Duration::from_secs(1))?;
        let sum = self.put_off.saturating_add(asked);
        (self.policy.max_attempts > 1 && sum <= self.policy.max_put_off).then_some(sum)
    }

    /// The error with the reason for which the call is not sent again. What [`Error::is_retryable`] and
    /// [`Error::attempts`] do not say is told in its message too.
    #[must_use]
    pub fn explained(&self, error: Error, reason: Reason, moment: Moment) -> Error {
        let asked = error.retry_after(moment.wall).map(seconds);
        let message = match (reason, asked) {
            // The API asked for another attempt, whatever the call does.
            (Reason::Attempts, _) if self.policy.max_attempts <= 1 && is_turned_away(&error) => {
                "the retry policy allows one attempt".to_owned()
            }
            (Reason::NotRetryable | Reason::Attempts, _) => String::new(),
            (Reason::RetryAfter, asked) => format!(
                "the server asks to wait {}, more than the limit of {}",
                asked.unwrap_or_default(),
                seconds(self.policy.max_retry_after)
            ),
            (Reason::Time, Some(asked)) => {
                format!("the server asks to wait {asked}, longer than the call may still take")
            }
            (Reason::Time, None) => {
                "the call's time would be over before the next attempt".to_owned()
            }
            (Reason::Budget, _) => "the client has used up its retry budget".to_owned(),
        };
        error.not_retried_since(reason, message)
    }

    fn pause(&self, error: &Error, moment: Moment) -> Result<Duration, Reason> {
        if !error.is_retryable() {
            return Err(Reason::NotRetryable);
        }
        if self.counted >= self.policy.max_attempts {
            return Err(Reason::Attempts);
        }
        let after = match error.retry_after(moment.wall) {
            Some(asked) if asked > self.policy.max_retry_after => return Err(Reason::RetryAfter),
            // Not exactly then: all who were turned away at once have been told the same.
            Some(asked) => asked.saturating_add(part(self.policy.ceiling(1), moment.random)),
            None => part(self.policy.ceiling(self.counted), moment.random),
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
