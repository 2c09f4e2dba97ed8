//! The name and the key of a period.

use connect_usage::runtime::time::{self, Month};
use connect_usage::{Date, DateTime};

use super::Period;
use crate::day::local::{Local, date_time, timestamp};
use crate::day::period_error::PeriodError;
use crate::day::zone::{Zone, offset};

/// Stands between the two ends of a span.
const TO: &str = "--";

impl Period {
    /// The name of the report, as the platform chooses it: `01/01/2029 - 01/31/2029`, in the time zone. The bounds of a
    /// period that does not consist of whole days have times as well, so that two hours have different names.
    pub fn name(&self) -> String {
        let is_days = self.is_whole_days();
        let bound = |date: Date, at: DateTime| match is_days {
            true => american(date),
            false => format!("{} {}", american(date), self.time_of_day(at)),
        };
        let start = bound(self.first_day(), self.start());
        format!("{start} - {}", bound(self.last_day(), self.end()))
    }

    /// A key for ids: the same in every run, different for every other period of the time zone, and in the order of time
    /// among periods of one kind.
    ///
    /// | period | key |
    /// |---|---|
    /// | a month | `2029-01` |
    /// | a day | `2029-01-31` |
    /// | days | `2029-01-01--2029-01-10` |
    /// | an hour | `2029-01-31T13` |
    /// | an hour that occurs twice | `2029-10-28T02+02:00`, `2029-10-28T02+01:00` |
    /// | any other span | `20290131T120000Z--20290131T132959Z`, in UTC |
    ///
    /// A month that is made of its days has the key of the month. The key does not name the time zone.
    pub fn key(&self) -> String {
        let [first, last] = self.bounds.days;
        if self.is_whole_days() {
            return match (first == last, self.is_whole_month()) {
                (true, _) => first.to_string(),
                (false, true) => month(first),
                (false, false) => format!("{first}{TO}{last}"),
            };
        }
        match self.hour_key() {
            Some(key) => key,
            None => format!("{}{TO}{}", compact(self.start()), compact(self.end())),
        }
    }

    /// Finds the period with a [`key`](Self::key).
    ///
    /// # Errors
    /// If it is not the key of a period in this time zone.
    pub fn from_key(key: &str, zone: &Zone) -> Result<Self, PeriodError> {
        let invalid = || {
            let forms = "`2029-01`, `2029-01-31`, `2029-01-31T13` or `2029-01-01--2029-01-10`";
            PeriodError::Invalid(format!("expected a period such as {forms}"))
        };
        let period = match (key.split_once(TO), key.split_once('T')) {
            (Some((first, last)), None) => Self::days(first, last, zone)?,
            (Some((start, end)), Some(_)) => {
                let start = from_compact(start).ok_or_else(invalid)?;
                Self::between(start, from_compact(end).ok_or_else(invalid)?, zone)?
            }
            (None, Some((date, hour))) => hour_from_key(date, hour, zone).ok_or_else(invalid)??,
            (None, None) if key.len() == "2029-01".len() => {
                let (year, month) = key.split_once('-').ok_or_else(invalid)?;
                let month = month.parse().map_err(|_| invalid())?;
                Self::month(year.parse().map_err(|_| invalid())?, month, zone)?
            }
            (None, None) => Self::day(key, zone)?,
        };
        // Whatever was read leniently, such as `2029-1`, would not be found again by its key.
        match period.key() == key {
            true => Ok(period),
            false => Err(invalid()),
        }
    }

    /// Whether it consists of whole days of the time zone.
    pub fn is_whole_days(&self) -> bool {
        let local = Local(&self.zone);
        let days = timestamp(self.start()).and_then(|start| {
            let end = timestamp(self.end())?;
            local.days(local.date(start), local.date(end))
        });
        days.is_ok_and(|it| it.span == self.bounds.span)
    }

    fn is_whole_month(&self) -> bool {
        Self::month_of(self.start(), &self.zone).is_ok_and(|it| it.span() == self.bounds.span)
    }

    /// The key of an hour. `None` if it is another span.
    fn hour_key(&self) -> Option<String> {
        let hour = Self::hour_of(self.start(), &self.zone).ok()?;
        if hour.span() != self.bounds.span {
            return None;
        }
        let at = timestamp(self.start()).ok()?;
        let number = Local(&self.zone).date_time(at).hour();
        let offset = self.repeated_offset(self.start());
        Some(format!("{}T{number:02}{offset}", self.first_day()))
    }

    fn time_of_day(&self, at: DateTime) -> String {
        let Ok(timestamp) = timestamp(at) else {
            // The years were checked when the period was made.
            return at.to_string();
        };
        let time = Local(&self.zone).date_time(timestamp).time();
        let offset = self.repeated_offset(at);
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        format!("{hour:02}:{minute:02}:{second:02}{offset}")
    }

    /// The offset of a time that the clocks show twice, and nothing for others.
    fn repeated_offset(&self, at: DateTime) -> String {
        let local = Local(&self.zone);
        let Some(at) = timestamp(at).ok().filter(|it| local.is_repeated(*it)) else {
            return String::new();
        };
        let seconds = local.offset(at).seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The hour with a key. `None` if the key does not have the form of an hour.
fn hour_from_key(date: &str, hour: &str, zone: &Zone) -> Option<Result<Period, PeriodError>> {
    let (number, offset_text) = hour.split_at_checked(2)?;
    let number: u8 = number.parse().ok()?;
    if offset_text.is_empty() {
        return Some(Period::hour(date, number, zone));
    }
    let seconds = i64::from(offset(offset_text)?.seconds());
    let date: Date = date.parse().ok()?;
    let midnight = date.midnight().into_inner().unix_timestamp() - seconds;
    // The last second: a part of an hour before a change of the offset can have the same first one.
    let last = date_time(midnight + i64::from(number) * 3600 + 3599);
    Some(last.and_then(|it| Period::hour_of(it, zone)))
}

fn american(date: Date) -> String {
    let (year, month, day) = date.into_inner().to_calendar_date();
    format!("{:02}/{day:02}/{year:04}", u8::from(month))
}

fn month(date: Date) -> String {
    let (year, month, _) = date.into_inner().to_calendar_date();
    format!("{year:04}-{:02}", u8::from(month))
}

/// A date-time in UTC without punctuation.
fn compact(utc: DateTime) -> String {
    let utc = utc.into_inner();
    let (year, month, day) = utc.to_calendar_date();
    let (hour, minute, second) = utc.to_hms();
    let month = u8::from(month);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

fn from_compact(text: &str) -> Option<DateTime> {
    let digits = text.strip_suffix('Z')?.split_once('T')?;
    let number = |text: &str, at: std::ops::Range<usize>| text.get(at)?.parse::<u8>().ok();
    let (date, time) = digits;
    let year = date.get(..4)?.parse().ok()?;
    let month = Month::try_from(number(date, 4..6)?).ok()?;
    let date = time::Date::from_calendar_date(year, month, number(date, 6..8)?).ok()?;
    let (hour, minute) = (number(time, 0..2)?, number(time, 2..4)?);
    let date_time = date.with_hms(hour, minute, number(time, 4..6)?).ok()?;
    Some(date_time.assume_utc().into())
}
