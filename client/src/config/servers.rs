//! The base URLs of operations that have one of their own.

use std::fmt;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};
use http::Uri;

use super::endpoint::Endpoint;
use crate::address::Origin;

/// Base URLs that replace those of the document.
#[derive(Debug, Default)]
pub(crate) struct Servers(Vec<(String, Endpoint)>);

impl Servers {
    /// Reads pairs of a declared URL and its replacement; of several for one declared URL the last counts.
    ///
    /// # Errors
    /// When a URL is not valid. The message does not show it.
    pub(super) fn parse(replacements: &[Replacement]) -> Result<Self, Error> {
        let mut servers = Vec::with_capacity(replacements.len());
        for Replacement { declared, url } in replacements.iter().rev() {
            let declared = normalized(declared).ok_or_else(|| {
                failure::configuration(
                    "the declared server that is to be replaced is not an absolute URL",
                )
            })?;
            let endpoint = Endpoint::read(url).map_err(|reason| {
                failure::configuration(format!("the replacement of a declared server {reason}"))
            })?;
            servers.push((declared, endpoint));
        }
        Ok(Self(servers))
    }

    /// Returns the base URL of an operation, or `None` if it has that of the client.
    ///
    /// # Errors
    /// When the server of the operation is not a valid base URL and is not replaced.
    pub(crate) fn of(&self, operation: &'static Operation) -> Result<Option<Box<Endpoint>>, Error> {
        let Some(url) = operation.server else {
            return Ok(None);
        };
        let replacement = normalized(url).and_then(|url| {
            let found = self.0.iter().find(|(declared, _)| *declared == url);
            found.map(|(_, endpoint)| endpoint.clone())
        });
        if let Some(endpoint) = replacement {
            return Ok(Some(Box::new(endpoint)));
        }
        let endpoint = Endpoint::read(url).map_err(|reason| {
            let message = format!(
                "the server of the operation {reason}; `server(…)` on the builder of the client replaces it"
            );
            failure::invalid_request(operation, message)
        })?;
        Ok(Some(Box::new(endpoint)))
    }
}

/// A declared server and the base URL in its place, both unchecked. `Debug` does not show an invalid one, which may
/// contain credentials.
#[derive(Clone)]
pub(super) struct Replacement {
    pub(super) declared: String,
    pub(super) url: String,
}

impl fmt::Debug for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const INVALID: &str = "(invalid)";
        let declared = normalized(&self.declared);
        let url = Endpoint::read(&self.url).map(|it| format!("{it:?}"));
        let (declared, url) = (declared.as_deref(), url.as_deref());
        write!(
            f,
            "{} => {}",
            declared.unwrap_or(INVALID),
            url.unwrap_or(INVALID)
        )
    }
}

/// Returns a base URL in the form in which equal ones are the same text; `None` if it is not absolute.
fn normalized(url: &str) -> Option<String> {
    let url: Uri = url.trim().parse().ok()?;
    let origin = Origin::of(&url)?;
    let query = url.query().map(|it| format!("?{it}"));
    let path = url.path().trim_end_matches('/');
    Some(format!("{origin}{path}{}", query.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_urls_have_one_form() {
        for (one, other) in [
            ("https://X.example:443/a/", "https://x.example/a"),
            ("https://x.example", " https://x.example/ "),
            ("http://plain.example/?v=1", "http://plain.example?v=1"),
        ] {
            assert_eq!(normalized(one).expect(one), normalized(other).expect(other));
        }
        assert_ne!(
            normalized("https://x.example/a"),
            normalized("https://x.example/A")
        );
        for relative in ["", "/v2", "x.example", "https://u:p@x.example", "https://"] {
            assert_eq!(normalized(relative), None, "{relative}");
        }
    }

    #[test]
    fn invalid_urls_are_not_shown() {
        for (declared, url) in [
            ("secret", "https://x.example"),
            ("https://u:secret@x.example", "https://x.example"),
            ("https://x.example", "https://u:secret@x.example"),
            ("https://x.example", "http://secret.example"),
            ("https://x.example", "secret"),
        ] {
            let replacement = Replacement {
                declared: declared.to_owned(),
                url: url.to_owned(),
            };
            assert!(!format!("{replacement:?}").contains("secret"));
            let error = Servers::parse(&[replacement]).expect_err("an invalid URL");
            assert!(
                !format!("{error} {error:?}").contains("secret"),
                "{error:?}"
            );
        }
    }
}
