//! The clock of the fake.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// The start of every clock.
pub(crate) const BEGINNING: OffsetDateTime = datetime!(2029-02-01 08:00:00 UTC);

/// A clock of its own, so that what depends on it is the same in every run. It only advances on request. Clones are the
/// same clock.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Arc<Mutex<OffsetDateTime>>);

impl Clock {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(BEGINNING)))
    }

    pub fn now(&self) -> OffsetDateTime {
        *self.time()
    }

    /// Returns how far the clock has advanced.
    pub fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::try_from(self.now() - BEGINNING).unwrap_or_default()
    }

    /// Advances by a second and returns the time. No two events have the same time.
    pub fn tick(&self) -> OffsetDateTime {
        let mut time = self.time();
        *time = time.saturating_add(Duration::SECOND);
        *time
    }

    /// Advances, at most to the maximum date-time.
    pub fn advance(&self, by: std::time::Duration) {
        let by = Duration::try_from(by).unwrap_or(Duration::MAX);
        let mut time = self.time();
        *time = time.saturating_add(by);
    }

    fn time(&self) -> MutexGuard<'_, OffsetDateTime> {
        // The time is one value, so it is consistent even if a thread panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
