//! Values of cells.

use std::borrow::Cow;

use calamine::DataRef;

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
    /// A value of a type that these workbooks do not have, such as a date or an error: the type and the value.
    Other(String),
}

impl CellValue {
    pub(super) fn new(value: &DataRef<'_>) -> Self {
        let text = match value {
            DataRef::String(text) => text.as_str(),
            DataRef::SharedString(text) => text,
            DataRef::Int(number) => return Self::Text(number.to_string()),
            DataRef::Float(number) => return Self::Number(*number),
            DataRef::Bool(boolean) => return Self::Boolean(*boolean),
            DataRef::DateTime(date) => return Self::Other(format!("the date {}", date.as_f64())),
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

    /// The text; a number as the shortest text that stands for it. `None` for other values.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Empty | Self::Boolean(_) | Self::Other(_) => None,
        }
    }

    /// The value for messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Empty => "nothing".to_owned(),
            Self::Text(text) => {
                let start: String = text.chars().take(60).flat_map(char::escape_debug).collect();
                format!("`{start}`")
            }
            Self::Number(number) => format!("the number {number}"),
            Self::Boolean(boolean) => format!("the boolean {boolean}"),
            Self::Other(other) => other.chars().take(60).collect(),
        }
    }
}
