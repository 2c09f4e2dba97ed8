//! Values that are a date or a date-time.

use std::fmt;
use std::str::FromStr;

use serde_core::de::{Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};

use crate::decode::Decode;
use crate::decode::scalar::string;
use crate::encode::Encode;
use crate::parameter::ParameterValue;
use crate::parse_error::ParseError;
use crate::times::{Date, DateTime};

/// A date or a date-time: the API declares some values as dates and returns them as date-times. The value
/// keeps the form in which it was received, and is written in that form.
///
/// ```
/// use connect_usage::DateOrDateTime;
/// let declared: DateOrDateTime = serde_json::from_str(r#""2029-01-31""#)?;
/// let real: DateOrDateTime = serde_json::from_str(r#""2029-01-31T00:00:00+00:00""#)?;
/// assert_eq!(declared.date(), real.date());
/// assert_eq!(declared.start(), real.start());
/// assert_ne!(declared, real);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrDateTime {
    /// A date.
    Date(Date),
    /// A date-time with its offset; UTC if there was none.
    Time(DateTime),
}

impl DateOrDateTime {
    /// The date; for a date-time, the date at its own offset.
    pub fn date(self) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Time(time) => time.date(),
        }
    }

    /// The date-time; for a date, its midnight in UTC.
    pub fn start(self) -> DateTime {
        match self {
            Self::Date(date) => date.midnight(),
            Self::Time(time) => time,
        }
    }
}

impl From<Date> for DateOrDateTime {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for DateOrDateTime {
    fn from(time: DateTime) -> Self {
        Self::Time(time)
    }
}

impl From<time::Date> for DateOrDateTime {
    fn from(date: time::Date) -> Self {
        Self::Date(date.into())
    }
}

impl From<time::OffsetDateTime> for DateOrDateTime {
    fn from(time: time::OffsetDateTime) -> Self {
        Self::Time(time.into())
    }
}

impl fmt::Display for DateOrDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Time(time) => time.fmt(f),
        }
    }
}

impl FromStr for DateOrDateTime {
    type Err = ParseError;

    /// Reads text of ten characters as a date, and any other as a date-time.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let is_date = text.len() == "2029-01-31".len();
        let parsed = match is_date {
            true => text.parse().map(Self::Date).ok(),
            false => text.parse().map(Self::Time).ok(),
        };
        parsed.ok_or_else(|| ParseError::new("a date or an RFC 3339 timestamp", text))
    }
}

impl ParameterValue for DateOrDateTime {
    fn write(&self) -> String {
        self.to_string()
    }
}

impl<'de> Decode<'de> for DateOrDateTime {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = string(deserializer)?;
        let parsed = text.parse();
        parsed.map_err(|it: ParseError| D::Error::custom(it.of_response(&text)))
    }
}

impl Serialize for DateOrDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Date(date) => date.encode(serializer),
            Self::Time(time) => time.encode(serializer),
        }
    }
}

crate::serde_model!(DateOrDateTime);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_in_the_form_it_was_read() {
        for text in [
            "\"2029-01-31\"",
            "\"2029-01-31T00:00:00Z\"",
            "\"2029-01-31T10:00:00.25+02:00\"",
        ] {
            let value: DateOrDateTime = serde_json::from_str(text).expect("a date or a date-time");
            assert_eq!(serde_json::to_string(&value).expect("JSON"), text);
        }
    }

    #[test]
    fn other_strings_are_rejected() {
        for text in ["\"\"", "\"2029-13-01\"", "\"soon\"", "\"2029-01-31T\""] {
            assert!(
                serde_json::from_str::<DateOrDateTime>(text).is_err(),
                "{text}"
            );
        }
    }
}
