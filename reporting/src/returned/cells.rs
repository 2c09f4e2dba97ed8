//! Values of cells.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};
use connect_usage::DateTime;
use connect_usage::runtime::time::{Date, PrimitiveDateTime, Time};

use crate::usage::text;

/// The largest integer up to which numbers in cells are exact.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of a cell, as the workbook has it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CellValue {
    /// The cell is missing, or has white space alone.
    Empty,
    /// A text, without white space at its ends.
    Text(String),
    /// A number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// A date-time in UTC. The platform writes them as text; a workbook that was edited in a spreadsheet program can have them.
    DateTime(DateTime),
    /// A formula whose value is not stored in the file. Programs that write formulas without computing them leave such
    /// cells; a spreadsheet program computes and stores the values when it opens and saves the file.
    UnstoredFormula,
    /// A value of a type that these workbooks do not have, such as a duration or an error: the type and the value.
    Other(String),
}

impl CellValue {
    pub(super) fn new(value: &DataRef<'_>, is_formula: bool) -> Self {
        let text = match value {
            // The stored value of a formula can be an empty text, which is not the same as none.
            DataRef::Empty if is_formula => return Self::UnstoredFormula,
            DataRef::String(text) => text.as_str(),
            DataRef::SharedString(text) => text,
            DataRef::Int(number) => return Self::Text(number.to_string()),
            DataRef::Float(number) => return Self::Number(*number),
            DataRef::Bool(boolean) => return Self::Boolean(*boolean),
            DataRef::DateTime(date) => {
                let other = || Self::Other(format!("the date {}", date.as_f64()));
                return date_time(date).map_or_else(other, Self::DateTime);
            }
            DataRef::DateTimeIso(date) => return Self::Other(format!("the date {date}")),
            DataRef::DurationIso(time) => return Self::Other(format!("the duration {time}")),
            DataRef::Error(error) => return Self::Other(format!("the error {error}")),
            DataRef::Empty => "",
        };
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// Whether it is a number that can differ from the one that was written, beyond 2⁵³.
    pub(super) fn is_inexact(&self) -> bool {
        matches!(self, Self::Number(number) if number.abs() > MAX_EXACT)
    }

    /// The text; a number as the shortest text that stands for it, a date-time in whole seconds as
    /// `YYYY-MM-DD HH:MM:SS`. `None` for other values.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::DateTime(date_time) => text::date_time(*date_time).ok().map(Cow::Owned),
            Self::Empty | Self::Boolean(_) | Self::UnstoredFormula | Self::Other(_) => None,
        }
    }

    /// What to do about a value that cannot be used, if the file alone is to blame.
    pub(super) fn help(&self) -> Option<&'static str> {
        let is_unstored = *self == Self::UnstoredFormula;
        is_unstored.then_some("open and save the file in a spreadsheet program")
    }

    /// The value for messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Empty => "nothing".to_owned(),
            Self::Text(text) => format!("`{}`", text::short(text)),
            Self::Number(number) => format!("the number {number}"),
            Self::Boolean(boolean) => format!("the boolean {boolean}"),
            Self::DateTime(date_time) => format!("the date-time {date_time}"),
            Self::UnstoredFormula => "a formula without a stored value".to_owned(),
            Self::Other(other) => text::short(other),
        }
    }
}

/// Whether a text has white space at its ends, which is dropped here.
pub(super) fn is_padded(value: &DataRef<'_>) -> bool {
    let text = match value {
        DataRef::String(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        _ => return false,
    };
    text.trim() != text
}

/// A date-time of a spreadsheet program, to the millisecond: it is a fraction of days there. It is not rounded to the second,
/// which could be the first one of another day.
fn date_time(date: &ExcelDateTime) -> Option<DateTime> {
    // Outside of these days the library returns the first or the last one.
    let is_in_range = (1.0..2_958_466.0).contains(&date.as_f64());
    if !date.is_datetime() || !is_in_range {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let date = Date::from_calendar_date(year.into(), month.try_into().ok()?, day).ok()?;
    let time = Time::from_hms_milli(hour, minute, second, milli).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc().into())
}

#[cfg(test)]
mod tests {
    use super::CellValue;

    #[test]
    fn messages_have_the_beginning_of_a_value_and_no_control_characters() {
        let long = "x".repeat(70);
        for value in [
            CellValue::Text(format!("\u{1b}{long}")),
            CellValue::Other(format!("the date \u{1b}{long}")),
        ] {
            let described = value.describe();
            assert!(described.contains("\\u{1b}x"), "{described}");
            assert!(!described.contains('\u{1b}'), "{described}");
            assert!(described.trim_end_matches('`').ends_with("x…"));
        }
    }
}
