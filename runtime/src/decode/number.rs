//! Integers, from the digits of a number.

use std::str::FromStr;

use serde_core::de::{Deserializer, Error};

use super::{Decode, raw};
use crate::Decimal;

macro_rules! integers {
    ($($type:ty: $expected:literal),*) => {$(
        /// An integer, which may be in quotes and have a fraction of zeros (`5.0`). One that the type cannot hold
        /// is an error.
        impl<'de> Decode<'de> for $type {
            fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = raw::number(deserializer, $expected)?;
                let parsed = parse_integer(&text);
                parsed.ok_or_else(|| D::Error::custom(raw::unexpected($expected, &text)))
            }
        }
    )*};
}

integers!(i32: "an integer of 32 bits", i64: "an integer", u64: "a non-negative integer");

/// An integer from its digits; `None` if it has a fraction or is out of range.
pub(crate) fn parse_integer<T: FromStr + TryFrom<i128>>(text: &str) -> Option<T> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let decimal = Decimal::parse(text)?.as_decimal()?.normalize();
    (decimal.scale() == 0)
        .then(|| T::try_from(decimal.mantissa()).ok())
        .flatten()
}
