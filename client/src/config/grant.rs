//! What authorizes one call: the credentials of one alternative, each in its place.

use connect_runtime::{Bytes, SchemeKind, SecurityScheme};
use http::Uri;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::credential::{Credential, Secret, sensitive};
use super::key::shared;
use crate::query;

/// Headers, query parameters and cookies that authorize a call. It has no `Debug`: all of it is secret.
#[derive(Default)]
pub(crate) struct Grant {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Vec<(&'static str, Bytes)>,
    cookies: Vec<(&'static str, Bytes)>,
}

impl Grant {
    /// Adds the credential for a scheme.
    ///
    /// # Errors
    /// When the place of the scheme cannot hold the credential, or another scheme has the same place. The message
    /// does not show the credential.
    pub(super) fn add(
        &mut self,
        scheme: &SecurityScheme,
        credential: &Credential,
    ) -> Result<(), String> {
        let name = scheme.name;
        match (scheme.kind, &credential.0) {
            (SchemeKind::ApiKeyHeader(header), Secret::ApiKey(value)) => {
                let value = Some(value).filter(|it| is_text(it)).cloned();
                let value = value.and_then(sensitive).ok_or_else(|| {
                    format!(
                        "the API key for the security scheme `{name}` cannot be sent in a header"
                    )
                })?;
                let header = HeaderName::from_bytes(header.as_bytes()).map_err(|_| {
                    format!("the header of the security scheme `{name}` has an invalid name")
                })?;
                self.add_header(name, header, value)
            }
            (SchemeKind::ApiKeyQuery(parameter), Secret::ApiKey(value)) => {
                add_once(&mut self.query, name, parameter, value)
            }
            (SchemeKind::ApiKeyCookie(cookie), Secret::ApiKey(value)) => {
                if !is_token(cookie) {
                    return Err(format!(
                        "the cookie of the security scheme `{name}` has an invalid name"
                    ));
                }
                if !value.iter().all(|it| is_cookie_octet(*it)) {
                    return Err(format!(
                        "the API key for the security scheme `{name}` cannot be sent in a cookie"
                    ));
                }
                add_once(&mut self.cookies, name, cookie, value)
            }
            (
                SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect,
                Secret::Bearer(Ok(value)),
            )
            | (SchemeKind::Basic, Secret::Basic(Ok(value))) => {
                self.add_header(name, AUTHORIZATION, value.clone())
            }
            _ => Err(misfit(scheme, credential)),
        }
    }

    fn add_header(
        &mut self,
        scheme: &str,
        name: HeaderName,
        value: HeaderValue,
    ) -> Result<(), String> {
        if self.headers.iter().any(|(it, _)| *it == name) {
            return Err(collision(scheme));
        }
        self.headers.push((name, value));
        Ok(())
    }

    /// Returns the names of the headers.
    pub(crate) fn header_names(&self) -> impl Iterator<Item = &HeaderName> {
        self.headers.iter().map(|(name, _)| name)
    }

    /// Adds the headers and cookies to those of a request, unless it has headers and cookies of these names.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        for (name, value) in &self.cookies {
            let old = headers.get(COOKIE).map(HeaderValue::as_bytes);
            if let Some(value) = cookies(old.unwrap_or_default(), name, value) {
                headers.insert(COOKIE, value);
            }
        }
    }

    /// Returns the URL with the query parameters, unless it has parameters of these names; `None` if it would be too
    /// long.
    pub(crate) fn url(&self, url: &Uri) -> Option<Uri> {
        let mut granted = url.clone();
        for (name, value) in &self.query {
            if !url.query().is_some_and(|it| query::has_name(it, name)) {
                granted = query::with_pair(&granted, name, value)?;
            }
        }
        Some(granted)
    }

    /// Returns the URL without the query parameters, which a server may repeat in a redirect.
    pub(crate) fn withdrawn(&self, mut url: Uri) -> Uri {
        for (name, value) in &self.query {
            if let Some(without) = query::without_pair(&url, name, value) {
                url = without;
            }
        }
        url
    }
}

/// Returns whether a credential is of the kind that a scheme takes.
pub(super) fn fits(scheme: &SecurityScheme, credential: &Credential) -> bool {
    match scheme.kind {
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => {
            matches!(credential.0, Secret::ApiKey(_))
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            matches!(credential.0, Secret::Bearer(_))
        }
        SchemeKind::Basic => matches!(credential.0, Secret::Basic(_)),
        _ => false,
    }
}

/// Says that a credential does not fit to a scheme.
pub(super) fn misfit(scheme: &SecurityScheme, credential: &Credential) -> String {
    let wanted = match scheme.kind {
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => {
            "takes an API key"
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            "takes a bearer token"
        }
        SchemeKind::Basic => "takes a user and a password",
        SchemeKind::MutualTls => "takes a certificate, which is given to the transport",
        _ => "is not supported",
    };
    let (name, noun) = (scheme.name, credential.noun());
    format!("the security scheme `{name}` {wanted}, but the client has {noun} for it")
}

fn collision(scheme: &str) -> String {
    format!(
        "the security scheme `{scheme}` has the same place in the request as another one of the call"
    )
}

fn add_once(
    pairs: &mut Vec<(&'static str, Bytes)>,
    scheme: &str,
    name: &'static str,
    value: &Bytes,
) -> Result<(), String> {
    if pairs.iter().any(|(it, _)| *it == name) {
        return Err(collision(scheme));
    }
    pairs.push((name, value.clone()));
    Ok(())
}

/// Returns the value of `Cookie` with another cookie; `None` if it has one of this name.
fn cookies(old: &[u8], name: &str, value: &[u8]) -> Option<HeaderValue> {
    let has_name = |it: &[u8]| {
        let rest = it.trim_ascii_start().strip_prefix(name.as_bytes());
        rest.is_some_and(|it| it.trim_ascii_start().starts_with(b"="))
    };
    if old.split(|it| *it == b';').any(has_name) {
        return None;
    }
    let mut text = Zeroizing::new(Vec::with_capacity(
        old.len() + 2 + name.len() + 1 + value.len(),
    ));
    text.extend_from_slice(old);
    if !old.is_empty() {
        text.extend_from_slice(b"; ");
    }
    text.extend_from_slice(name.as_bytes());
    text.push(b'=');
    text.extend_from_slice(value);
    sensitive(shared(text))
}

/// Returns whether a header can hold the text on every way to the server.
fn is_text(value: &[u8]) -> bool {
    value.iter().all(|it| it.is_ascii_graphic() || *it == b' ')
}

/// Returns whether the text is a token of RFC 9110, as the name of a cookie is. Those of headers are tokens, too.
fn is_token(text: &str) -> bool {
    HeaderName::from_bytes(text.as_bytes()).is_ok()
}

/// Returns whether the value of a cookie can hold the byte (RFC 6265, section 4.1.1).
fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_stands_behind_those_of_the_call() {
        let joined = |old: &str| {
            let value = cookies(old.as_bytes(), "sid", b"s3")?;
            assert!(value.is_sensitive());
            value.to_str().ok().map(str::to_owned)
        };
        assert_eq!(joined("").as_deref(), Some("sid=s3"));
        assert_eq!(
            joined("a=b; side=c").as_deref(),
            Some("a=b; side=c; sid=s3")
        );
        assert_eq!(joined("a=b;sid =c"), None);
    }
}
