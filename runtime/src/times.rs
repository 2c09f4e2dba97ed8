//! Dates and date-times.

pub(crate) mod text;

use crate::error::{Error, failure};
use crate::text_type::text_type;

/// A date, such as `2029-01-31`. It is a [`time::Date`] that is read, printed and written in the forms of the API.
///
/// It is parsed from text, and made from a `time::Date`. A date-time is accepted too: its date counts as it is
/// written, whatever the offset.
///
/// ```
/// use connect_usage::Date;
/// let date: Date = "2029-01-31".parse()?;
/// assert_eq!(date.to_string(), "2029-01-31");
/// assert_eq!(date, "2029-01-31T23:00:00-05:00".parse::<Date>()?);
/// assert_eq!(date.into_inner().day(), 31);
/// # Ok::<(), connect_usage::Error>(())
/// ```
///
/// It is a string in all formats. A year before 0, which RFC 3339 does not have, is an error when it is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// A date-time with its offset, such as `2029-01-31T10:00:00.25+02:00`. It is a [`time::OffsetDateTime`] that is
/// read, printed and written in the forms of the API.
///
/// It is parsed from RFC 3339, where the offset (then UTC) or the whole time of day (then midnight in UTC) may be
/// missing, and a space can replace the `T`. Digits beyond nanoseconds are dropped. Date-times are compared by the
/// moment that they stand for, whatever their offsets.
///
/// ```
/// use connect_usage::DateTime;
/// let noon: DateTime = "2029-01-01 12:00:00.25".parse()?;
/// assert_eq!(noon, "2029-01-01T14:00:00.250+02:00".parse::<DateTime>()?);
/// assert_eq!(noon.to_string(), "2029-01-01T12:00:00.25Z");
/// assert_eq!(noon.into_inner().hour(), 12);
/// # Ok::<(), connect_usage::Error>(())
/// ```
///
/// It is a string in all formats, with its own offset. A year before 0, which RFC 3339 does not have, is an error when
/// it is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(time::OffsetDateTime);

impl Date {
    /// The date as the type of the crate `time`.
    pub const fn into_inner(self) -> time::Date {
        self.0
    }

    /// The date's midnight in UTC.
    pub fn midnight(self) -> DateTime {
        DateTime(self.0.midnight().assume_utc())
    }
}

impl DateTime {
    /// The Unix epoch, 1970-01-01 at midnight in UTC.
    pub const UNIX_EPOCH: Self = Self(time::OffsetDateTime::UNIX_EPOCH);

    /// The date-time as the type of the crate `time`.
    pub const fn into_inner(self) -> time::OffsetDateTime {
        self.0
    }

    /// The date, at the date-time's own offset.
    pub const fn date(self) -> Date {
        Date(self.0.date())
    }
}

/// RFC 3339 has four digits for the year and no sign.
fn check_year(year: i32) -> Result<(), String> {
    match (0..=9999).contains(&year) {
        true => Ok(()),
        false => Err(format!("year {year} out of range: expected 0 to 9999")),
    }
}

text_type! {
    Date(time::Date),
    parse: text::parse_date,
    write: |it: &time::Date| text::write_date(*it),
    check: |it: &time::Date| check_year(it.year()),
    expected: "a date such as 2029-01-31",
}

text_type! {
    DateTime(time::OffsetDateTime),
    parse: text::parse_date_time,
    write: |it: &time::OffsetDateTime| text::write_date_time(*it),
    check: |it: &time::OffsetDateTime| check_year(it.year()),
    expected: "an RFC 3339 timestamp such as 2029-01-31T10:00:00Z",
}

/// What a date can be made of: a [`Date`], a [`time::Date`], or its text.
#[diagnostic::on_unimplemented(
    message = "no date can be made of `{Self}`",
    label = "expected a `Date`, a `time::Date`, or text such as \"2029-01-31\""
)]
pub trait IntoDate {
    /// The date.
    ///
    /// # Errors
    /// If the text is not a date.
    fn into_date(self) -> Result<Date, Error>;
}

/// Checks that a period does not end before it begins.
///
/// # Errors
/// If it does.
pub fn check_period(from: Option<Date>, to: Option<Date>) -> Result<(), Error> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(failure::contradiction(format!(
            "expected a period that ends on or after {from}, found its end {to}"
        ))),
        _ => Ok(()),
    }
}

impl IntoDate for Date {
    fn into_date(self) -> Result<Date, Error> {
        Ok(self)
    }
}

impl IntoDate for time::Date {
    fn into_date(self) -> Result<Date, Error> {
        Ok(Date(self))
    }
}

impl IntoDate for &str {
    fn into_date(self) -> Result<Date, Error> {
        Ok(self.parse()?)
    }
}

impl IntoDate for String {
    fn into_date(self) -> Result<Date, Error> {
        Ok(self.parse()?)
    }
}

impl IntoDate for &String {
    fn into_date(self) -> Result<Date, Error> {
        Ok(self.parse()?)
    }
}
