//! Credentials for security schemes.

use std::fmt;

use connect_runtime::{Base64, Bytes, ParameterValue};
use http::HeaderValue;
use zeroize::Zeroizing;

use super::key::shared;

/// A credential for a security scheme of an API: an API key, a bearer token, or a user and a password.
/// [`Builder::credential`](crate::Builder::credential) gives it to a client.
///
/// `Debug` does not show it, and its memory is overwritten when the last copy of it is dropped. What the transport
/// writes to a connection, the URL of a request, and the strings that it was made from, are not.
///
/// A credential that cannot be sent, such as an empty token, is an error of the builder that it is given to.
///
/// ```
/// use connect_usage::Credential;
/// let credential = Credential::bearer("secret");
/// assert_eq!(format!("{credential:?}"), "Credential::Bearer(…)");
/// ```
#[derive(Clone)]
pub struct Credential(pub(super) Secret);

/// The value of a credential.
#[derive(Clone)]
pub(super) enum Secret {
    /// An API key. Where it stands decides what it may consist of.
    ApiKey(Bytes),
    /// The value of `Authorization` for a token, or why there is none.
    Bearer(Result<HeaderValue, &'static str>),
    /// The same for a user and a password.
    Basic(Result<HeaderValue, &'static str>),
}

impl Credential {
    /// An API key, which is sent in a header, a query parameter or a cookie. White space around it is removed.
    pub fn api_key(value: impl AsRef<str>) -> Self {
        let value = value.as_ref().trim().as_bytes().to_vec();
        Self(Secret::ApiKey(shared(Zeroizing::new(value))))
    }

    /// A bearer token, without the prefix `Bearer `. White space around it is removed. It serves the schemes of OAuth 2.0
    /// and OpenID Connect, too.
    pub fn bearer(token: impl AsRef<str>) -> Self {
        Self(Secret::Bearer(bearer(token.as_ref().trim())))
    }

    /// A user and a password, which are sent as UTF-8. Either may be empty, and the user must not contain a colon.
    pub fn basic(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        Self(Secret::Basic(basic(user.as_ref(), password.as_ref())))
    }

    /// Returns what is wrong with the credential whatever it is used for. The text does not show its value.
    pub(super) fn problem(&self) -> Option<&'static str> {
        match &self.0 {
            Secret::ApiKey(value) => value.is_empty().then_some("the API key is empty"),
            Secret::Bearer(header) | Secret::Basic(header) => header.as_ref().err().copied(),
        }
    }

    /// Returns what the credential is, with an article.
    pub(super) fn noun(&self) -> &'static str {
        match &self.0 {
            Secret::ApiKey(_) => "an API key",
            Secret::Bearer(_) => "a bearer token",
            Secret::Basic(_) => "a user and a password",
        }
    }
}

fn bearer(token: &str) -> Result<HeaderValue, &'static str> {
    if token.is_empty() {
        return Err("the token is empty");
    }
    if !token.bytes().all(|it| it.is_ascii_graphic()) {
        return Err(
            "the token contains an invalid character (a space, a control character, or one beyond ASCII)",
        );
    }
    header("Bearer ", token)
}

fn basic(user: &str, password: &str) -> Result<HeaderValue, &'static str> {
    if user.contains(':') {
        return Err("the user contains a colon");
    }
    if [user, password]
        .iter()
        .any(|it| it.contains(char::is_control))
    {
        return Err("the user or the password contains a control character");
    }
    let mut pair = Vec::with_capacity(user.len() + 1 + password.len());
    pair.extend_from_slice(user.as_bytes());
    pair.push(b':');
    pair.extend_from_slice(password.as_bytes());
    let pair = Base64::from(pair);
    let encoded = Zeroizing::new(pair.write());
    drop(Zeroizing::new(pair.into_inner()));
    header("Basic ", &encoded)
}

/// Returns a value of `Authorization`, marked as sensitive.
fn header(prefix: &str, value: &str) -> Result<HeaderValue, &'static str> {
    let mut text = Zeroizing::new(Vec::with_capacity(prefix.len() + value.len()));
    text.extend_from_slice(prefix.as_bytes());
    text.extend_from_slice(value.as_bytes());
    sensitive(shared(text)).ok_or("the credential cannot be sent in a header")
}

/// Returns the value of a header, marked as sensitive; `None` if a header cannot hold it.
pub(super) fn sensitive(value: Bytes) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Secret::ApiKey(_) => "Credential::ApiKey(…)",
            Secret::Bearer(_) => "Credential::Bearer(…)",
            Secret::Basic(_) => "Credential::Basic(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(credential: Credential) -> String {
        let (Secret::Bearer(header) | Secret::Basic(header)) = credential.0 else {
            panic!("an API key has no header of its own");
        };
        let header = header.expect("a valid credential");
        assert!(header.is_sensitive());
        header.to_str().expect("ASCII").to_owned()
    }

    #[test]
    fn the_header_has_the_prefix_of_its_scheme() {
        assert_eq!(sent(Credential::bearer(" abc.def==\n")), "Bearer abc.def==");
        // The examples of RFC 7617.
        let basic = Credential::basic("Aladdin", "open sesame");
        assert_eq!(sent(basic), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        let basic = Credential::basic("test", "123£");
        assert_eq!(sent(basic), "Basic dGVzdDoxMjPCow==");
        assert_eq!(sent(Credential::basic("", "")), "Basic Og==");
    }

    #[test]
    fn what_cannot_be_sent_is_a_problem_that_shows_nothing() {
        for credential in [
            Credential::api_key(" \n"),
            Credential::bearer(""),
            Credential::bearer("sec ret"),
            Credential::bearer("sec\u{7f}ret"),
            Credential::bearer("secré"),
            Credential::basic("sec:ret", "x"),
            Credential::basic("sec\nret", "x"),
            Credential::basic("x", "sec\rret"),
        ] {
            let problem = credential.problem().expect("a problem");
            assert!(
                !format!("{problem} {credential:?}").contains("sec"),
                "{problem}"
            );
        }
        for credential in [
            Credential::api_key("k\n"),
            Credential::bearer("t"),
            Credential::basic("u", "p:q"),
        ] {
            assert_eq!(credential.problem(), None);
        }
    }
}
