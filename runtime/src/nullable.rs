//! Fields of requests that can be left alone, cleared or set.

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use crate::decode::Decode;
use crate::encode::Encode;

/// A field that the API lets be null: three things that a caller can mean.
///
/// ```
/// use connect_usage::Nullable;
/// let note: Nullable<String> = "checked".into();
/// assert_eq!(note, Nullable::Set("checked".to_owned()));
/// assert_eq!(Nullable::<String>::default(), Nullable::Leave);
/// ```
///
/// In a struct of the application's own, `#[serde(default, skip_serializing_if = "Nullable::is_leave")]` keeps the
/// three apart, since [`Leave`](Self::Leave) cannot be written by itself: outside of an object it is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nullable<T> {
    /// The field is not sent, so its value stays.
    #[default]
    Leave,
    /// `null` is sent, so the value is removed.
    Clear,
    /// A value is sent.
    Set(T),
}

impl<T> Nullable<T> {
    /// [`Set`](Self::Set) for a value, [`Clear`](Self::Clear) for `None`.
    pub fn set_or_clear(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }

    /// [`Set`](Self::Set) for a value, [`Leave`](Self::Leave) for `None`.
    pub fn set_or_leave(value: Option<T>) -> Self {
        value.map_or(Self::Leave, Self::Set)
    }

    /// The value that is set, if one is.
    pub fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Leave | Self::Clear => None,
        }
    }

    /// Whether the field is not sent.
    pub fn is_leave(&self) -> bool {
        matches!(self, Self::Leave)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.encode(serializer),
            Self::Leave | Self::Clear => serializer.serialize_none(),
        }
    }
}

impl<T: Encode> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.encode(serializer)
    }
}

impl<'de, T: Decode<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::decode(deserializer)
    }
}
