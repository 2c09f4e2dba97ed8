//! Spans of time, with their first and last seconds.

use connect_usage::DateTime;
use connect_usage::runtime::time::OffsetDateTime;

use super::period_error::PeriodError;

/// A span of time from its first to its last second, both included. Fractions of seconds are dropped, since spreadsheets
/// have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    start: DateTime,
    end: DateTime,
}

impl Span {
    /// Creates a span. Both ends can be at any offset.
    ///
    /// # Errors
    /// If the end is before the start.
    pub fn new(start: impl Into<DateTime>, end: impl Into<DateTime>) -> Result<Self, PeriodError> {
        let (start, end) = (whole(start.into()), whole(end.into()));
        match end < start {
            true => Err(PeriodError::Reversed { start, end }),
            false => Ok(Self { start, end }),
        }
    }

    /// The first second.
    pub fn start(&self) -> DateTime {
        self.start
    }

    /// The last second.
    pub fn end(&self) -> DateTime {
        self.end
    }

    /// The part of this span that lies within another one. `None` if they have no second in common.
    #[must_use]
    pub fn clip(&self, within: &Self) -> Option<Self> {
        let start = self.start.max(within.start);
        Self::new(start, self.end.min(within.end)).ok()
    }
}

/// A date-time without its fraction of a second.
fn whole(date_time: DateTime) -> DateTime {
    let date_time = date_time.into_inner();
    // Zero is always a valid fraction.
    let whole = date_time.replace_nanosecond(0).unwrap_or(date_time);
    OffsetDateTime::into(whole)
}
