//! Requests, as they are handed to a transport.

use std::fmt;

use connect_runtime::{Error, Method, Operation};
use http::Uri;
use http::header::{CONTENT_LENGTH, HeaderMap};

use super::limits::Limits;
use super::payload::{OpenPayload, Payload};

/// One request as a transport sends it: complete, with the key in its headers. The transport follows no
/// redirect and repeats nothing; that is decided above it.
#[non_exhaustive]
pub struct Outgoing {
    /// The operation, for errors.
    pub operation: &'static Operation,
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Uri,
    /// The headers. `Content-Length` is among them as soon as [`open_payload`](Self::open_payload) has
    /// been called; `Host` is the transport's.
    pub headers: HeaderMap,
    /// How long it may take.
    pub limits: Limits,
    pub(crate) payload: Option<Payload>,
}

impl Outgoing {
    /// The body, unless there is none.
    pub fn payload(&self) -> Option<&Payload> {
        self.payload.as_ref()
    }

    /// Takes the body out to read it, and adds its exact length to the headers; `None` if there is no
    /// body. This opens files, which may block: an asynchronous transport does it where blocking is
    /// allowed, unless [`Payload::in_memory`] says that there is no file.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open_payload(&mut self) -> Result<Option<OpenPayload>, Error> {
        let Some(payload) = self.payload.take() else {
            return Ok(None);
        };
        let open = payload.open()?;
        self.headers.insert(CONTENT_LENGTH, open.length().into());
        Ok(Some(open))
    }
}

/// Neither the query, which may be a secret, nor the values of the headers.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("operation", &self.operation.name)
            .field("method", &self.method)
            .field("host", &self.url.host())
            .field("path", &self.url.path())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("payload", &self.payload)
            .finish()
    }
}
