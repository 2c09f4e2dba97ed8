//! JSON values of any form.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decode::{Decode, DecodeOwned, raw, trace};
use crate::encode::{self, Encode};
use crate::parameter::ParameterValue;

/// A JSON value of any form, kept as its text: nothing of it is lost, not even the digits of a
/// number. Two values are equal when their texts are.
///
/// In JSON it is written as its text. In other formats, and in a `serde_json::Value`, it becomes what the text stands
/// for: an object, a list, a string, and so on. There, a number is one if it is an integer of 64 bits or has at most 15
/// digits, and a string of its digits otherwise.
///
/// ```
/// use connect_usage::Json;
/// let params = Json::parse(r#"{"limit": 10.50}"#)?;
/// assert_eq!(params.as_str(), r#"{"limit": 10.50}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Json(Box<str>);

impl Json {
    /// A value from its JSON text.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn parse(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        let text = text.into();
        let json: &RawValue = serde_json::from_str(&text)?;
        Ok(Self(json.get().into()))
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// Reads the value as a `T`.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn read<T: DecodeOwned>(&self) -> Result<T, serde_json::Error> {
        trace::unlocated(|| whole(&self.0))
    }

    /// Makes a value of anything that requests can hold.
    ///
    /// # Errors
    /// When JSON cannot express the value.
    pub fn write<T: Encode + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(&encode::AsSerialize(value)).map(|it| Self(it.into()))
    }
}

impl Json {
    /// A member of an object, or an element of a list by its index; nothing if there is none.
    pub fn member(&self, key: &str) -> Option<Self> {
        match self.as_str().bytes().next() {
            Some(b'{') => self.read::<BTreeMap<String, Self>>().ok()?.remove(key),
            Some(b'[') => {
                let mut list = self.read::<Vec<Self>>().ok()?;
                let index: usize = key.parse().ok()?;
                (index < list.len()).then(|| list.swap_remove(index))
            }
            _ => None,
        }
    }
}

impl Default for Json {
    /// `null`
    fn default() -> Self {
        Self("null".into())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl std::hash::Hash for Json {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// The type and the length of the value, but not its text, which may hold a presigned URL.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Json({})",
            crate::error::printable::described(self.as_str())
        )
    }
}

/// The text of a string, without quotes; the JSON of any other value.
impl ParameterValue for Json {
    fn write(&self) -> String {
        match self.0.starts_with('"') {
            true => self.read().unwrap_or_else(|_| self.0.to_string()),
            false => self.0.to_string(),
        }
    }
}

impl<'de> Decode<'de> for Json {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        raw::json(deserializer).map(|it| Self(it.into()))
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode::number::serialize_json(&self.0, serializer)
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
        trace::located(|| {
            let invalid = match str::from_utf8(bytes) {
                Ok(text) => return whole(text),
                Err(invalid) => invalid,
            };
            // What stands before is read for the sake of the error: either something is wrong there,
            // or the text ends within the value that is not UTF-8, which so has its path. A reader of
            // bytes would say the same, but all types would be compiled for it again.
            let before = bytes.get(..invalid.valid_up_to()).unwrap_or_default();
            match whole::<T>(str::from_utf8(before).unwrap_or_default()) {
                Err(error) if !error.is_eof() => Err(error),
                _ => Err(serde_json::Error::custom(format_args!(
                    "invalid UTF-8 at byte {}",
                    invalid.valid_up_to()
                ))),
            }
        })
    }
}

impl trace::Place {
    /// The value at this path in the JSON that was read.
    pub(crate) fn value(&self, body: &[u8]) -> Option<Json> {
        let root = Json::parse(str::from_utf8(body).ok()?).ok();
        self.steps().fold(root, |json, step| match step {
            trace::Step::Key(key) => json?.member(key),
            trace::Step::Index(index) => json?.member(&index.to_string()),
        })
    }
}

/// Reads a value that nothing may follow.
fn whole<T: DecodeOwned>(text: &str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::decode(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (String, String) {
        let (error, place) = Json::read_bytes::<Vec<String>>(bytes).expect_err("it is not sound");
        (error.to_string(), place.to_string())
    }

    #[test]
    fn what_is_not_utf8_is_refused_with_its_path() {
        let (error, place) = refused(b"[\"a\", \"b\xffc\"]");
        assert_eq!((&*error, &*place), ("invalid UTF-8 at byte 8", "$[1]"));
        // Also behind the value, and where no text is.
        assert_eq!(refused(b"[\"a\"]\xff").0, "invalid UTF-8 at byte 5");
        assert_eq!(refused(b"\xff").0, "invalid UTF-8 at byte 0");
    }

    #[test]
    fn what_is_wrong_before_the_invalid_utf8_comes_first() {
        let (error, place) = refused(b"[\"a\", true, \"\xff\"]");
        assert!(error.contains("expected a string"), "{error}");
        assert_eq!(place, "$[1]");
    }
}
