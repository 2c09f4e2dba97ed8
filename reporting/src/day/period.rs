//! The period of a report, in the vendor's time zone.

mod key;

use std::fmt;

use connect_usage::models::NewPeriod;
use connect_usage::runtime::IntoDate;
use connect_usage::{Date, DateTime};
use jiff::civil;

use super::local::{Bounds, Local, date_time, timestamp};
use super::period_error::PeriodError;
use super::span::Span;
use super::zone::Zone;

/// The period that a report is about: a day, a month, an hour or any other span, in the vendor's time zone.
///
/// It begins with its first second and ends with its last one, as the platform has it. Both are in UTC.
///
/// ```
/// use connect_reporting::day::{Period, Zone};
/// use connect_usage::DateTime;
///
/// let berlin: Zone = "Europe/Berlin".parse()?;
/// let now: DateTime = "2029-01-01T00:30:00Z".parse()?; // half past one in Berlin
/// let december = Period::month_before(now, &berlin)?;
/// assert_eq!(december.start().to_string(), "2028-11-30T23:00:00Z");
/// assert_eq!(december.end().to_string(), "2028-12-31T22:59:59Z");
/// assert_eq!(december.name(), "12/01/2028 - 12/31/2028");
/// assert_eq!(december.key(), "2028-12");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// No function reads a clock: the caller passes the current time.
#[derive(Clone, PartialEq, Eq)]
pub struct Period {
    zone: Zone,
    bounds: Bounds,
}

impl Period {
    fn new(zone: &Zone, bounds: Result<Bounds, PeriodError>) -> Result<Self, PeriodError> {
        Ok(Self {
            zone: zone.clone(),
            bounds: bounds?,
        })
    }

    /// A day: `"2029-01-31"`, or a `Date`. It has 23 or 25 hours if the offset of the time zone changes.
    ///
    /// # Errors
    /// If the text is not a date, the time zone left out this day, or the year is not from 1 to 9998.
    pub fn day(date: impl IntoDate, zone: &Zone) -> Result<Self, PeriodError> {
        let date = civil_date(date)?;
        Self::new(zone, Local(zone).days(date, date))
    }

    /// The days from the first to the last one, both included.
    ///
    /// # Errors
    /// As for [`day`](Self::day), and if the last day is before the first.
    pub fn days(
        first: impl IntoDate,
        last: impl IntoDate,
        zone: &Zone,
    ) -> Result<Self, PeriodError> {
        Self::new(
            zone,
            Local(zone).days(civil_date(first)?, civil_date(last)?),
        )
    }

    /// A month. January is 1.
    ///
    /// # Errors
    /// If there is no such month, or the year is not from 1 to 9998.
    pub fn month(year: u16, month: u8, zone: &Zone) -> Result<Self, PeriodError> {
        let year = i16::try_from(year).map_err(|_| PeriodError::Year)?;
        let first = i8::try_from(month).ok();
        let first = first.and_then(|it| civil::Date::new(year, it, 1).ok());
        let Some(first) = first else {
            let message = format!("expected a month from 1 to 12, found {month}");
            return Err(match (1..=12).contains(&month) {
                true => PeriodError::Year,
                false => PeriodError::Invalid(message),
            });
        };
        Self::new(zone, Local(zone).days(first, first.last_of_month()))
    }

    /// An hour of a day, from 0 to 23. If the hour occurs twice, because the offset of the time zone changes, it is the
    /// first one; [`hour_of`](Self::hour_of) finds either.
    ///
    /// # Errors
    /// As for [`day`](Self::day), and if there is no such hour on this day.
    pub fn hour(date: impl IntoDate, hour: u8, zone: &Zone) -> Result<Self, PeriodError> {
        Self::new(zone, Local(zone).hour(civil_date(date)?, hour))
    }

    /// The span between two date-times: the first and the last second. Fractions of seconds are dropped.
    ///
    /// # Errors
    /// If the end is before the start, or a year is not from 1 to 9998.
    pub fn between(
        start: impl Into<DateTime>,
        end: impl Into<DateTime>,
        zone: &Zone,
    ) -> Result<Self, PeriodError> {
        let span = Span::new(start, end)?;
        let (start, end) = (timestamp(span.start())?, timestamp(span.end())?);
        Self::new(zone, Local(zone).bounds(start, end))
    }

