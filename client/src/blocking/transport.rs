//! What carries a request to a server and its answer back, for the blocking client.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::{Bytes, Error, StatusCode};
use http::HeaderMap;

use crate::exchange::Outgoing;

/// An answer whose body is read from a reader.
pub type Incoming = crate::exchange::Incoming<Box<dyn Read + Send>>;

/// Carries requests to servers, and answers back.
///
/// What a transport does *not* do: follow redirects, repeat requests, decompress, or read statuses. It
/// does watch the time: nobody else can interrupt it.
///
/// ```
/// use connect_usage::blocking::{Client, Incoming, Transport};
/// use connect_usage::runtime::{HeaderMap, StatusCode};
/// use connect_usage::transport::Outgoing;
/// use connect_usage::{ApiKey, Error, files};
/// use std::io::Read;
///
/// /// Answers each call with a report whose name is the body that was sent.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn exchange(&self, mut request: Outgoing) -> Result<Incoming, Error> {
///         let mut sent = String::new();
///         if let Some(mut body) = request.open_payload()? {
///             let read = body.read_to_string(&mut sent);
///             read.map_err(|error| Error::transport(request.operation, error))?;
///         }
///         let answer = format!(r#"{{"id": "UF-1", "name": {sent:?}}}"#);
///         Ok(Incoming::new(StatusCode::OK, HeaderMap::new(), answer))
///     }
/// }
///
/// let client = Client::builder().api_key(ApiKey::new("SU-1:x")?).transport(Echo).build()?;
/// let file = client.send(files::get("UF-1"))?;
/// assert_eq!(file.name.as_deref(), Some("")); // a GET has no body
/// # Ok::<(), Error>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends a request, and gives the answer as soon as its head is there. Neither this nor reading
    /// the body may take longer than the request's [`limits`](Outgoing::limits) say.
    ///
    /// # Errors
    /// [`Error::transport`] when the connection fails, [`Error::timeout`] when a limit is passed (the
    /// limits [make](crate::transport::Limits::stalled) these errors); each with
    /// [`unsent`](Error::unsent) if not one byte of the request was handed to a connection. The
    /// client repeats what was not sent, whatever the call. A reader can fail with such an error too,
    /// in [`io::Error::other`](std::io::Error::other).
    fn exchange(&self, request: Outgoing) -> Result<Incoming, Error>;

    /// Waits for so long, between attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

impl Incoming {
    /// An answer whose body is there.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::streamed(status, headers, Cursor::new(body.into()))
    }

    /// An answer whose body is to come.
    pub fn streamed(
        status: StatusCode,
        headers: HeaderMap,
        body: impl Read + Send + 'static,
    ) -> Self {
        Self {
            status,
            headers,
            body: Box::new(body),
        }
    }
}

/// The default transport. A loopback address is never called through a proxy, whose localhost is another machine.
#[cfg(feature = "blocking")]
pub(crate) fn default_transport(is_loopback: bool) -> Result<Arc<dyn Transport>, Error> {
    let transport = match is_loopback {
        true => super::UreqTransport::without_proxy(),
        false => super::UreqTransport::new(),
    };
    Ok(Arc::new(transport?))
}

#[cfg(not(feature = "blocking"))]
pub(crate) fn default_transport(_: bool) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration(
        "there is no transport: enable the feature `blocking` of `connect-client`, or give one to the builder",
    ))
}
