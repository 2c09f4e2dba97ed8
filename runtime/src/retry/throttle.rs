//! When the calls of a client may be sent: a rate that the application sets, and one that is found out.
//!
//! ```
//! use std::num::NonZeroU32;
//! use std::time::Duration;
//!
//! use connect_usage::runtime::driver::{RateLimit, Throttle, Turn};
//!
//! let seconds = Duration::from_secs;
//! let one_a_second = RateLimit { calls: NonZeroU32::MIN, per: seconds(1) };
//! let mut throttle = Throttle::new(Some(one_a_second));
//! // Times are counted from any moment that the client chooses.
//! assert_eq!(throttle.turn(seconds(5), None, None), Turn::Now);
//! let Turn::Later { wait, ticket } = throttle.turn(seconds(5), None, None) else { unreachable!() };
//! assert_eq!(wait, seconds(1));
//! assert_eq!(throttle.turn(seconds(6), None, Some(ticket)), Turn::Now);
//! ```

mod pacing;

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::time::Duration;

use self::pacing::{Meter, Pacing};

/// Decides when each call of a client is sent, so that the calls slow down together.
///
/// - **The limit of the application**: in any period of [`RateLimit::per`], no more than [`RateLimit::calls`].
/// - **Pauses of the API**: after a response with 429 or 503 and a `Retry-After`, no call is sent until
///   that time.
/// - **Pace**: after such a response the calls are spread out, beginning with seven tenths of the rate at
///   which they were sent before, but at least one a second. The rate then grows by the cubic function that TCP
///   and the adaptive mode of AWS's SDKs use: soon back to near the rate that was too much, slowly there, then
///   ever quicker. Half a minute without another such response ends it.
///
/// Calls are sent in the order in which they ask. Nothing here fails a call, except that the limit of the
/// application leaves no room for it in its time.
#[derive(Debug, Clone, Default)]
pub struct Throttle {
    limit: Option<RateLimit>,
    /// When the calls of the last period were or will be sent, in order, if there is a limit.
    log: VecDeque<Duration>,
    /// When the calls that wait will be sent, in order.
    waiting: VecDeque<Duration>,
    /// When the last call was sent.
    last_sent: Duration,
    /// Until when the API asks for a pause.
    pause: Duration,
    pacing: Option<Pacing>,
    meter: Meter,
    /// Tickets of an earlier generation are void: the API has asked for a pause since.
    generation: u64,
}

/// How many calls may be sent in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of calls.
    pub calls: NonZeroU32,
    /// The period.
    pub per: Duration,
}

/// Whether a call may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now.
    Now,
    /// Later: ask again after this time, with the ticket.
    Later {
        /// How long to wait.
        wait: Duration,
        /// The place in the queue.
        ticket: Ticket,
    },
    /// The limit of the application leaves no room before the deadline.
    Never {
        /// How long the call would have to wait.
        wait: Duration,
    },
}

/// A place in the queue of a [`Throttle`]. A call that will not be sent [gives it back](Throttle::release).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// When the call is to be sent.
    at: Duration,
    /// The same, by the limit of the application alone.
    least: Duration,
    /// Which of the two is taken, if either is.
    place: Option<Duration>,
    generation: u64,
}

impl Throttle {
    /// A throttle with the limit of the application, if there is one.
    pub fn new(limit: Option<RateLimit>) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Decides whether a call may be sent now. It passes the ticket that it got before, if it has waited.
    ///
    /// A call whose pause would end after its deadline does not wait for the API's sake: it is sent as soon as
    /// the limit of the application allows, so that its caller gets the API's own response.
    pub fn turn(
        &mut self,
        now: Duration,
        deadline: Option<Duration>,
        ticket: Option<Ticket>,
    ) -> Turn {
        let fits = |at: Duration| at <= now || deadline.is_none_or(|it| at < it);
        let ticket = match ticket.filter(|it| it.generation == self.generation) {
            Some(ticket) => ticket,
            None => self.queue(now, fits),
        };
        let at = if fits(ticket.at) {
            ticket.at
        } else {
            ticket.least
        };
        let wait = at.saturating_sub(now);
        if wait.is_zero() {
            if let Some(place) = ticket.place {
                remove(&mut self.waiting, place);
                self.last_sent = self.last_sent.max(place);
            }
            self.meter.add(now);
            Turn::Now
        } else if fits(at) {
            Turn::Later { wait, ticket }
        } else {
            Turn::Never { wait }
        }
    }

