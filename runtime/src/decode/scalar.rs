//! Strings and booleans.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::raw::NUMBER;
use super::{Decode, KeySeed, watch};

/// A string; also an integer, as its digits, since identifiers are sent in both forms.
impl<'de> Decode<'de> for String {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        string(deserializer).map(Cow::into_owned)
    }
}

/// Reads a string, or an integer as its digits. The string is borrowed where possible, so that only
/// what is kept is copied.
///
/// The caller interprets the string: this is compiled once, not once for each type.
pub(crate) fn string<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_any(StringVisitor)
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        watch::converted();
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        watch::converted();
        Ok(Cow::Owned(number.to_string()))
    }

    /// An integer, if the feature `arbitrary_precision` of `serde_json` is on.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if map.next_key_seed(KeySeed)?.is_some_and(|it| it == NUMBER) {
            let digits = map.next_value_seed(KeySeed)?;
            if digits
                .strip_prefix('-')
                .unwrap_or(&digits)
                .bytes()
                .all(|it| it.is_ascii_digit())
            {
                watch::converted();
                return Ok(digits);
            }
        }
        Err(A::Error::invalid_type(Unexpected::Map, &self))
    }
}

impl<'de> Decode<'de> for bool {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bool(BoolVisitor)
    }
}

struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}
