//! Enums that take values which are not known yet.
//!
//! A generated enum has a variant for each known value and one, `Unrecognized`, for any other.

use std::fmt;

use serde_core::de::Deserializer;

use crate::decode::Decode;

/// An enum over texts that keeps a text which it does not know.
pub trait OpenEnum: Clone + PartialEq + Sized + 'static {
    /// What the API has on the wire: `str`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The text on the wire.
    fn as_str(&self) -> &str;

    /// The known value with exactly this text.
    fn known(text: &str) -> Option<Self>;

    /// Wraps a text that is not known.
    fn unrecognized(value: UnrecognizedString) -> Self;

    /// The known value that this one means if letter case is ignored, as in `READY` for `ready`.
    /// Answers were seen with either.
    fn known_ignoring_case(&self) -> Option<Self> {
        Self::KNOWN
            .iter()
            .find(|it| it.as_str().eq_ignore_ascii_case(self.as_str()))
            .cloned()
    }
}

/// An enum over whole numbers that keeps a number which it does not know.
pub trait OpenIntegerEnum: Clone + PartialEq + Sized + 'static {
    /// What the API has on the wire: `i64`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The number on the wire.
    fn as_i64(&self) -> i64;

    /// The known value with this number.
    fn known(number: i64) -> Option<Self>;

    /// Wraps a number that is not known.
    fn unrecognized(value: UnrecognizedInteger) -> Self;
}

/// A text that an open enum does not know. It cannot be made by hand, so an enum never holds a known
/// value in its `Unrecognized` variant: convert the text into the enum instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedString(Box<str>);

impl UnrecognizedString {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnrecognizedString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A number that an open enum does not know. It cannot be made by hand, for the same reason as
/// [`UnrecognizedString`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number as it came.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnrecognizedInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The enum's value for a string.
pub fn from_text<T: OpenEnum>(text: impl AsRef<str> + Into<Box<str>>) -> T {
    T::known(text.as_ref()).unwrap_or_else(|| {
        crate::decode::watch::unknown_value();
        T::unrecognized(UnrecognizedString::new(text))
    })
}

/// Reads an enum of strings.
///
/// # Errors
/// When the JSON is neither a string nor an integer.
pub fn decode_text<'de, T: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    crate::decode::scalar::text(deserializer).map(from_text)
}

/// The enum's value for an integer.
pub fn from_integer<T: OpenIntegerEnum>(number: i64) -> T {
    T::known(number).unwrap_or_else(|| {
        crate::decode::watch::unknown_value();
        T::unrecognized(UnrecognizedInteger::new(number))
    })
}

/// Reads an enum of integers.
///
/// # Errors
/// When the JSON is not an integer.
pub fn decode_integer<'de, T: OpenIntegerEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    i64::decode(deserializer).map(from_integer)
}
