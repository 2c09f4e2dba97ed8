//! URLs that are secrets.

use std::fmt;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

use crate::decode::Decode;

/// A URL that gives access to anyone who has it, such as that of a file in cloud storage.
///
/// `Display` and `Debug` mask the query, which holds the signature; [`as_str`](Self::as_str) returns the whole
/// URL. Do not send the API key with it.
///
/// ```
/// use connect_usage::PresignedUrl;
/// let url = PresignedUrl::from("https://files.example/a.xlsx?signature=secret");
/// assert_eq!(format!("{url} {url:?}"), "https://files.example/a.xlsx?… PresignedUrl(https://files.example/a.xlsx?…)");
/// assert_eq!(url.as_str(), "https://files.example/a.xlsx?signature=secret");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PresignedUrl(String);

impl PresignedUrl {
    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole URL.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<String> for PresignedUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl From<&str> for PresignedUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

/// The URL with `?…` for its query.
impl fmt::Display for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not by the masking of URLs in messages: the query of a relative URL is a secret too.
        match self.0.split_once('?') {
            Some((address, _)) => write!(f, "{address}?…"),
            None => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PresignedUrl({self})")
    }
}

impl<'de> Decode<'de> for PresignedUrl {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::decode(deserializer).map(Self)
    }
}

impl Serialize for PresignedUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

crate::serde_model!(PresignedUrl);
