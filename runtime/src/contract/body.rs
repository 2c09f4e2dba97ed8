//! Declared request bodies, and what a sent one has beside them.

use std::fmt;

#[cfg(feature = "read-requests")]
pub use self::reading::Readable;

/// A request body.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct DeclaredBody {
    /// The media type.
    pub media_type: &'static str,
    /// The names of its parts, if it is a form. Empty if the form takes any.
    pub parts: Option<&'static [&'static str]>,
    #[cfg(feature = "read-requests")]
    read: Option<reading::Read>,
}

/// What a sent body has and the contract does not declare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undeclared {
    /// It cannot be read as what is declared; the error says where, and what was expected there.
    Unreadable(String),
    /// It has a member that is not declared, at this path of member names and indexes, such as `period.form`.
    Member(String),
    /// The member at this path is null, and is not declared, or not as one that can be null.
    Null(String),
    /// The value at this path has another JSON type than the one that is declared.
    Type {
        /// Where it is.
        path: String,
        /// The JSON type that was sent, such as `number`.
        sent: &'static str,
        /// The JSON type that is declared.
        declared: &'static str,
    },
}

impl fmt::Display for Undeclared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "the body is not what is declared: {error}"),
            Self::Member(path) => write!(f, "the member `{path}` is not declared"),
            Self::Type {
                path,
                sent,
                declared,
            } => write!(
                f,
                "`{path}` is a JSON {sent} where a JSON {declared} is declared"
            ),
            Self::Null(path) => write!(f, "the member `{path}` is not declared to be null"),
        }
    }
}

impl DeclaredBody {
    /// A body that is sent as it is.
    pub(super) const fn bytes(media_type: &'static str) -> Self {
        Self {
            media_type,
            parts: None,
            #[cfg(feature = "read-requests")]
            read: None,
        }
    }

    /// A form with parts or members of these names.
    pub(super) const fn form(media_type: &'static str, names: &'static [&'static str]) -> Self {
        let mut form = Self::bytes(media_type);
        form.parts = Some(names);
        form
    }

    /// JSON of this type.
    #[cfg(feature = "read-requests")]
    pub(super) const fn json<T: Readable>(media_type: &'static str) -> Self {
        let mut json = Self::bytes(media_type);
        json.read = Some(reading::undeclared::<T>);
        json
    }

    /// What the content of a sent body has and the contract does not declare. Empty if it is not JSON.
    #[cfg(feature = "read-requests")]
    #[cfg_attr(docsrs, doc(cfg(feature = "read-requests")))]
    pub fn undeclared(&self, content: &[u8]) -> Vec<Undeclared> {
        self.read.map(|read| read(content)).unwrap_or_default()
    }
}

impl fmt::Debug for DeclaredBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeclaredBody")
            .field("media_type", &self.media_type)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "read-requests")]
mod reading {
    use serde_json::Value;

    use super::Undeclared;
    use crate::decode::Decode;
    use crate::encode::Encode;

    /// A type of request bodies.
    pub trait Readable: for<'de> Decode<'de> + Encode {}

    impl<T: for<'de> Decode<'de> + Encode> Readable for T {}

    pub(super) type Read = fn(&[u8]) -> Vec<Undeclared>;

    /// Reads a body, and compares its members with those of what was read: a member that is not declared is not there.
    pub(super) fn undeclared<T: Readable>(content: &[u8]) -> Vec<Undeclared> {
        let unreadable =
            |error: &dyn std::fmt::Display| vec![Undeclared::Unreadable(error.to_string())];
        let sent: Value = match serde_json::from_slice(content) {
            Ok(sent) => sent,
            Err(error) => return unreadable(&error),
        };
        let mut reader = serde_json::Deserializer::from_slice(content);
        let read = match T::decode(&mut reader) {
            Ok(read) => read,
            Err(error) => return unreadable(&error),
        };
        let mut text = Vec::new();
        let written = read.encode(&mut serde_json::Serializer::new(&mut text));
        let declared: Value = match written.and_then(|()| serde_json::from_slice(&text)) {
            Ok(declared) => declared,
            Err(error) => return unreadable(&error),
        };
        let mut found = Vec::new();
        compare(&sent, &declared, &mut String::new(), &mut found);
        found
    }

    fn compare(sent: &Value, declared: &Value, path: &mut String, found: &mut Vec<Undeclared>) {
        let length = path.len();
        match (sent, declared) {
            (Value::Object(sent), Value::Object(declared)) => {
                for (name, value) in sent {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                    match declared.get(name) {
                        Some(declared) => compare(value, declared, path, found),
                        None if value.is_null() => found.push(Undeclared::Null(path.clone())),
                        None => found.push(Undeclared::Member(path.clone())),
                    }
                    path.truncate(length);
                }
            }
            (Value::Array(sent), Value::Array(declared)) => {
                for (index, (sent, declared)) in sent.iter().zip(declared).enumerate() {
                    path.push_str(&format!("[{index}]"));
                    compare(sent, declared, path, found);
                    path.truncate(length);
                }
            }
            (sent, declared) if kind(sent) != kind(declared) => found.push(Undeclared::Type {
                path: path.clone(),
                sent: kind(sent),
                declared: kind(declared),
            }),
            // A number can be written in several ways.
            _ => {}
        }
    }

    /// The JSON type of a value.
    fn kind(value: &Value) -> &'static str {
        match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }
}
