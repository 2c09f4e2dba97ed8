//! Dates and date-times.

pub(crate) mod text;

use std::fmt;
use std::str::FromStr;

use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};

use crate::decode::Decode;
use crate::decode::scalar::string;
use crate::encode::Encode;
use crate::error::{Error, failure};
use crate::parameter::ParameterValue;
use crate::parse_error::ParseError;

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
fn writable<E: serde_core::ser::Error>(year: i32) -> Result<(), E> {
    if (0..=9999).contains(&year) {
        return Ok(());
    }
    Err(E::custom(format_args!(
        "year {year} out of range: expected 0 to 9999"
    )))
}

macro_rules! time_type {
    ($name:ident, $inner:ty, $parse:path, $write:path, $expected:literal) => {
        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                match $parse(text) {
                    Some(value) => Ok(Self(value)),
                    None => Err(ParseError::new($expected, text)),
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ParseError;

            fn try_from(text: &str) -> Result<Self, ParseError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseError;

            fn try_from(text: String) -> Result<Self, ParseError> {
                text.parse()
            }
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl PartialEq<$inner> for $name {
            fn eq(&self, other: &$inner) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&$write(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&$write(self.0))
            }
        }

        impl ParameterValue for $name {
            fn write(&self) -> String {
                $write(self.0)
            }
        }

        impl<'de> Decode<'de> for $name {
            fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = string(deserializer)?;
                let parsed = text.parse();
                parsed.map_err(|it: ParseError| D::Error::custom(it.of_response(&text)))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::decode(deserializer)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                writable::<S::Error>(self.0.year())?;
                serializer.serialize_str(&$write(self.0))
            }
        }

        impl Encode for $name {
            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    };
}

time_type!(
    Date,
    time::Date,
    text::parse_date,
    text::write_date,
    "a date such as 2029-01-31"
);
time_type!(
    DateTime,
    time::OffsetDateTime,
    text::parse_date_time,
    text::write_date_time,
    "an RFC 3339 timestamp such as 2029-01-31T10:00:00Z"
);

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
pub fn check_period(from: Date, to: Date) -> Result<(), Error> {
    match from <= to {
        true => Ok(()),
        false => Err(failure::contradiction(format!(
            "expected a period that ends on or after {from}, found its end {to}"
        ))),
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
