//! The API key.

use std::fmt;
use std::str::FromStr;

use connect_runtime::driver::failure;
use connect_runtime::{Bytes, Error};
use http::HeaderValue;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The prefix of a key in the `Authorization` header.
const SCHEME: &str = "ApiKey ";

/// A key of Connect's API, such as `ApiKey SU-…:…`. `Debug` does not show it, and its memory is overwritten when the last
/// copy of it is dropped. What the transport writes to a connection, and the string that it was made from, are not.
///
/// ```
/// use connect_usage::ApiKey;
/// let key = ApiKey::new("SU-000-000-000:secret")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(…)");
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(HeaderValue);

impl ApiKey {
    /// Creates a key from a string, with or without the prefix `ApiKey `. White space around it is removed.
    ///
    /// # Errors
    /// When the key is empty, or contains characters that a header cannot hold. The message does not show the key.
    pub fn new(key: impl AsRef<str>) -> Result<Self, Error> {
        let key = key.as_ref().trim();
        let bare = match key.get(..SCHEME.len()) {
            Some(prefix) if prefix.eq_ignore_ascii_case(SCHEME) => key[SCHEME.len()..].trim_start(),
            _ => key,
        };
        if bare.is_empty() || bare.eq_ignore_ascii_case(SCHEME.trim()) {
            return Err(failure::configuration("the API key is empty"));
        }
        if !bare.bytes().all(|it| it.is_ascii_graphic()) {
            return Err(failure::configuration(
                "the API key contains an invalid character (a space, a control character, or one beyond ASCII)",
            ));
        }
        let mut text = Zeroizing::new(Vec::with_capacity(SCHEME.len() + bare.len()));
        text.extend_from_slice(SCHEME.as_bytes());
        text.extend_from_slice(bare.as_bytes());
        let mut value = HeaderValue::from_maybe_shared(shared(text))
            .map_err(|_| failure::configuration("the API key cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// Returns the value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

/// Returns bytes that are overwritten when the last of what shares them is dropped: all clones of a header do.
pub(super) fn shared(text: impl AsRef<[u8]> + ZeroizeOnDrop + Send + 'static) -> Bytes {
    Bytes::from_owner(text)
}

impl FromStr for ApiKey {
    type Err = Error;

    fn from_str(key: &str) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_sent_once() {
        for text in ["SU-1:x", "ApiKey SU-1:x", " apikey  SU-1:x\n"] {
            let key = ApiKey::new(text).expect(text);
            assert_eq!(key.header().to_str().ok(), Some("ApiKey SU-1:x"), "{text}");
            assert!(key.header().is_sensitive());
        }
    }

    /// A copy would not be overwritten.
    #[test]
    fn the_header_shares_the_bytes() {
        let bytes = shared(Zeroizing::new(b"ApiKey SU-1:x".to_vec()));
        let place = bytes.as_ptr();
        let header = HeaderValue::from_maybe_shared(bytes).expect("a header");
        assert_eq!(header.clone().as_bytes().as_ptr(), place);
    }

    #[test]
    fn invalid_keys_are_rejected_and_not_shown() {
        for text in [
            "",
            "  ",
            "ApiKey",
            "ApiKey ",
            "SU-1:sec ret",
            "SU-1:sec\nret",
            "SU-1:secré",
            "sécret",
        ] {
            let error = ApiKey::new(text).expect_err(text);
            assert!(!format!("{error} {error:?}").contains("sec"), "{error:?}");
        }
    }
}
