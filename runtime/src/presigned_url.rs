//! Links that are secrets.

use std::fmt;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

use crate::decode::Decode;

/// A link that gives access to whoever has it, such as one to a file in cloud storage.
///
/// It never prints its query, where the signature is; [`as_str`](Self::as_str) is the whole link. Do
/// not send the API's key there.
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
    /// The whole link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole link.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<String> for PresignedUrl {
    fn from(link: String) -> Self {
        Self(link)
    }
}

impl From<&str> for PresignedUrl {
    fn from(link: &str) -> Self {
        Self(link.to_owned())
    }
}

/// The link with `?…` for its query.
impl fmt::Display for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the masking of links in texts: a relative link's query is no less secret.
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
