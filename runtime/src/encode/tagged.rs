//! Objects with the tag that tells the members of a union apart.

use serde_core::de::Deserializer as _;
use serde_core::ser::{Error as _, Serializer};

use super::members::Members;
use super::{AsSerialize, Encode, number};

/// Writes an object whose member `key` is `tag`, if it has none or null there. An object that has another value there
/// keeps it, and a value that is not an object is written unchanged.
///
/// # Errors
/// If the value cannot be written.
///
/// ```
/// use connect_runtime::codegen::{Serializer, encode_tagged};
/// use connect_runtime::serde::Serialize;
/// use connect_runtime::Json;
///
/// struct Circle(Json);
///
/// impl Serialize for Circle {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         encode_tagged(&self.0, "kind", "circle", serializer)
///     }
/// }
///
/// let circle = Circle(Json::parse(r#"{"radius": 1.50}"#)?);
/// assert_eq!(serde_json::to_string(&circle)?, r#"{"kind":"circle","radius":1.50}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn encode_tagged<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    key: &'static str,
    tag: &'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string(&AsSerialize(value)).map_err(S::Error::custom)?;
    let tagged = tagged(&json, key, tag).map_err(S::Error::custom)?;
    number::serialize_json(tagged.as_deref().unwrap_or(&json), serializer)
}

/// The object with its tag in front, since readers of a union need it first; `None` if there is nothing to change.
fn tagged(json: &str, key: &str, tag: &str) -> Result<Option<String>, serde_json::Error> {
    if !json.starts_with('{') {
        return Ok(None);
    }
    let members = serde_json::Deserializer::from_str(json).deserialize_map(Members)?;
    // Of several members with one name, the last counts.
    let present = members.iter().rfind(|(name, _)| name == key);
    if present.is_some_and(|(_, value)| value.get() != "null") {
        return Ok(None);
    }
    let quoted = |text: &str| serde_json::to_string(text);
    let mut text = format!("{{{}:{}", quoted(key)?, quoted(tag)?);
    for (name, value) in members.iter().filter(|(name, _)| name != key) {
        text.push_str(&format!(",{}:{}", quoted(name)?, value.get()));
    }
    Ok(Some(text + "}"))
}