    /// The day that contains a date-time.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn day_of(at: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        let date = Local(zone).date(timestamp(at.into())?);
        Self::new(zone, Local(zone).days(date, date))
    }

    /// The month that contains a date-time.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn month_of(at: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        let date = Local(zone).date(timestamp(at.into())?);
        Self::new(
            zone,
            Local(zone).days(date.first_of_month(), date.last_of_month()),
        )
    }

    /// The hour that contains a date-time. It ends early, or begins late, if the offset of the time zone changes within it.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn hour_of(at: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        Self::new(zone, Local(zone).hour_of(timestamp(at.into())?))
    }

    /// The last day that is over at a date-time, such as the current time.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn day_before(now: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        Self::day_of(now, zone)?.second_before(Self::day_of)
    }

    /// The last month that is over at a date-time: in January, it is December of the year before.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn month_before(now: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        Self::month_of(now, zone)?.second_before(Self::month_of)
    }

    /// The last hour that is over at a date-time.
    ///
    /// # Errors
    /// If the year is not from 1 to 9998.
    pub fn hour_before(now: impl Into<DateTime>, zone: &Zone) -> Result<Self, PeriodError> {
        Self::hour_of(now, zone)?.second_before(Self::hour_of)
    }

    /// What contains the last second before this period.
    fn second_before(
        &self,
        find: impl Fn(DateTime, &Zone) -> Result<Self, PeriodError>,
    ) -> Result<Self, PeriodError> {
        let start = self.start().into_inner().unix_timestamp();
        find(date_time(start - 1)?, &self.zone)
    }

    /// The first second, in UTC.
    pub fn start(&self) -> DateTime {
        self.bounds.span.start()
    }

    /// The last second, in UTC.
    pub fn end(&self) -> DateTime {
        self.bounds.span.end()
    }

    /// The time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The day of the first second, in the time zone.
    pub fn first_day(&self) -> Date {
        self.bounds.days[0]
    }

    /// The day of the last second, in the time zone.
    pub fn last_day(&self) -> Date {
        self.bounds.days[1]
    }

    /// The number of seconds: 86,400 for most days.
    pub fn seconds(&self) -> u64 {
        let [start, end] = [self.start(), self.end()].map(|it| it.into_inner().unix_timestamp());
        end.abs_diff(start) + 1
    }

    /// Whether the period is over at a date-time: its last second has passed.
    pub fn is_over(&self, now: impl Into<DateTime>) -> bool {
        now.into().into_inner().unix_timestamp() > self.end().into_inner().unix_timestamp()
    }

    /// The first and the last second, in UTC.
    pub fn span(&self) -> Span {
        self.bounds.span
    }

    /// The part of a span that lies within the period, `None` if there is none: usage outside of its report's period is
    /// late or future usage, which products must permit.
    ///
    /// ```
    /// use connect_reporting::day::{Period, Span, Zone};
    /// use connect_usage::DateTime;
    ///
    /// let day = Period::day("2029-01-31", &Zone::utc())?;
    /// let used = Span::new("2029-01-30T18:00:00Z".parse::<DateTime>()?, "2029-01-31T06:00:00Z".parse::<DateTime>()?)?;
    /// let clipped = day.clip(&used).expect("they overlap");
    /// assert_eq!(clipped.start(), day.start());
    /// assert_eq!(clipped.end(), used.end());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clip(&self, span: &Span) -> Option<Span> {
        span.clip(&self.bounds.span)
    }
}

/// The days in the time zone, as requests have it.
impl From<&Period> for NewPeriod {
    fn from(period: &Period) -> Self {
        let mut days = Self::new();
        days.from = Some(period.first_day());
        days.to = Some(period.last_day());
        days
    }
}

/// [`key`](Period::key), and the time zone.
impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({}, {})", self.key(), self.zone)
    }
}

fn civil_date(date: impl IntoDate) -> Result<civil::Date, PeriodError> {
    let invalid =
        |_| PeriodError::Invalid("expected a date that exists, such as 2029-01-31".to_owned());
    let date = date.into_date().map_err(invalid)?.into_inner();
    let year = i16::try_from(date.year()).ok();
    let (month, day) = (u8::from(date.month()), date.day());
    // Months and days have one or two digits.
    let (month, day) = (month.cast_signed(), day.cast_signed());
    let date = year.and_then(|year| civil::Date::new(year, month, day).ok());
    date.ok_or(PeriodError::Year)
}
