//! Objects with the tag that tells the members of a union apart.

use serde_core::de::Deserializer as _;
use serde_core::ser::{Error as _, Serializer};

use super::members::Members;
use super::{AsSerialize, Encode, number};

/// Writes an object whose member `key` is the first of `tags`, unless it has one of them there. A value that is not an
/// object is written unchanged.
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
///         encode_tagged(&self.0, "kind", &["circle"], serializer)
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
    tags: &'static [&'static str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    write(value, key, tags, serializer, |tag| {
        serde_json::to_string(tag)
    })
}

/// As [`encode_tagged`], with tags that are JSON: integers, `true` or `false`.
///
/// # Errors
/// If the value cannot be written.
///
/// ```
/// use connect_runtime::codegen::{Serializer, encode_tagged_literal};
/// use connect_runtime::serde::Serialize;
/// use connect_runtime::Json;
///
/// struct Second(Json);
///
/// impl Serialize for Second {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         encode_tagged_literal(&self.0, "version", &["2"], serializer)
///     }
/// }
///
/// let second = Second(Json::parse(r#"{"size": 1}"#)?);
/// assert_eq!(serde_json::to_string(&second)?, r#"{"version":2,"size":1}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn encode_tagged_literal<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    key: &'static str,
    tags: &'static [&'static str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    write(value, key, tags, serializer, |tag| Ok(tag.to_owned()))
}

fn write<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    key: &str,
    tags: &[&str],
    serializer: S,
    json_of: fn(&str) -> Result<String, serde_json::Error>,
) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string(&AsSerialize(value)).map_err(S::Error::custom)?;
    let tagged = tagged(&json, key, tags, json_of).map_err(S::Error::custom)?;
    number::serialize_json(tagged.as_deref().unwrap_or(&json), serializer)
}

/// The object with its tag in front, since readers of a union need it first; `None` if there is nothing to change.
fn tagged(
    json: &str,
    key: &str,
    tags: &[&str],
    json_of: fn(&str) -> Result<String, serde_json::Error>,
) -> Result<Option<String>, serde_json::Error> {
    let (true, Some(tag)) = (json.starts_with('{'), tags.first()) else {
        return Ok(None);
    };
    let members = serde_json::Deserializer::from_str(json).deserialize_map(Members)?;
    // Of several members with one name, the last counts.
    let present = members.iter().rfind(|(name, _)| name == key);
    if present.is_some_and(|(_, value)| is_one_of(value.get(), tags)) {
        return Ok(None);
    }
    let quoted = |text: &str| serde_json::to_string(text);
    let mut text = format!("{{{}:{}", quoted(key)?, json_of(tag)?);
    for (name, value) in members.iter().filter(|(name, _)| name != key) {
        text.push_str(&format!(",{}:{}", quoted(name)?, value.get()));
    }
    Ok(Some(text + "}"))
}

/// Whether JSON is one of the tags: a string, or an integer or a boolean as it is written.
fn is_one_of(json: &str, tags: &[&str]) -> bool {
    match serde_json::from_str::<String>(json) {
        Ok(text) => tags.contains(&text.as_str()),
        Err(_) => tags.contains(&json),
    }
}
