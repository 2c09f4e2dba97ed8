//! Why a text is not a value of the wanted type.

use std::fmt;

use crate::error::{Error, failure};

/// Why a text is not a date, a date-time or a number. It converts into an [`Error`], so that `?` works in a
/// function that also sends calls.
///
/// ```
/// use connect_usage::Date;
/// let error = "yesterday".parse::<Date>().expect_err("not a date");
/// assert_eq!(error.to_string(), "expected a date such as 2029-01-31, found yesterday");
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
            found: excerpt(found),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.found {
            "" => write!(f, "expected {}, found the empty string", self.expected),
            found => write!(f, "expected {}, found {found}", self.expected),
        }
    }
}

impl std::error::Error for ParseError {}

/// An error of the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), without an operation.
impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        failure::invalid_value(error)
    }
}

/// The text of a value as it is shown in an error: not all of a long one, and control characters as escapes.
pub(crate) fn excerpt(text: &str) -> Box<str> {
    const LONGEST: usize = 64;
    let shown = text.chars().take(LONGEST).flat_map(char::escape_debug);
    let rest = text.chars().nth(LONGEST).map(|_| '…');
    shown.chain(rest).collect::<String>().into()
}