    /// Gives the place of a call back that waits and will not be sent. The calls behind it keep their places, so only a
    /// call that asks from now on is sent earlier.
    pub fn release(&mut self, ticket: Ticket) {
        let is_valid = ticket.generation == self.generation;
        let Some(place) = ticket.place.filter(|_| is_valid) else {
            return;
        };
        remove(&mut self.waiting, place);
        remove(&mut self.log, place);
        if let Some(pacing) = &mut self.pacing {
            pacing.requeue(self.waiting.back().copied().unwrap_or(self.last_sent));
        }
    }

    /// Notes that the API turned a call away, which was sent at `sent`, and how long it asks to wait.
    pub fn turned_away(&mut self, now: Duration, sent: Duration, asked: Option<Duration>) {
        let until = now.saturating_add(asked.unwrap_or_default());
        let is_longer = asked.is_some() && until > self.pause;
        if is_longer {
            self.pause = until;
            self.generation = self.generation.wrapping_add(1);
            // The queue is made anew, in the order in which the calls wake up.
            self.log.retain(|it| *it <= now);
            self.waiting.clear();
        }
        let start = self.pause.max(now);
        let measured = self.meter.rate(now);
        match &mut self.pacing {
            // Calls that were under way at the same time were turned away for the same reason.
            Some(pacing) if sent <= pacing.slowed_at() => {
                if is_longer {
                    pacing.restart(start);
                }
            }
            Some(pacing) => {
                let rate = pacing.rate(now).map_or(measured, |it| it.min(measured));
                let next = if is_longer { start } else { pacing.next(start) };
                *pacing = Pacing::new(rate, now, start, next);
            }
            None => self.pacing = Some(Pacing::new(measured, now, start, start)),
        }
    }

    /// Adds a call to the queue.
    fn queue(&mut self, now: Duration, fits: impl Fn(Duration) -> bool) -> Ticket {
        let least = self.by_limit(now);
        // Those whose time has come are about to be sent.
        while let Some(place) = self.waiting.front().filter(|it| **it < now) {
            self.last_sent = self.last_sent.max(*place);
            self.waiting.pop_front();
        }
        let last = self.waiting.back().copied().unwrap_or_default();
        let at = least.max(self.pause).max(last);
        let at = self.pacing.as_ref().map_or(at, |it| it.next(at));
        // A call that will not be sent takes no place.
        let place = [at, least].into_iter().find(|it| fits(*it));
        if let Some(place) = place {
            self.take(place);
        }
        Ticket {
            at,
            least,
            place,
            generation: self.generation,
        }
    }

    /// The earliest time that the limit of the application allows.
    fn by_limit(&mut self, now: Duration) -> Duration {
        let Some(limit) = self.limit else { return now };
        let calls = usize::try_from(limit.calls.get()).unwrap_or(usize::MAX);
        let is_over = |it: &Duration| it.saturating_add(limit.per) <= now;
        while self.log.front().is_some_and(is_over) {
            self.log.pop_front();
        }
        let earlier = self.log.len().checked_sub(calls);
        let earlier = earlier.and_then(|it| self.log.get(it));
        earlier.map_or(now, |it| now.max(it.saturating_add(limit.per)))
    }

    fn take(&mut self, at: Duration) {
        insert(&mut self.waiting, at);
        if let Some(pacing) = &mut self.pacing {
            pacing.take(at);
        }
        if self.limit.is_some() {
            insert(&mut self.log, at);
        }
    }
}

/// Inserts a time into times that are in order.
fn insert(times: &mut VecDeque<Duration>, time: Duration) {
    let index = times.partition_point(|it| *it <= time);
    times.insert(index, time);
}

/// Removes a time from times that are in order, if it is there.
fn remove(times: &mut VecDeque<Duration>, time: Duration) {
    if let Ok(index) = times.binary_search(&time) {
        times.remove(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the limit is, calls are forgotten once they do not count any more.
    #[test]
    fn the_log_has_the_calls_of_one_period() {
        let per = Duration::from_secs(1);
        for calls in [NonZeroU32::MIN, NonZeroU32::MAX] {
            let mut throttle = Throttle::new(Some(RateLimit { calls, per }));
            for call in 0..10_000 {
                let now = Duration::from_millis(call * 1000);
                assert_eq!(throttle.turn(now, None, None), Turn::Now);
            }
            assert!(throttle.log.len() <= 2, "{}", throttle.log.len());
        }
    }
}
