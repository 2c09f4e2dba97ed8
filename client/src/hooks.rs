//! Hooks: code of the application's that looks at each request before it is sent, and at what came of
//! it.
//!
//! ```
//! # #[cfg(feature = "reqwest")] {
//! use connect_usage::{ApiKey, Client};
//!
//! let client = Client::builder()
//!     .api_key(ApiKey::new("SU-000-000-000:secret")?)
//!     .on_request(|request| request.header("X-Tenant", "blue"))
//!     .on_response(|answer| {
//!         let attempt = answer.attempt();
//!         println!(
//!             "{} #{}: {:?} after {:?}, request id {:?}",
//!             attempt.operation.name,
//!             attempt.number,
//!             answer.status(),
//!             answer.duration(),
//!             answer.request_id(),
//!         );
//!     })
//!     .build()?;
//! # }
//! # Ok::<(), connect_usage::Error>(())
//! ```
//!
//! They are called for every request that a client sends: for each attempt of a call, for each redirect
//! that it follows, for pages, for reads of a wait, for signed links. They are called where the call is
//! driven (an async task, a thread), so they must not block, and a panic in one is a panic there. Of a
//! call that is dropped on its way the end is not shown.
//!
//! They are shown neither the key nor URLs. Headers of answers are shown as they came: a `Location` can
//! be a signed link, which is a secret.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation, StatusCode, request_id};
use http::HeaderMap;
use http::header::{self, AUTHORIZATION, HeaderName, HeaderValue};

/// Which request of a call it is.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation: its name, its method, and the template of its path, without values. The
    /// operation of a signed link is named `download`.
    pub operation: &'static Operation,
    /// Which attempt of the call it belongs to, from 1.
    pub number: u32,
    /// How many redirects led here.
    pub redirects: u32,
}

/// A request that is about to be sent.
pub struct Request<'a> {
    attempt: Attempt,
    headers: &'a mut HeaderMap,
    is_for_api: bool,
    refused: Option<String>,
}

impl Request<'_> {
    /// Which request of a call it is.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// Whether it goes to the API itself. Where it does not (a signed link, a redirect to another
    /// host), headers that are added are not sent along.
    pub fn is_for_api(&self) -> bool {
        self.is_for_api
    }

    /// The headers so far. `Authorization` is not shown; `Host` and the length of a body come later.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Adds a header, in place of one of that name that the call has.
    ///
    /// The call fails before it is sent, with an error of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest), if the header cannot be written, or is the
    /// client's part: `Authorization`, `Host`, `User-Agent`, `Accept`, `Accept-Encoding`, `Range`,
    /// `If-Range`, `Content-…`, and what is about the connection.
    pub fn header(&mut self, name: &str, value: &str) {
        match checked_header(name, value) {
            Ok((name, value)) if self.is_for_api => drop(self.headers.insert(name, value)),
            Ok(_) => {}
            Err(refused) => self.refused = self.refused.take().or(Some(refused)),
        }
    }
}

/// A header that may be added, or why it may not. The message does not show the value.
fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let Ok(name) = parsed else {
        let name = name.escape_debug();
        return Err(format!("`{name}`, which a hook adds, is no header's name"));
    };
    if CLIENTS.contains(&name) || name.as_str().starts_with("content-") {
        return Err(format!(
            "a hook adds the header `{name}`, which the client sets itself"
        ));
    }
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => Err(format!(
            "the header `{name}` cannot hold the value that a hook gives it"
        )),
    }
}

/// Headers that no hook may set, beside those about the body.
const CLIENTS: [HeaderName; 15] = [
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

/// What came of a request: an answer, or a failure.
pub struct Response<'a> {
    pub(crate) attempt: Attempt,
    pub(crate) result: Result<(StatusCode, &'a HeaderMap), &'a Error>,
    pub(crate) duration: Duration,
}

impl Response<'_> {
    /// Which request of a call it is.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// The status, if an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        match self.result {
            Ok((status, _)) => Some(status),
            Err(error) => error.status(),
        }
    }

    /// The headers of the answer, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self.result {
            Ok((_, headers)) => Some(headers),
            Err(error) => error.headers(),
        }
    }

    /// What the answer's headers call the request; see [`request_id`].
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Why the attempt has failed: no answer, one whose status is not a success, or one that broke off.
    /// Another attempt may follow. What an answer holds is read later, so that is not among it.
    pub fn error(&self) -> Option<&Error> {
        self.result.err()
    }

    /// How long it took, from the request to the last byte of the answer.
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

    /// Shows a request to all hooks. They do not see the key.
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
            refused: None,
        };
        for hook in &self.on_request {
            hook(&mut request);
        }
        if let Some(refused) = request.refused {
            return Err(failure::invalid_request(attempt.operation, refused));
        }
        if let Some(key) = key {
            headers.insert(AUTHORIZATION, key);
        }
        Ok(())
    }

    pub(crate) fn response(&self, response: &Response<'_>) {
        for hook in &self.on_response {
            hook(response);
        }
    }
}

/// The names of the headers.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("attempt", &self.attempt)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("is_for_api", &self.is_for_api)
            .finish()
    }
}

/// The status, and the kind of a failure.
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
