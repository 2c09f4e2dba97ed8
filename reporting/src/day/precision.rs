//! How exact quantities of an item are.

use std::str::FromStr;
use std::{error, fmt};

use connect_usage::Decimal;

use crate::usage::text::short;

/// The number of decimal places that quantities of an item have: `integer`, `decimal(8)`. It is parsed from the spellings of
/// the platform, in which letters are of either case.
///
/// Billing systems that count in integers have units of the last place:
///
/// ```
/// use connect_reporting::day::{Precision, never_down};
/// use connect_usage::Decimal;
///
/// let precision: Precision = "Decimal(4)".parse()?;
/// let units = precision.units(&"12.34567".parse::<Decimal>().expect("a number"))?;
/// assert_eq!(units, 123_456);
/// assert_eq!(never_down(123_457, units), 123_457);
/// # Ok::<(), connect_reporting::day::PrecisionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Precision(u32);

/// Why a precision cannot be read, or a quantity cannot be expressed in units.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrecisionError {
    /// The text is not a precision.
    Unknown(String),
    /// The quantity, as text, has more digits than can be calculated with exactly.
    TooLarge(String),
}

impl fmt::Display for PrecisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(text) => write!(
                f,
                "unknown precision `{}`: expected `integer`, or `decimal(N)` with N from 0 to 28",
                short(text)
            ),
            Self::TooLarge(quantity) => write!(
                f,
                "the quantity {} has more digits than can be calculated with exactly",
                short(quantity)
            ),
        }
    }
}

impl error::Error for PrecisionError {}

impl Precision {
    /// The number of decimal places.
    pub fn places(self) -> u32 {
        self.0
    }

    /// The quantity in units of the last decimal place, rounded down: times ten to the power of the places. It is exact.
    ///
    /// # Errors
    /// If the quantity or the result has too many digits.
    pub fn units(self, quantity: &Decimal) -> Result<i128, PrecisionError> {
        let too_large = || PrecisionError::TooLarge(quantity.text().into_owned());
        let number = quantity.as_decimal().ok_or_else(too_large)?;
        let digits = number.mantissa();
        let power = |places: u32| 10_i128.checked_pow(places).ok_or_else(too_large);
        match self.0.checked_sub(number.scale()) {
            Some(missing) => digits.checked_mul(power(missing)?).ok_or_else(too_large),
            None => Ok(digits.div_euclid(power(number.scale() - self.0)?)),
        }
    }
}

impl FromStr for Precision {
    type Err = PrecisionError;

    fn from_str(text: &str) -> Result<Self, PrecisionError> {
        let lower = text.to_ascii_lowercase();
        let places = match lower.as_str() {
            "integer" => Some(0),
            other => decimal_places(other),
        };
        let places = places.filter(|it| *it <= 28);
        places
            .map(Self)
            .ok_or_else(|| PrecisionError::Unknown(text.to_owned()))
    }
}

fn decimal_places(text: &str) -> Option<u32> {
    let places = text.strip_prefix("decimal(")?.strip_suffix(')')?;
    let is_number = places.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| places.parse().ok()).flatten()
}

/// The value of a pay-as-you-go counter after a report: the reported one, but never less than the one before, which was
/// billed already. A value below it belongs to a correction.
pub fn never_down(before: i128, reported: i128) -> i128 {
    before.max(reported)
}
