//! The base URL.

use connect_runtime::driver::failure;
use std::fmt;

use connect_runtime::{Error, Request};
use http::Uri;

use crate::address::Origin;

/// Where Connect's API is.
pub(crate) const DEFAULT: &str = "https://api.connect.cloudblue.com/public/v1";

/// The base URL of all calls: HTTPS, or HTTP to this machine.
#[derive(Clone)]
pub(crate) struct Endpoint {
    origin: Origin,
    /// The URL as text, without a slash at its end.
    text: String,
}

impl Endpoint {
    /// Messages do not show what was given: it may have credentials in it.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refused = |reason: &str| Err(failure::configuration(format!("the base URL {reason}")));
        let text = text.trim();
        if text.contains(['?', '#']) {
            return refused("has a query or a fragment");
        }
        let Ok(url) = text.parse::<Uri>() else {
            return refused("is not a URL");
        };
        if url.authority().is_some_and(|it| it.as_str().contains('@')) {
            return refused("has a user or password in it; the key is given apart");
        }
        let Some(origin) = Origin::of(&url) else {
            return refused("has no scheme, no host, or a port that is none");
        };
        match origin.scheme.as_str() {
            "https" => {}
            "http" if origin.is_loopback() => {}
            "http" => {
                return refused(
                    "is plain HTTP, over which the key would travel unprotected; only this machine may be called so",
                );
            }
            _ => return refused("is neither HTTPS nor HTTP"),
        }
        let mut text = origin.to_string();
        text.push_str(url.path().trim_end_matches('/'));
        Ok(Self { origin, text })
    }

    /// The URL of a request.
    pub(crate) fn url_of(&self, request: &Request) -> Result<Uri, Error> {
        // Exactly so long, so that the URL can keep it as it is.
        let query = request.query().map_or(0, |it| it.len() + 1);
        let length = self.text.len() + request.path().len() + query;
        let mut text = String::with_capacity(length);
        text.push_str(&self.text);
        text.push_str(request.path());
        if let Some(query) = request.query() {
            text.push('?');
            text.push_str(query);
        }
        Uri::try_from(text).map_err(|_| {
            failure::invalid_request(
                request.operation(),
                "the base URL, the path and the query make no URL; it may be too long",
            )
        })
    }

    /// Whether the key may be sent there: scheme, host and port are those of the base URL.
    pub(crate) fn covers(&self, url: &Uri) -> bool {
        Origin::of(url).is_some_and(|it| it == self.origin)
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.origin.is_loopback()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_this_machine_are_taken() {
        for (text, same) in [
            (DEFAULT, DEFAULT),
            ("https://x.example/", "https://x.example"),
            ("HTTPS://X.example:8443/a//", "https://x.example:8443/a"),
            ("http://localhost:8080/v1", "http://localhost:8080/v1"),
            ("http://127.8.0.1", "http://127.8.0.1"),
            ("http://[::1]:80/", "http://[::1]"),
        ] {
            assert_eq!(format!("{:?}", Endpoint::parse(text).expect(text)), same);
        }
    }

    #[test]
    fn all_else_is_refused_and_not_shown() {
        for text in [
            "",
            "secret",
            "/secret",
            "http://secret.example",
            "http://localhost.secret.example",
            "http://127.0.0.1.secret.example",
            "http://10.0.0.1/secret",
            "http://0.0.0.0/secret",
            "ftp://secret.example",
            "https://user:secret@x.example",
            "https://secret@x.example",
            "https://x.example/?secret",
            "https://x.example/#secret",
            "https://x.example:secret",
        ] {
            let error = Endpoint::parse(text).expect_err(text);
            assert!(
                !format!("{error} {error:?}").contains("secret"),
                "{error:?}"
            );
        }
    }
}
