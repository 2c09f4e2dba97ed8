//! Hooks: functions of the application that are called with each request before it is sent, and with its
//! result.
//!
//! ```
//! # #[cfg(feature = "transport")] {
//! use connect_usage::{ApiKey, Client};
//!
//! let client = Client::builder()
//!     .api_key(ApiKey::new("SU-000-000-000:secret")?)
//!     .on_request(|request| request.header("X-Tenant", "blue"))
//!     .on_response(|response| {
//!         let attempt = response.attempt();
//!         println!(
//!             "{} #{}: {:?} after {:?}, request id {:?}",
//!             attempt.operation.name,
//!             attempt.number,
//!             response.status(),
//!             response.duration(),
//!             response.request_id(),
//!         );
//!     })
//!     .build()?;
//! # }
//! # Ok::<(), connect_usage::Error>(())
//! ```
//!
//! Hooks are called for every request that a client sends: for each attempt of a call, each redirect that it
//! follows, pages, the reads of a wait, and presigned URLs. They run in the task or thread that drives the call,
//! so they must not block, and a panic in a hook is a panic there. When a call is dropped before its end, the
//! response hook is not called for the request in flight.
//!
//! Hooks see neither the key, nor other credentials of the client, nor URLs. They see the headers of responses unchanged: a `Location` can be a presigned
//! URL, which is a secret.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation, StatusCode, request_id};
use http::HeaderMap;
use http::header::{self, AUTHORIZATION, HeaderName, HeaderValue};

/// Identifies one request of a call.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation: its name, its method, and the template of its path, without values. The operation of a
    /// presigned URL is named `download`.
    pub operation: &'static Operation,
    /// The number of the attempt of the call, from 1.
    pub number: u32,
    /// The number of redirects that the attempt has followed so far.
    pub redirects: u32,
}

/// A request that is about to be sent.
pub struct Request<'a> {
    attempt: Attempt,
    headers: &'a mut HeaderMap,
    is_for_api: bool,
    error: Option<String>,
}

impl Request<'_> {
    /// Returns which request of a call this is.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// Returns whether the request goes to the API itself, which is the scheme, host and port of the base URL. Added
    /// headers are not sent to other servers (a presigned URL, a redirect to another host, the server of an operation
    /// that has one of its own).
    pub fn is_for_api(&self) -> bool {
        self.is_for_api
    }

    /// Returns the headers so far. `Authorization` and other headers with credentials are not among them; `Host` and the length of a body are added later.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Sets a header. It replaces a header of that name in the call.
    ///
    /// The call fails before it is sent, with an error of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest), if the name or value is not valid in a header, or if
    /// the client sets the header itself: `Authorization`, `Host`, `User-Agent`, `Accept`, `Accept-Encoding`,
    /// `Range`, `If-Range`, `Content-…`, and headers about the connection.
    pub fn header(&mut self, name: &str, value: &str) {
        match checked_header(name, value) {
            Ok((name, value)) if self.is_for_api => drop(self.headers.insert(name, value)),
            Ok(_) => {}
            Err(error) => self.error = self.error.take().or(Some(error)),
        }
    }
}

/// Checks a header that a hook adds. The error message does not show the value.
fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let Ok(name) = parsed else {
        let name = name.escape_debug();
        return Err(format!(
            "a hook adds the header `{name}`, which is not a valid header name"
        ));
    };
    if RESERVED.contains(&name) || name.as_str().starts_with("content-") {
        return Err(format!(
            "a hook adds the header `{name}`, which the client sets itself"
        ));
    }
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(format!(
            "a hook sets the header `{name}` to an invalid value"
        )),
    }
}

/// Headers that a hook must not set, in addition to those about the body.
const RESERVED: [HeaderName; 15] = [
    AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::HOST,
    header::USER_AGENT,
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::RANGE,
    header::IF_RANGE,
    header::EXPECT,
    header::CONNECTION,
    header::TRANSFER_ENCODING,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// The result of a request: a response, or a failure.
pub struct Response<'a> {
    pub(crate) attempt: Attempt,
    pub(crate) result: Result<(StatusCode, &'a HeaderMap), &'a Error>,
    pub(crate) duration: Duration,
}

impl Response<'_> {
    /// Returns which request of a call this is.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// Returns the status, if there is a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self.result {
            Ok((status, _)) => Some(status),
            Err(error) => error.status().into(),
        }
    }

    /// Returns the headers of the response, if there is one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self.result {
            Ok((_, headers)) => Some(headers),
            Err(error) => error.headers(),
        }
    }

    /// Returns the request id in the headers of the response; see [`request_id`].
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Returns why the attempt failed: there was no response, its status is not a success, or it was interrupted.
    /// Another attempt may follow. Bodies are decoded later, so decoding errors are not included.
    pub fn error(&self) -> Option<&Error> {
        self.result.err()
    }

    /// Returns how long the exchange took, from the request to the last byte of the response, or of its head if the call
    /// opens a stream.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

type OnRequest = dyn Fn(&mut Request<'_>) + Send + Sync;
type OnResponse = dyn Fn(&Response<'_>) + Send + Sync;

/// The hooks of a client, each in the order in which they were set.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    on_request: Vec<Arc<OnRequest>>,
    on_response: Vec<Arc<OnResponse>>,
}

impl Hooks {
    pub(crate) fn add_request(&mut self, hook: Arc<OnRequest>) {
        self.on_request.push(hook);
    }

    pub(crate) fn add_response(&mut self, hook: Arc<OnResponse>) {
        self.on_response.push(hook);
    }

    /// Calls all hooks with a request. They do not see a key that the call sets; that of the client is added later.
    pub(crate) fn request(
        &self,
        attempt: Attempt,
        headers: &mut HeaderMap,
        is_for_api: bool,
    ) -> Result<(), Error> {
        if self.on_request.is_empty() {
            return Ok(());
        }
        let key = headers.remove(AUTHORIZATION);
        let mut request = Request {
            attempt,
            headers,
            is_for_api,
            error: None,
        };
        for hook in &self.on_request {
            hook(&mut request);
        }
        if let Some(error) = request.error {
            return Err(failure::invalid_request(attempt.operation, error));
        }
        if let Some(key) = key {
            headers.insert(AUTHORIZATION, key);
        }
        Ok(())
    }

    /// Calls all hooks with a result.
    pub(crate) fn response(&self, response: &Response<'_>) {
        for hook in &self.on_response {
            hook(response);
        }
    }
}

/// Shows the names of the headers, not their values.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("attempt", &self.attempt)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("is_for_api", &self.is_for_api)
            .finish()
    }
}

/// Shows the status, and the kind of a failure.
impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("attempt", &self.attempt)
            .field("status", &self.status())
            .field("error", &self.error().map(Error::kind))
            .field("duration", &self.duration)
            .finish()
    }
}
