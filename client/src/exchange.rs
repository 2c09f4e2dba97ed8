//! What goes to a transport, and what comes back.

mod payload;
mod progress;

use connect_runtime::driver::Annotate;
use connect_runtime::driver::failure;
use std::fmt;
use std::time::{Duration, Instant};

use connect_runtime::driver::TimedOut;
use connect_runtime::{Bytes, Error, Method, Operation, StatusCode, TimeLimit};
use http::Uri;
use http::header::{CONTENT_LENGTH, HeaderMap};

pub use payload::{OpenPayload, Payload};
pub(crate) use progress::Progress;

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

/// How long an exchange may take.
///
/// The asynchronous client keeps to all of it but `connect` by itself. A blocking transport has to: the
/// client cannot take back the thread.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Limits {
    /// To connect, TLS included.
    pub connect: Option<Duration>,
    /// While nothing of the request is taken and nothing of the answer comes.
    pub idle: Option<Duration>,
    /// When the answer must be there to its last byte.
    pub deadline: Option<Instant>,
    /// What the deadline comes from.
    pub(crate) cause: Option<TimedOut>,
}

impl Limits {
    /// How much time is left; `None` if there is no deadline, and nothing once it has passed.
    pub fn left(&self) -> Option<Duration> {
        let now = Instant::now();
        self.deadline.map(|it| it.saturating_duration_since(now))
    }

    /// The error of the deadline having passed.
    pub fn deadline_passed(&self, operation: &'static Operation) -> Error {
        let unknown = TimedOut {
            limit: TimeLimit::Total,
            after: Duration::ZERO,
        };
        failure::timeout(operation, self.cause.unwrap_or(unknown))
    }

    /// The error of no progress for too long.
    pub fn stalled(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Idle,
            after: self.idle.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out)
    }

    /// The error of no connection in time. Nothing was sent.
    pub fn unconnected(&self, operation: &'static Operation) -> Error {
        let timed_out = TimedOut {
            limit: TimeLimit::Connect,
            after: self.connect.unwrap_or_default(),
        };
        failure::timeout(operation, timed_out).unsent()
    }
}

/// An answer as a transport hands it over: its head, and its body while that is still coming.
pub struct Incoming<B> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: B,
}

/// The status and the names of the headers.
impl<B> fmt::Debug for Incoming<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The body of an answer while it is put together, up to a limit.
pub(crate) struct Whole {
    limit: u64,
    /// The only chunk so far. Most answers are one, which then need not be copied.
    first: Bytes,
    all: Vec<u8>,
}

impl Whole {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            first: Bytes::new(),
            all: Vec::new(),
        }
    }

    /// Adds a chunk; false if that is too much.
    pub(crate) fn add(&mut self, chunk: Bytes) -> bool {
        let length = self.first.len() + self.all.len() + chunk.len();
        if length as u64 > self.limit {
            return false;
        }
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return true;
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&chunk);
        true
    }
}

impl From<Whole> for Bytes {
    fn from(whole: Whole) -> Self {
        match whole.all.is_empty() {
            true => whole.first,
            false => whole.all.into(),
        }
    }
}
