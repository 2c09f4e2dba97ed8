//! Days and hours of a time zone.

use connect_usage::runtime::time::{self, Month, OffsetDateTime};
use connect_usage::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, civil};

use super::period_error::PeriodError;
use super::span::Span;
use super::zone::Zone;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The years that periods can have: RFC 3339 has four digits, and a day ends at the beginning of the next one.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

/// A span of time, and its days in a time zone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The first and the last second, in UTC.
    pub span: Span,
    /// The days of these.
    pub days: [Date; 2],
}

/// A time zone, with its days and hours.
#[derive(Clone, Copy)]
pub(super) struct Local<'a>(pub &'a Zone);

impl Local<'_> {
    /// The day that contains a time.
    pub fn date(self, at: Timestamp) -> civil::Date {
        self.date_time(at).date()
    }

    /// The date and the time of day.
    pub fn date_time(self, at: Timestamp) -> civil::DateTime {
        self.0.as_jiff().to_datetime(at)
    }

    /// The offset to UTC.
    pub fn offset(self, at: Timestamp) -> Offset {
        self.0.as_jiff().to_offset(at)
    }

    /// Whether the clocks show the time of day twice on that date.
    pub fn is_repeated(self, at: Timestamp) -> bool {
        let found = self
            .0
            .as_jiff()
            .to_ambiguous_timestamp(self.date_time(at))
            .offset();
        matches!(found, jiff::tz::AmbiguousOffset::Fold { .. })
    }

    /// The first second of a day. It is not always midnight.
    pub fn first_second(self, date: civil::Date) -> Result<Timestamp, PeriodError> {
        let midnight = date.at(0, 0, 0, 0);
        let first = self.0.as_jiff().to_timestamp(midnight);
        first.map_err(|_| PeriodError::Year)
    }

    /// The first second of the next day.
    pub fn next_day(self, date: civil::Date) -> Result<Timestamp, PeriodError> {
        let next = date.tomorrow().map_err(|_| PeriodError::Year)?;
        self.first_second(next)
    }

    /// The days from the first to the last one.
    pub fn days(self, first: civil::Date, last: civil::Date) -> Result<Bounds, PeriodError> {
        check_year(first)?;
        check_year(last)?;
        for day in [first, last] {
            if self.first_second(day)? == self.next_day(day)? {
                return Err(PeriodError::NoSuchDay {
                    date: local_date(day)?,
                    zone: self.0.name().to_owned(),
                });
            }
        }
        self.bounds(self.first_second(first)?, self.next_day(last)? - SECOND)
    }

    /// The hour with this number, the first one if there are two.
    pub fn hour(self, date: civil::Date, hour: u8) -> Result<Bounds, PeriodError> {
        check_year(date)?;
        let no_such_hour = || {
            let name = self.0.name();
            PeriodError::Invalid(format!(
                "the time zone `{name}` has no hour {hour} on {date}"
            ))
        };
        let number = i8::try_from(hour).map_err(|_| no_such_hour())?;
        // A change of the offset can leave out the beginning of an hour, or its end.
        for (minute, second) in [(0, 0), (59, 59)] {
            let time = civil::Time::new(number, minute, second, 0);
            let local = date.to_datetime(time.map_err(|_| no_such_hour())?);
            let at = self.0.as_jiff().to_timestamp(local);
            let at = at.map_err(|_| PeriodError::Year)?;
            if self.date_time(at) == local {
                return self.hour_of(at);
            }
        }
        Err(no_such_hour())
    }

    /// The hour that contains a time, between the changes of the offset.
    pub fn hour_of(self, at: Timestamp) -> Result<Bounds, PeriodError> {
        let zone = self.0.as_jiff();
        let (local, offset) = (self.date_time(at), self.offset(at));
        let passed = i64::from(local.minute()) * 60 + i64::from(local.second());
        let mut start = second(at.as_second() - passed)?;
        let mut end = start + SignedDuration::from_secs(3599);
        if self.offset(start) != offset
            && let Some(change) = zone.preceding(at + SECOND).next()
        {
            start = change.timestamp();
        }
        if self.offset(end) != offset
            && let Some(change) = zone.following(at).next()
        {
            end = change.timestamp() - SECOND;
        }
        self.bounds(start, end)
    }

    /// The span from the first to the last second.
    pub fn bounds(self, start: Timestamp, end: Timestamp) -> Result<Bounds, PeriodError> {
        let days = [self.date(start), self.date(end)];
        for day in days {
            check_year(day)?;
        }
        let bounds = (date_time(start.as_second())?, date_time(end.as_second())?);
        Ok(Bounds {
            span: Span::new(bounds.0, bounds.1)?,
            days: [local_date(days[0])?, local_date(days[1])?],
        })
    }
}

/// A date-time as a time on the axis of `jiff`, without its fraction of a second.
pub(super) fn timestamp(date_time: DateTime) -> Result<Timestamp, PeriodError> {
    second(date_time.into_inner().unix_timestamp())
}

/// A second as a date-time in UTC.
pub(super) fn date_time(unix: i64) -> Result<DateTime, PeriodError> {
    let date_time = OffsetDateTime::from_unix_timestamp(unix).ok();
    let date_time = date_time.filter(|it| YEARS.contains(&i16::try_from(it.year()).unwrap_or(0)));
    date_time.map(Into::into).ok_or(PeriodError::Year)
}

fn second(unix: i64) -> Result<Timestamp, PeriodError> {
    // Times near the ends of the axis have no hour or day around them.
    date_time(unix)?;
    Timestamp::from_second(unix).map_err(|_| PeriodError::Year)
}

fn check_year(date: civil::Date) -> Result<(), PeriodError> {
    match YEARS.contains(&date.year()) {
        true => Ok(()),
        false => Err(PeriodError::Year),
    }
}

fn local_date(date: civil::Date) -> Result<Date, PeriodError> {
    let month = Month::try_from(date.month().unsigned_abs());
    let day = date.day().unsigned_abs();
    let date = month.and_then(|it| time::Date::from_calendar_date(date.year().into(), it, day));
    date.map(Into::into).map_err(|_| PeriodError::Year)
}
