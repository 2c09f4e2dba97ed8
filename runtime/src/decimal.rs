//! Exact decimal numbers.

mod digits;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};

use crate::decode::{Decode, raw};
use crate::encode::{Encode, number};
use crate::error::{Error, failure, printable};
use crate::parameter::ParameterValue;
use crate::parse_error::ParseError;

pub(crate) use self::digits::Value;

/// A decimal number, exact to its last digit. No floating-point number is involved, and nothing is rounded.
///
/// [`as_decimal`](Self::as_decimal) returns it as a [`rust_decimal::Decimal`], which is the type to calculate
/// with. That type holds up to 28 digits, and 28 decimal places. A number that does not fit, such as `1e300` or
/// `5.551115123125783e-17`, is kept as its text, so that one odd value does not end a list:
/// [`fits`](Self::fits) is then false, and `as_decimal` returns `None`.
///
/// Numbers are compared by value, whether they fit or not: `12.30` equals `12.3`, and has the same hash.
/// Trailing zeros are kept in the text.
///
/// ```
/// use connect_usage::Decimal;
///
/// let amount: Decimal = "12.30".parse()?;
/// assert_eq!(amount, "12.3".parse::<Decimal>()?);
/// assert_eq!(amount.to_string(), "12.30");
/// let held = amount.as_decimal().expect("it fits");
/// assert_eq!(Decimal::from(held * held).to_string(), "151.2900");
///
/// let huge: Decimal = "1e300".parse()?;
/// assert!(!huge.fits() && huge > amount);
/// assert_eq!(huge.text(), "1e300");
/// # Ok::<(), connect_usage::Error>(())
/// ```
///
/// # Formats
///
/// It prints as a plain decimal, without an exponent; a number of more than 400 places prints as it was received.
/// In JSON it is a number with exactly its digits. In other formats, and in a `serde_json::Value`, it is a number if it
/// is an integer of 64 bits or has at most 15 digits, which every float of 64 bits keeps, and a string of its digits
/// otherwise. It is read from numbers and from strings. Where the reader is given a float, such as through
/// `#[serde(flatten)]`, it is the shortest number that the float stands for.
#[derive(Clone)]
pub struct Decimal(Repr);

#[derive(Clone)]
enum Repr {
    Held(rust_decimal::Decimal),
    /// A number that cannot be held. Its integer part has no leading zeros, so that it is a number of JSON.
    Text(Box<str>),
}

impl Decimal {
    /// The number 0.
    pub const ZERO: Self = Self(Repr::Held(rust_decimal::Decimal::ZERO));

    /// The number to calculate with; `None` if it does not fit.
    pub fn as_decimal(&self) -> Option<rust_decimal::Decimal> {
        match &self.0 {
            Repr::Held(decimal) => Some(*decimal),
            Repr::Text(_) => None,
        }
    }

    /// Whether [`as_decimal`](Self::as_decimal) returns it.
    pub fn fits(&self) -> bool {
        matches!(self.0, Repr::Held(_))
    }

    /// The number as text, as it is written in JSON: with all digits, and for a number that does not fit, with the
    /// exponent that it was received with.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Repr::Held(decimal) => Cow::Owned(decimal.to_string()),
            Repr::Text(text) => Cow::Borrowed(text),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match digits::parse(text) {
            Some(decimal) => Some(Self(Repr::Held(decimal))),
            None => digits::canonical(text).map(|it| Self(Repr::Text(it.into()))),
        }
    }

    fn value(&self) -> Value {
        // The text of a number is always a number.
        Value::of(&self.text()).unwrap_or_default()
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    /// Reads a number as JSON has it: digits, a fraction, an exponent.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or_else(|| ParseError::new("a decimal number such as 12.30", text))
    }
}

impl From<rust_decimal::Decimal> for Decimal {
    fn from(decimal: rust_decimal::Decimal) -> Self {
        Self(Repr::Held(decimal))
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(integer: $integer) -> Self {
                Self(Repr::Held(integer.into()))
            }
        }
    )*};
}

from_integers!(i32, i64, u32, u64);

/// A number that a [`rust_decimal::Decimal`] cannot hold exactly. It converts into an [`Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoesNotFit(Box<str>);

impl fmt::Display for DoesNotFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the number {} does not fit: a decimal holds 28 digits",
            self.0
        )
    }
}

impl std::error::Error for DoesNotFit {}

/// An error of the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), without an operation.
impl From<DoesNotFit> for Error {
    fn from(error: DoesNotFit) -> Self {
        failure::invalid_value(error)
    }
}

impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = DoesNotFit;

    fn try_from(number: &Decimal) -> Result<Self, DoesNotFit> {
        number
            .as_decimal()
            .ok_or_else(|| DoesNotFit(printable::text(&number.text()).into()))
    }
}

impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = DoesNotFit;

    fn try_from(number: Decimal) -> Result<Self, DoesNotFit> {
        (&number).try_into()
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialEq<rust_decimal::Decimal> for Decimal {
    fn eq(&self, other: &rust_decimal::Decimal) -> bool {
        self.as_decimal() == Some(*other)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Held(left), Repr::Held(right)) => left.cmp(right),
            _ => self.value().cmp(&other.value()),
        }
    }
}

/// What fits never equals what does not, so the two may be hashed in different ways.
impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Held(decimal) => decimal.hash(state),
            Repr::Text(_) => self.value().hash(state),
        }
    }
}

/// The plain decimal. A precision, as in `{:.2}`, rounds a number that fits, half to even as for a float.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            // `rust_decimal` cuts digits off instead.
            Repr::Held(decimal) => match f.precision().and_then(|it| u32::try_from(it).ok()) {
                Some(places) => decimal.round_dp(places).fmt(f),
                None => decimal.fmt(f),
            },
            Repr::Text(text) => {
                let plain = digits::plain(text);
                let unsigned = plain.trim_start_matches('-');
                f.pad_integral(unsigned.len() == plain.len(), "", unsigned)
            }
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The digits; for a number that does not fit, as it was received.
impl ParameterValue for Decimal {
    fn write(&self) -> String {
        self.text().into_owned()
    }
}

impl<'de> Decode<'de> for Decimal {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = raw::number(deserializer, "a decimal")?;
        Self::parse(&number).ok_or_else(|| D::Error::custom(raw::unexpected("a decimal", &number)))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::decode(deserializer)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number::serialize(&self.text(), serializer)
    }
}

impl Encode for Decimal {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}
