//! Integers, from the digits of a number.

use std::str::FromStr;

use serde_core::de::{Deserializer, Error};

use super::{Decode, raw};
use crate::Decimal;

/// An integer, which may be in quotes and have a fraction of zeros (`5.0`).
impl<'de> Decode<'de> for i64 {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw::number(deserializer, "an integer")?;
        parse_integer(&text).ok_or_else(|| D::Error::custom(raw::unexpected("an integer", &text)))
    }
}

/// A non-negative integer, which may be in quotes and have a fraction of zeros (`5.0`).
impl<'de> Decode<'de> for u64 {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw::number(deserializer, "an integer")?;
        parse_integer(&text).ok_or_else(|| D::Error::custom(raw::unexpected("an integer", &text)))
    }
}

/// An integer from its digits; `None` if it has a fraction or is out of range.
fn parse_integer<T: FromStr + TryFrom<i128>>(text: &str) -> Option<T> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let decimal = Decimal::parse(text)?.as_decimal()?.normalize();
    (decimal.scale() == 0)
        .then(|| T::try_from(decimal.mantissa()).ok())
        .flatten()
}
