//! The base URL.

use std::fmt;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Request};
use http::Uri;

use crate::address::Origin;

/// The base URL of calls unless [`base_url`](super::Builder::base_url) sets another one: that of Connect's API.
pub const DEFAULT_BASE_URL: &str = "https://api.connect.cloudblue.com/public/v1";

/// A base URL of calls: HTTPS, or HTTP to this machine.
#[derive(Clone)]
pub(crate) struct Endpoint {
    origin: Origin,
    /// The URL, without a slash at its end.
    url: String,
}

impl Endpoint {
    /// Parses a base URL. Error messages do not show it, since it may contain credentials.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        Self::read(url).map_err(|reason| failure::configuration(format!("the base URL {reason}")))
    }

    /// Parses a base URL, or returns what is wrong with it, without showing it.
    pub(super) fn read(url: &str) -> Result<Self, &'static str> {
        let url = url.trim();
        if url.contains(['?', '#']) {
            return Err("has a query or a fragment");
        }
        let Ok(uri) = url.parse::<Uri>() else {
            return Err("is not a URL");
        };
        if uri.authority().is_some_and(|it| it.as_str().contains('@')) {
            return Err(
                "contains a user or password; set these with `api_key(…)` or `credential(…)`",
            );
        }
        let Some(origin) = Origin::of(&uri) else {
            return Err("has no scheme, no host, or an invalid port");
        };
        match origin.scheme.as_str() {
            "https" => {}
            "http" if origin.is_loopback() => {}
            "http" => {
                return Err(
                    "is plain HTTP, which would send the key unencrypted; HTTP is allowed for this machine only",
                );
            }
            _ => return Err("must be an HTTPS or HTTP URL"),
        }
        let mut url = origin.to_string();
        url.push_str(uri.path().trim_end_matches('/'));
        Ok(Self { origin, url })
    }

    /// Returns the URL of a request.
    pub(crate) fn url_of(&self, request: &Request) -> Result<Uri, Error> {
        // The exact capacity, so that `Uri` takes the buffer without a copy.
        let query = request.query().map_or(0, |it| it.len() + 1);
        let length = self.url.len() + request.path().len() + query;
        let mut url = String::with_capacity(length);
        url.push_str(&self.url);
        url.push_str(request.path());
        if let Some(query) = request.query() {
            url.push('?');
            url.push_str(query);
        }
        Uri::try_from(url).map_err(|_| {
            failure::invalid_request(
                request.operation(),
                "the base URL, the path and the query do not form a valid URL; it may be too long",
            )
        })
    }

    /// Returns whether what is for the base URL may be sent to a URL: scheme, host and port are the same.
    pub(crate) fn covers(&self, url: &Uri) -> bool {
        Origin::of(url).is_some_and(|it| it == self.origin)
    }

    /// Returns whether the URL has the path of Connect's API.
    pub(crate) fn has_api_path(&self) -> bool {
        self.url.contains("/public/v1")
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_this_machine_are_accepted() {
        for (text, same) in [
            (DEFAULT_BASE_URL, DEFAULT_BASE_URL),
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
    fn other_urls_are_rejected_and_not_shown() {
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
