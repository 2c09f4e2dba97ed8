//! The throttle that all calls of a client share.

use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use connect_runtime::Error;
use connect_runtime::driver::{RateLimit, Throttle, Ticket, Turn, failure};

/// A [`Throttle`] whose times are counted from the creation of the client.
pub(crate) struct Pace {
    epoch: Instant,
    throttle: Mutex<Throttle>,
}

impl Pace {
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            epoch: Instant::now(),
            throttle: Mutex::new(Throttle::new(limit)),
        }
    }

    /// Decides whether a call may be sent now.
    pub(crate) fn turn(
        &self,
        now: Instant,
        deadline: Option<Instant>,
        ticket: Option<Ticket>,
    ) -> Turn {
        let deadline = deadline.map(|it| self.since(it));
        self.lock().turn(self.since(now), deadline, ticket)
    }

    /// Records that the API turned a call away.
    pub(crate) fn turned_away(&self, now: Instant, sent: Instant, asked: Option<Duration>) {
        let (now, sent) = (self.since(now), self.since(sent));
        self.lock().turned_away(now, sent, asked);
    }

    /// Gives the place of a call back that will not be sent.
    fn release(&self, ticket: Ticket) {
        self.lock().release(ticket);
    }

    fn since(&self, time: Instant) -> Duration {
        time.saturating_duration_since(self.epoch)
    }

    fn lock(&self) -> MutexGuard<'_, Throttle> {
        // The state is consistent between any two statements that can panic.
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place in the queue of a call that waits. If the call is dropped, or ends before it is sent, others can have the
/// place.
pub(crate) struct Place<'a> {
    pace: &'a Pace,
    ticket: Option<Ticket>,
    /// When the wait ends.
    pub(crate) until: Instant,
}

impl<'a> Place<'a> {
    pub(crate) fn new(pace: &'a Pace, ticket: Ticket, until: Instant) -> Self {
        Self {
            pace,
            ticket: Some(ticket),
            until,
        }
    }

    /// Returns the ticket, with which the call asks again.
    pub(crate) fn ticket(mut self) -> Option<Ticket> {
        self.ticket.take()
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.pace.release(ticket);
        }
    }
}

/// Checks a limit that the application sets. Without a period there is no limit.
pub(crate) fn limit(setting: Option<(u32, Duration)>) -> Result<Option<RateLimit>, Error> {
    let Some((calls, per)) = setting else {
        return Ok(None);
    };
    match NonZeroU32::new(calls) {
        Some(calls) => Ok(Some(RateLimit { calls, per }).filter(|it| !it.per.is_zero())),
        None => Err(failure::configuration(
            "the rate limit allows no calls: `rate_limit(calls, per)` takes at least one call",
        )),
    }
}
