//! Requests as data.

mod bodies;
mod builder;
mod path;
mod query;
mod styled;

use std::fmt;

use http::Method;
use http::header::{
    AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
};

pub use self::builder::RequestBuilder;
use crate::body::Body;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// Everything about a call that goes over the wire, but for the base URL and what a client adds to
/// each call (the key, the user agent).
#[derive(Clone)]
pub struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: Option<Policy>,
    pub(crate) returns_redirect: bool,
}

impl Request {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.operation.method
    }

    /// The path below the base URL, percent-encoded, with a slash in front.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query string, percent-encoded, without the question mark.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The headers. `Authorization`, `User-Agent` and those about the body are the client's part.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// How long the call may take, as far as that differs from the client's defaults.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// How often and how fast the call is sent again, if that differs from the client's defaults.
    pub fn retry(&self) -> Option<Policy> {
        self.retry
    }

    /// Whether a redirect is the response that the call wants. Transports follow none for it then.
    pub fn returns_redirect(&self) -> bool {
        self.returns_redirect
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("method", self.method())
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &self.headers)
            .field("body", &self.body)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish()
    }
}

/// Sets a header. Those that carry secrets are marked, so that they do not print.
pub(crate) fn set_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Problem> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
        Problem::new(format_args!(
            "`{}` is not a header's name",
            name.escape_debug()
        ))
    })?;
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Problem::new(format_args!("the header `{parsed}` cannot hold that value")))?;
    value.set_sensitive([AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(&parsed));
    headers.insert(parsed, value);
    Ok(())
}
