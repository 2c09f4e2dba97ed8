//! JSON values of any form.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decode::{Decode, DecodeOwned, Seed, trace};
use crate::encode::{self, Encode};

/// A JSON value of any form, kept as its text: nothing of it is lost, not even the digits of a
/// number. Two values are equal when their texts are.
///
/// ```
/// use connect_usage::Json;
/// let params = Json::parse(r#"{"limit": 10.50}"#)?;
/// assert_eq!(params.text(), r#"{"limit": 10.50}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// A value from its JSON text.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn parse(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text.into()).map(Self)
    }

    /// The JSON text.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.text() == "null"
    }

    /// Reads the value as a `T`.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn read<T: DecodeOwned>(&self) -> Result<T, serde_json::Error> {
        trace::unlocated(|| T::decode(&*self.0))
    }

    /// Makes a value of anything that requests can hold.
    ///
    /// # Errors
    /// When JSON cannot express the value.
    pub fn write<T: Encode + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(&encode::AsSerialize(value)).map(Self)
    }
}

impl Default for Json {
    /// `null`
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Json {}

impl std::hash::Hash for Json {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// The text, with the queries of links masked.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::error::redact::mask(self.text()))
    }
}

impl<'de> Decode<'de> for Json {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

crate::serde_model!(Json);

impl Json {
    /// Reads a value from bytes, with the path of what could not be read.
    ///
    /// The whole is checked for UTF-8 at once, which is a good deal quicker than each text by itself.
    pub(crate) fn read_bytes<T: DecodeOwned>(
        bytes: &[u8],
    ) -> Result<T, (serde_json::Error, trace::Place)> {
        trace::located(|| match str::from_utf8(bytes) {
            Ok(text) => whole(serde_json::Deserializer::from_str(text)),
            // What is not UTF-8 is found again, and then has a place.
            Err(_) => whole(serde_json::Deserializer::from_slice(bytes)),
        })
    }
}

/// Reads a value that nothing may follow.
fn whole<'de, T: DecodeOwned, R: serde_json::de::Read<'de>>(
    mut reader: serde_json::Deserializer<R>,
) -> serde_json::Result<T> {
    let value = serde_core::de::DeserializeSeed::deserialize(Seed::<T>::new(), &mut reader)?;
    reader.end()?;
    Ok(value)
}
