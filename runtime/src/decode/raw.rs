//! The text of a value: as it stands in JSON, or made of what another format holds.
//!
//! `serde_json` returns the text of a value to whoever asks for a newtype struct with a name of its own, as a map
//! with one entry. Its `RawValue` asks that way and copies the text; the visitors here borrow it. Any other format takes
//! the question for that of a newtype struct. Then the value itself is asked for.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::{KeySeed, watch};
use crate::decimal::Value;

/// What `serde_json` calls the text of a value.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";
/// What `serde_json` calls a number, if its feature `arbitrary_precision` is on.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// The digits of a number, which may be in quotes. It is up to the caller to parse them.
pub(crate) fn number<'de, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW, NumberVisitor(expected))
}

/// The message for a text that [`number`] returned and that is not what was expected.
pub(crate) fn unexpected(expected: &str, text: &str) -> String {
    let found = crate::error::printable::text(text);
    match Value::of(text) {
        // It may be that or a string that looks like it. Whoever has the JSON says which.
        None if text.starts_with(['[', '{']) => format!("expected {expected}"),
        Some(_) => format!("the number {found} cannot be held exactly as {expected}"),
        None => format!("expected {expected}, found {found}"),
    }
}

struct NumberVisitor(&'static str);

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key_seed(KeySeed)? {
            Some(key) if key == RAW => map.next_value_seed(KeySeed).map(unquoted),
            Some(key) if key == NUMBER => map.next_value_seed(KeySeed),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        watch::converted();
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        watch::converted();
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    // A float becomes its shortest text. One that is not a number becomes a text that is none either.
    fn visit_f32<E>(self, number: f32) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(format!("{number:?}")))
    }
}

/// JSON that may be a string, without its quotes; characters in it may be escaped.
fn unquoted(json: Cow<'_, str>) -> Cow<'_, str> {
    if !json.starts_with('"') {
        return json;
    }
    watch::converted();
    serde_json::from_str(&json).map_or(json, Cow::<str>::Owned)
}

/// The JSON text of a value. It is not empty, and is not followed by anything.
pub(crate) fn json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut text = String::new();
    deserializer.deserialize_newtype_struct(RAW, JsonWriter(&mut text))?;
    Ok(text)
}

/// Writes the value that it is given as JSON.
struct JsonWriter<'t>(&'t mut String);

impl JsonWriter<'_> {
    /// Writes what `Display` writes as JSON.
    fn plain<E>(self, value: impl fmt::Display) -> Result<(), E> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn float<E: Error>(self, number: f64, text: String) -> Result<(), E> {
        if !number.is_finite() {
            return Err(E::invalid_value(Unexpected::Float(number), &self));
        }
        self.plain(text)
    }

    /// Text that claims to be JSON. It is checked, because a document can claim it too.
    fn checked<E: Error>(self, text: &str) -> Result<(), E> {
        let json: &serde_json::value::RawValue = serde_json::from_str(text).map_err(E::custom)?;
        self.plain(json.get())
    }

    fn string(text: &mut String, value: &str) {
        text.push_str(&serde_json::Value::from(value).to_string());
    }
}

impl<'de> DeserializeSeed<'de> for JsonWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.plain("null")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.plain("null")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.plain(value)
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.plain(number)
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.plain(number)
    }

    fn visit_i128<E>(self, number: i128) -> Result<(), E> {
        self.plain(number)
    }

    fn visit_u128<E>(self, number: u128) -> Result<(), E> {
        self.plain(number)
    }

    fn visit_f32<E: Error>(self, number: f32) -> Result<(), E> {
        self.float(number.into(), format!("{number:?}"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.float(number, format!("{number:?}"))
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        Self::string(self.0, text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.push('[');
        let start = self.0.len();
        loop {
            let end = self.0.len();
            if end > start {
                self.0.push(',');
            }
            if list.next_element_seed(JsonWriter(self.0))?.is_none() {
                self.0.truncate(end);
                self.0.push(']');
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.push('{');
        let start = self.0.len();
        while let Some(key) = map.next_key_seed(AnyKey)? {
            if self.0.len() == start && (key == RAW || key == NUMBER) {
                self.0.truncate(start - 1);
                let text = map.next_value_seed(KeySeed)?;
                return JsonWriter(self.0).checked(&text);
            }
            if self.0.len() > start {
                self.0.push(',');
            }
            Self::string(self.0, &key);
            self.0.push(':');
            map.next_value_seed(JsonWriter(self.0))?;
        }
        self.0.push('}');
        Ok(())
    }
}

/// Reads a key as a string. Formats other than JSON also have keys that are integers or booleans.
struct AnyKey;

impl<'de> DeserializeSeed<'de> for AnyKey {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyKey {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }
}
