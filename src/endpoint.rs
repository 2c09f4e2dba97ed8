//! The base URL.

use std::fmt;
use std::net::IpAddr;

use connect_runtime::{Error, Request};
use reqwest::Url;

/// Where Connect's API is.
pub(crate) const DEFAULT: &str = "https://api.connect.cloudblue.com/public/v1";

/// The base URL of all calls: HTTPS, or HTTP to this machine.
#[derive(Clone)]
pub(crate) struct Endpoint {
    url: Url,
    /// The URL as text, without a slash at its end.
    text: String,
}

impl Endpoint {
    /// Messages do not show what was given: it may have credentials in it.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refused = |reason: &str| Err(Error::configuration(format!("the base URL {reason}")));
        let Ok(url) = Url::parse(text.trim()) else {
            return refused("is not a URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refused("has a user or password in it; the key is given apart");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refused("has a query or a fragment");
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return refused(
                    "is plain HTTP, over which the key would travel unprotected; only this machine may be called so",
                );
            }
            _ => return refused("is neither HTTPS nor HTTP"),
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    /// The URL of a request.
    pub(crate) fn url_of(&self, request: &Request) -> Result<Url, Error> {
        let mut text = format!("{}{}", self.text, request.path());
        if let Some(query) = request.query() {
            text.push('?');
            text.push_str(query);
        }
        Url::parse(&text).map_err(|_| {
            Error::invalid_request(request.operation(), "the base URL and the path make no URL")
        })
    }

    /// Whether the key may be sent there: scheme, host and port are those of the base URL.
    pub(crate) fn covers(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether the host is this machine: `localhost`, 127.0.0.0/8, `[::1]`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .unwrap_or(host);
    host == "localhost" || address.parse().is_ok_and(|it: IpAddr| it.is_loopback())
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
        ] {
            let error = Endpoint::parse(text).expect_err(text);
            assert!(
                !format!("{error} {error:?}").contains("secret"),
                "{error:?}"
            );
        }
    }
}
