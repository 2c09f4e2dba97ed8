//! The API's key.

use connect_runtime::driver::failure;
use std::fmt;
use std::str::FromStr;

use connect_runtime::Error;
use http::HeaderValue;

/// What stands before a key in the `Authorization` header.
const SCHEME: &str = "ApiKey ";

/// A key of Connect's API, such as `ApiKey SU-…:…`. It does not print.
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
    /// A key, with or without `ApiKey ` in front. White space around it is dropped.
    ///
    /// # Errors
    /// When it is empty, or has characters that a header cannot hold. The message does not show them.
    pub fn new(key: impl AsRef<str>) -> Result<Self, Error> {
        let key = key.as_ref().trim();
        let bare = match key.get(..SCHEME.len()) {
            Some(front) if front.eq_ignore_ascii_case(SCHEME) => key[SCHEME.len()..].trim_start(),
            _ => key,
        };
        if bare.is_empty() || bare.eq_ignore_ascii_case(SCHEME.trim()) {
            return Err(failure::configuration("the API key is empty"));
        }
        if !bare.bytes().all(|it| it.is_ascii_graphic()) {
            return Err(failure::configuration(
                "the API key has a character that keys do not have (a space, a line break, a letter \
                 beyond ASCII)",
            ));
        }
        let mut value = HeaderValue::from_str(&format!("{SCHEME}{bare}"))
            .map_err(|_| failure::configuration("the API key cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
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

    #[test]
    fn bad_keys_are_refused_and_not_shown() {
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
