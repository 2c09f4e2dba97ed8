//! Text, truth values and whole numbers.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserializer, Error, Visitor};

use super::Decode;

/// Text; also a whole number, as its digits, since identifiers come both ways.
impl<'de> Decode<'de> for String {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, |text| Ok(text.into_owned()))
    }
}

/// Reads text, or a whole number as its digits, and makes a value of it. The text is borrowed where
/// it can be, so that only what is kept is copied.
pub(crate) fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(Cow<'_, str>) -> Result<T, &'static str>,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(TextVisitor(read))
}

/// Reads text or a whole number by its digits, and hands the text on.
struct TextVisitor<F>(F);

impl<T, F: FnOnce(Cow<'_, str>) -> Result<T, &'static str>> Visitor<'_> for TextVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(Cow::Borrowed(text)).map_err(E::custom)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        (self.0)(Cow::Owned(text)).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_string(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_string(number.to_string())
    }
}

impl<'de> Decode<'de> for bool {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bool(TruthVisitor)
    }
}

struct TruthVisitor;

impl Visitor<'_> for TruthVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}
