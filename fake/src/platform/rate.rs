//! Limits of how many requests a key can send.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Instant, SystemTime};

use time::{Duration, OffsetDateTime};

use crate::platform::journal::Side;
use crate::platform::refusal::Refusal;
use crate::reply::Reply;

/// How many requests of a key are handled in any period of this length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub requests: usize,
    pub per: Duration,
}

/// The latest requests that were handled, by key.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    handled: BTreeMap<Side, VecDeque<OffsetDateTime>>,
    /// Since when real time counts too, as the clients of a server wait in it.
    started: Option<Instant>,
}

impl Limiter {
    /// For a server.
    pub fn in_real_time() -> Self {
        Self {
            started: Some(Instant::now()),
            ..Self::default()
        }
    }

    /// Counts a request. The error is the time after which the next one is handled.
    pub fn count(&mut self, rate: Rate, side: Side, now: OffsetDateTime) -> Result<(), Duration> {
        let real = self.started.map(|it| it.elapsed()).unwrap_or_default();
        let real = Duration::try_from(real).unwrap_or(Duration::MAX);
        let now = now.saturating_add(real);
        let handled = self.handled.entry(side).or_default();
        let end = |start: OffsetDateTime| start.saturating_add(rate.per);
        while handled.front().is_some_and(|start| end(*start) <= now) {
            handled.pop_front();
        }
        if handled.len() < rate.requests {
            handled.push_back(now);
            return Ok(());
        }
        Err(handled.front().map_or(rate.per, |start| end(*start) - now))
    }
}

/// The reply to a request above the limit. `Retry-After` has whole seconds, or the date of then, by the clock of the
/// computer: clients compare it to that.
pub(crate) fn refuse(wait: Duration, is_date: bool) -> Reply {
    let whole = u64::try_from(wait.whole_seconds()).unwrap_or_default();
    let seconds = whole.saturating_add(u64::from(wait.subsec_nanoseconds() > 0));
    let value = match date_after(seconds).filter(|_| is_date) {
        Some(date) => date,
        None => seconds.to_string(),
    };
    Refusal::too_many().reply().header("Retry-After", &value)
}

/// The date when so many seconds have passed. As a date has no fractions, it is a second later.
fn date_after(seconds: u64) -> Option<String> {
    let pause = std::time::Duration::from_secs(seconds.checked_add(1)?);
    // Later years than 9999 have no date.
    let last = std::time::Duration::from_secs(253_402_300_799);
    let then = SystemTime::now().checked_add(pause)?;
    let since = then.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    (since < last).then(|| httpdate::fmt_http_date(then))
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::{Limiter, Rate, refuse};
    use crate::platform::journal::Side::{Provider, Vendor};

    #[test]
    fn every_period_has_as_many_requests() {
        let rate = Rate {
            requests: 2,
            per: Duration::seconds(10),
        };
        let mut limiter = Limiter::default();
        let begin = datetime!(2029-01-01 00:00:00 UTC);
        let mut at = |side, seconds| {
            let waits = limiter.count(rate, side, begin + Duration::seconds(seconds));
            waits.err().map(Duration::whole_seconds)
        };
        assert_eq!(at(Vendor, 0), None);
        assert_eq!(at(Vendor, 6), None);
        assert_eq!(at(Vendor, 7), Some(3));
        assert_eq!(at(Provider, 7), None, "keys are counted on their own");
        assert_eq!(at(Vendor, 9), Some(1));
        assert_eq!(at(Vendor, 10), None);
        assert_eq!(at(Vendor, 11), Some(5));
        assert_eq!(at(Vendor, 16), None);
    }

    #[test]
    fn a_limit_of_nothing_refuses_everything() {
        let rate = Rate {
            requests: 0,
            per: Duration::MAX,
        };
        let begin = datetime!(2029-01-01 00:00:00 UTC);
        let wait = Limiter::default().count(rate, Vendor, begin);
        assert_eq!(wait, Err(Duration::MAX));
        // There is no such date.
        let reply = refuse(Duration::MAX, true);
        let (_, value) = &reply.headers()[reply.headers().len() - 1];
        assert_eq!(*value, (i64::MAX as u64 + 1).to_string().into_bytes());
        // Nor is there one after the year 9999.
        let reply = refuse(Duration::days(366 * 8000), true);
        let (_, value) = &reply.headers()[reply.headers().len() - 1];
        assert_eq!(*value, (366_u64 * 8000 * 86_400).to_string().into_bytes());
    }
}
