//! Enums that keep unknown values.
//!
//! A generated enum has a variant for each known value and one, `Unrecognized`, for any other.

use std::fmt;

use serde_core::de::Deserializer;

use crate::decode::Decode;

/// An enum of strings that keeps an unknown string.
pub trait OpenEnum: Clone + PartialEq + Sized + 'static {
    /// The type on the wire: `str`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The string on the wire.
    fn as_str(&self) -> &str;

    /// The known value with exactly this string.
    fn known(text: &str) -> Option<Self>;

    /// Wraps an unknown string.
    fn unrecognized(value: UnrecognizedString) -> Self;

    /// The known value that equals this one if letter case is ignored, as in `READY` for `ready`.
    /// Both have been observed in responses.
    fn known_ignoring_case(&self) -> Option<Self> {
        Self::KNOWN
            .iter()
            .find(|it| it.as_str().eq_ignore_ascii_case(self.as_str()))
            .cloned()
    }
}

/// An enum of integers that keeps an unknown integer.
pub trait OpenIntegerEnum: Clone + PartialEq + Sized + 'static {
    /// The type on the wire: `i64`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The number on the wire.
    fn as_i64(&self) -> i64;

    /// The known value with this number.
    fn known(number: i64) -> Option<Self>;

    /// Wraps an unknown number.
    fn unrecognized(value: UnrecognizedInteger) -> Self;
}

/// A string that is not a known value of an open enum. It has no public constructor, so an enum never holds
/// a known value in its `Unrecognized` variant: convert the string into the enum instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedString(Box<str>);

impl UnrecognizedString {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The string as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnrecognizedString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A number that is not a known value of an open enum. It has no public constructor, for the same reason as
/// [`UnrecognizedString`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number as it was received.
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
pub fn from_str<T: OpenEnum>(text: impl AsRef<str> + Into<Box<str>>) -> T {
    T::known(text.as_ref()).unwrap_or_else(|| {
        crate::decode::watch::unknown_value();
        T::unrecognized(UnrecognizedString::new(text))
    })
}

/// Reads an enum of strings.
///
/// # Errors
/// If the JSON is neither a string nor an integer.
pub fn decode_string<'de, T: OpenEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    crate::decode::scalar::string(deserializer).map(from_str)
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
/// If the JSON is not an integer.
pub fn decode_integer<'de, T: OpenIntegerEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    i64::decode(deserializer).map(from_integer)
}
