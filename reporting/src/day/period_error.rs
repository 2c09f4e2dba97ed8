//! Errors of time zones, spans and periods.

use std::{error, fmt};

use connect_usage::{Date, DateTime};

use crate::usage::text::short;

/// Why a time zone, span or period does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeriodError {
    /// No time zone has this name.
    UnknownZone(String),
    /// This is not a date, or a month or an hour that does not exist. The text says what was expected.
    Invalid(String),
    /// The period begins or ends outside the years 1 to 9998, in the time zone or in UTC.
    Year,
    /// The time zone left out this day when it changed its offset.
    NoSuchDay {
        /// The day.
        date: Date,
        /// The name of the time zone.
        zone: String,
    },
    /// The end is before the start.
    Reversed {
        /// The first second.
        start: DateTime,
        /// The last second.
        end: DateTime,
    },
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownZone(name) => write!(
                f,
                "unknown time zone `{}`: expected a name such as `Europe/Berlin`, or an offset such as `+01:00`",
                short(name)
            ),
            Self::Invalid(message) => f.write_str(message),
            Self::Year => f.write_str("year out of range: expected 1 to 9998"),
            Self::NoSuchDay { date, zone } => {
                write!(f, "the time zone `{zone}` has no day {date}")
            }
            Self::Reversed { start, end } => write!(
                f,
                "expected a span that ends at or after {start}, found its end {end}"
            ),
        }
    }
}

impl error::Error for PeriodError {}
