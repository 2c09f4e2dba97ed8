//! Values that were written, as far as the styles of parameters look into them.

use std::fmt;

use serde_core::de::{Deserializer, MapAccess, Visitor};

use crate::decode::{Decode, KeySeed, Seed};
use crate::encode::Encode;
use crate::json::Json;
use crate::problem::Problem;

/// A value in the form in which styles write it.
pub(crate) enum Structure {
    /// No value.
    Null,
    /// The text of a string, or of a number or a boolean.
    Scalar(String),
    /// The items of an array that are not null.
    Array(Vec<Json>),
    /// The members of an object that are not null, in the order in which they were written.
    Object(Vec<(String, Json)>),
}

impl Structure {
    /// The structure of a parameter's value, or of a body's.
    pub(crate) fn of<T: Encode + ?Sized>(what: &str, value: &T) -> Result<Self, Problem> {
        let json = written(what, value)?;
        Self::read(&json).ok_or_else(|| {
            let reason = "its JSON cannot be read back";
            Problem::new(format_args!("{what} cannot be written: {reason}"))
        })
    }

    /// The structure of JSON; `None` if it cannot be read.
    pub(crate) fn read(json: &Json) -> Option<Self> {
        Some(match json.as_str().bytes().next()? {
            b'n' => Self::Null,
            b'"' => Self::Scalar(json.read().ok()?),
            b'[' => {
                let mut items: Vec<Json> = json.read().ok()?;
                items.retain(|it| !it.is_null());
                Self::Array(items)
            }
            b'{' => {
                let Members(mut members) = json.read().ok()?;
                members.retain(|(_, it)| !it.is_null());
                Self::Object(members)
            }
            _ => Self::Scalar(json.as_str().to_owned()),
        })
    }
}

/// A parameter's value, or a body's, as JSON.
pub(crate) fn written<T: Encode + ?Sized>(what: &str, value: &T) -> Result<Json, Problem> {
    Json::write(value)
        .map_err(|error| Problem::new(format_args!("{what} cannot be written: {error}")))
}

/// The text of an item or a member: that of a scalar, or the JSON of what has no other form.
pub(crate) fn text(json: &Json) -> String {
    match Structure::read(json) {
        Some(Structure::Scalar(text)) => text,
        _ => json.as_str().to_owned(),
    }
}

/// The members of an object in their order.
struct Members(Vec<(String, Json)>);

impl<'de> Decode<'de> for Members {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Reads the members one by one.
struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            let value = access.next_value_seed(Seed::new())?;
            members.push((key.into_owned(), value));
        }
        Ok(Members(members))
    }
}
