//! The pace of calls after the API has turned one away, and the rate before that.

use std::time::Duration;

/// What is left of the rate after a call was turned away.
const BETA: f64 = 0.7;
/// How quickly the rate grows.
const SCALE: f64 = 0.4;
/// The lowest rate, in calls per second: it costs little, and a client that is alone is hardly slowed down.
const LOWEST: f64 = 1.0;
/// When the pace ends.
const LONGEST: Duration = Duration::from_secs(30);
/// The period in which calls are counted.
const PERIOD: Duration = Duration::from_secs(1);

/// A pace that grows with time.
#[derive(Debug, Clone)]
pub(super) struct Pacing {
    /// The rate that was too much, in calls per second.
    most: f64,
    /// When the call was turned away.
    slowed_at: Duration,
    /// When calls may be sent again.
    start: Duration,
    /// When the next call may be sent.
    next: Duration,
}

impl Pacing {
    /// A pace after the rate was too much.
    pub(super) fn new(rate: f64, now: Duration, start: Duration, next: Duration) -> Self {
        Self {
            most: rate.max(LOWEST),
            slowed_at: now,
            start,
            next,
        }
    }

    pub(super) fn slowed_at(&self) -> Duration {
        self.slowed_at
    }

    /// Moves the start, with an empty queue.
    pub(super) fn restart(&mut self, start: Duration) {
        self.start = start;
        self.next = start;
    }

    /// Sets when the next call may be sent after calls have left the queue, of which this is the last one now.
    pub(super) fn requeue(&mut self, last: Duration) {
        self.next = self.start.max(self.after(last).unwrap_or_default());
    }

    /// The rate at a time, in calls per second; `None` if the pace has ended.
    pub(super) fn rate(&self, at: Duration) -> Option<f64> {
        let since = at.saturating_sub(self.start);
        if since > LONGEST {
            return None;
        }
        let back = (self.most * (1.0 - BETA) / SCALE).cbrt();
        let rate = SCALE * (since.as_secs_f64() - back).powi(3) + self.most;
        Some(rate.max(LOWEST))
    }

    /// When a call may be sent that could be sent at `at` otherwise.
    pub(super) fn next(&self, at: Duration) -> Duration {
        match self.rate(at) {
            Some(_) => self.next.max(at),
            None => at,
        }
    }

    /// Notes that a call will be sent.
    pub(super) fn take(&mut self, at: Duration) {
        if at < self.next {
            return;
        }
        self.next = self.after(at).unwrap_or(self.next);
    }

    /// When a call may follow one that is sent at `at`; `None` if the pace has ended.
    fn after(&self, at: Duration) -> Option<Duration> {
        let gap = Duration::try_from_secs_f64(self.rate(at)?.recip()).unwrap_or(PERIOD);
        Some(at.saturating_add(gap))
    }
}

/// Counts calls: those of the current period, and those of the one before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meter {
    start: Duration,
    count: u32,
    before: u32,
}

impl Meter {
    pub(super) fn add(&mut self, now: Duration) {
        self.advance(now);
        self.count = self.count.saturating_add(1);
    }

    /// The number of calls in the last period, in calls per second. That of the period before is taken as
    /// spread evenly.
    pub(super) fn rate(&mut self, now: Duration) -> f64 {
        self.advance(now);
        let into = now.saturating_sub(self.start).as_secs_f64() / PERIOD.as_secs_f64();
        f64::from(self.count) + f64::from(self.before) * (1.0 - into.min(1.0))
    }

    fn advance(&mut self, now: Duration) {
        let since = now.saturating_sub(self.start);
        if since < PERIOD {
            return;
        }
        self.before = if since < PERIOD * 2 { self.count } else { 0 };
        self.count = 0;
        let whole = since.as_nanos() / PERIOD.as_nanos();
        let whole = PERIOD.saturating_mul(u32::try_from(whole).unwrap_or(u32::MAX));
        self.start = self.start.saturating_add(whole);
    }
}
