//! Requests, as they are passed to a transport.

use std::fmt;
use std::sync::Arc;

use connect_runtime::{Error, Method, Operation};
use http::Uri;
use http::header::{CONTENT_LENGTH, HeaderMap};

use super::limits::Limits;
use super::progress::Progress;
use super::request_body::{OpenBody, RequestBody};

/// One request as a transport sends it: complete, with the key in its headers. The transport follows no redirects and
/// makes no retries; the client does that.
#[non_exhaustive]
pub struct Request {
    /// The operation, for error values.
    pub operation: &'static Operation,
    /// The method.
    pub method: Method,
    /// The absolute URI.
    pub uri: Uri,
    /// The headers. [`open_body`](Self::open_body) adds `Content-Length`; the transport adds `Host`.
    pub headers: HeaderMap,
    /// The time limits.
    pub limits: Limits,
    pub(crate) body: Option<RequestBody>,
    /// The progress of the exchange, for its idle limit.
    pub(crate) progress: Arc<Progress>,
}

impl Request {
    /// Returns the body, or `None` if the request has none.
    pub fn body(&self) -> Option<&RequestBody> {
        self.body.as_ref()
    }

    /// Takes the body in order to read it, and adds its exact length to the headers. Returns `None` if there is no
    /// body.
    ///
    /// This opens files, which may block. An asynchronous transport calls it where blocking is allowed, unless
    /// [`RequestBody::in_memory`] returns true.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open_body(&mut self) -> Result<Option<OpenBody>, Error> {
        let Some(body) = self.body.take() else {
            return Ok(None);
        };
        let open = body.open()?;
        self.headers.insert(CONTENT_LENGTH, open.length().into());
        Ok(Some(open))
    }
}

/// Shows neither the query, which may be a secret, nor the values of the headers.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("method", &self.method)
            .field("host", &self.uri.host())
            .field("path", &self.uri.path())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("body", &self.body)
            .finish()
    }
}
