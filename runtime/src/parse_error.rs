//! Why a text is not a value of the wanted type.

use std::fmt;

use crate::error::{Error, failure, printable};

/// Why a text is not a date, a date-time or a number. It converts into an [`Error`], so that `?` works in a
/// function that also sends calls. It shows the beginning of the text, at most 40 characters, with control characters
/// escaped.
///
/// ```
/// use connect_usage::Date;
/// let error = "yesterday".parse::<Date>().expect_err("not a date");
/// assert_eq!(error.to_string(), "expected a date such as 2029-01-31, found `yesterday`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    expected: &'static str,
    found: Box<str>,
}

impl ParseError {
    pub(crate) fn new(expected: &'static str, found: &str) -> Self {
        Self {
            expected,
            found: printable::own(found).into(),
        }
    }

    /// The same of a text that may be a server's: most of them are not shown.
    pub(crate) fn of_response(self, text: &str) -> Self {
        Self {
            found: printable::text(text).into(),
            ..self
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for ParseError {}

/// An error of the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), without an operation.
impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        failure::invalid_value(error)
    }
}
