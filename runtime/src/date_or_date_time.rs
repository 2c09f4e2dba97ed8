//! Values that come as a date or as a time.

use std::fmt;

use serde_core::de::{Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};
use time::{Date, OffsetDateTime};

use crate::decode::scalar::text;
use crate::decode::{Decode, parse_date, parse_date_time};
use crate::encode::Encode;

/// A date or a time: the API declares some values as dates and returns them as date-times. What came is
/// kept, and is written back in the same form.
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
    /// A time with its offset; UTC where none was given.
    Time(OffsetDateTime),
}

impl DateOrDateTime {
    /// The date; of a time the one at its own offset.
    pub fn date(self) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Time(time) => time.date(),
        }
    }

    /// The time; of a date its midnight in UTC.
    pub fn start(self) -> OffsetDateTime {
        match self {
            Self::Date(date) => date.midnight().assume_utc(),
            Self::Time(time) => time,
        }
    }
}

impl From<Date> for DateOrDateTime {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<OffsetDateTime> for DateOrDateTime {
    fn from(time: OffsetDateTime) -> Self {
        Self::Time(time)
    }
}

impl fmt::Display for DateOrDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => f.pad(&crate::decode::time::write_date(*date)),
            Self::Time(time) => f.pad(&crate::decode::time::write_date_time(*time)),
        }
    }
}

impl DateOrDateTime {
    fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == "2029-01-31".len();
        let date = is_date.then(|| parse_date(text)).flatten();
        date.map(Self::Date)
            .or_else(|| parse_date_time(text).map(Self::Time))
    }
}

impl<'de> Decode<'de> for DateOrDateTime {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom("the text is neither a date nor a time as of RFC 3339"))
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
    fn what_came_is_written_back() {
        for text in [
            "\"2029-01-31\"",
            "\"2029-01-31T00:00:00Z\"",
            "\"2029-01-31T10:00:00.25+02:00\"",
        ] {
            let value: DateOrDateTime = serde_json::from_str(text).expect("a date or a time");
            assert_eq!(serde_json::to_string(&value).expect("JSON"), text);
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in ["\"\"", "\"2029-13-01\"", "\"soon\"", "\"2029-01-31T\""] {
            assert!(
                serde_json::from_str::<DateOrDateTime>(text).is_err(),
                "{text}"
            );
        }
    }
}
