//! Periods and time zones as arguments.

use std::str::FromStr;

use clap::Args;
use connect_reporting::day::{Period, PeriodError, Zone};
use connect_usage::DateTime;

use super::exit::Failure;

/// A period, in a time zone.
#[derive(Debug, Clone, Args)]
pub struct PeriodArgs {
    /// The period: a month (2029-01), a day (2029-01-31), the days from one to another (2029-01-01..2029-01-15), or
    /// yesterday, this-month or last-month
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<PeriodArg>,

    /// The time zone in which days begin and end, such as Europe/Berlin or +01:00
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: Zone,
}

/// A period without its time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodArg {
    Month(u16, u8),
    Day(String),
    Days(String, String),
    Yesterday,
    ThisMonth,
    LastMonth,
}

impl PeriodArgs {
    /// Whether the clock decides which period it is.
    pub fn is_relative(&self) -> bool {
        self.period.as_ref().is_some_and(PeriodArg::is_relative)
    }

    /// The period, if there is one.
    ///
    /// # Errors
    /// If there is no such period.
    pub fn resolve(&self, now: DateTime) -> Result<Option<Period>, Failure> {
        let Some(arg) = &self.period else {
            return Ok(None);
        };
        let period = arg.resolve(now, &self.zone);
        period
            .map(Some)
            .map_err(|error| Failure::usage(format!("--period: {error}")))
    }
}

impl PeriodArg {
    /// Whether the clock decides which period it is.
    fn is_relative(&self) -> bool {
        matches!(self, Self::Yesterday | Self::ThisMonth | Self::LastMonth)
    }

    fn resolve(&self, now: DateTime, zone: &Zone) -> Result<Period, PeriodError> {
        match self {
            Self::Month(year, month) => Period::month(*year, *month, zone),
            Self::Day(day) => Period::day(day.as_str(), zone),
            Self::Days(first, last) => Period::days(first.as_str(), last.as_str(), zone),
            Self::Yesterday => Period::day_before(now, zone),
            Self::ThisMonth => Period::month_of(now, zone),
            Self::LastMonth => Period::month_before(now, zone),
        }
    }
}

impl FromStr for PeriodArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "yesterday" => return Ok(Self::Yesterday),
            "this-month" => return Ok(Self::ThisMonth),
            "last-month" => return Ok(Self::LastMonth),
            _ => {}
        }
        if let Some((first, last)) = text.split_once("..") {
            if is_date(first) && is_date(last) {
                return Ok(Self::Days(first.to_owned(), last.to_owned()));
            }
        } else if is_date(text) {
            return Ok(Self::Day(text.to_owned()));
        } else if let Some((year, month)) = text.split_once('-')
            && is_digits(year, 4)
            && is_digits(month, 2)
            && let (Ok(year), Ok(month)) = (year.parse(), month.parse())
        {
            return Ok(Self::Month(year, month));
        }
        Err("expected 2029-01, 2029-01-31, 2029-01-01..2029-01-15, yesterday, this-month or last-month".to_owned())
    }
}

/// Whether a text has the form of a date. Whether there is such a day is checked with the time zone.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let lengths = [4, 2, 2];
    lengths
        .into_iter()
        .all(|length| parts.next().is_some_and(|it| is_digits(it, length)))
        && parts.next().is_none()
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::PeriodArg;

    #[test]
    fn periods_are_read_by_their_forms() {
        let read = |text: &str| text.parse::<PeriodArg>().ok();
        assert_eq!(read("2029-01"), Some(PeriodArg::Month(2029, 1)));
        assert_eq!(
            read("2029-01-31"),
            Some(PeriodArg::Day("2029-01-31".to_owned()))
        );
        let days = PeriodArg::Days("2029-01-01".to_owned(), "2029-01-15".to_owned());
        assert_eq!(read("2029-01-01..2029-01-15"), Some(days));
        assert_eq!(read("last-month"), Some(PeriodArg::LastMonth));
        for text in [
            "",
            "2029",
            "2029-1",
            "29-01-01",
            "2029-01..2029-02",
            "2029-01-01..",
            "2029/01",
            "+029-01",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
