//! What carries a request to a server and its answer back, for the blocking client.

#[cfg(not(feature = "blocking"))]
use connect_runtime::driver::failure;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::{Bytes, Error, StatusCode};
use http::HeaderMap;

use crate::exchange::Request;

/// A response whose body is read from a reader.
pub type Response = http::Response<Box<dyn Read + Send>>;

/// Carries requests to servers, and answers back.
///
/// What a transport does *not* do: follow redirects, repeat requests, decompress, or read statuses. It
/// does watch the time: nobody else can interrupt it.
///
/// ```
/// use connect_usage::blocking::{Client, Response, Transport, response};
/// use connect_usage::runtime::{HeaderMap, StatusCode};
/// use connect_usage::transport::{Request, failure};
/// use connect_usage::{ApiKey, Error, files};
/// use std::io::Read;
///
/// /// Answers each call with a report whose name is the body that was sent.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn send(&self, mut request: Request) -> Result<Response, Error> {
///         let mut sent = String::new();
///         if let Some(mut body) = request.open_body()? {
///             let read = body.read_to_string(&mut sent);
///             read.map_err(|error| failure::transport(request.operation, error))?;
///         }
///         let body = format!(r#"{{"id": "UF-1", "name": {sent:?}}}"#);
///         Ok(response(StatusCode::OK, HeaderMap::new(), body))
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
    /// the body may take longer than the request's [`limits`](Request::limits) say.
    ///
    /// # Errors
    /// [`failure::transport`](crate::transport::failure::transport) when the connection fails, [`failure::timeout`](crate::transport::failure::timeout) when a limit is passed (the
    /// limits [make](crate::transport::Limits::stalled) these errors); each with
    /// [`unsent`](crate::transport::Annotate::unsent) if not one byte of the request was handed to a connection. The
    /// client repeats what was not sent, whatever the call. A reader can fail with such an error too,
    /// in [`io::Error::other`](std::io::Error::other).
    fn send(&self, request: Request) -> Result<Response, Error>;

    /// Waits for so long, between attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A response whose body has been read whole.
pub fn response(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
    streaming_response(status, headers, Cursor::new(body.into()))
}

/// A response whose body is still to come.
pub fn streaming_response(
    status: StatusCode,
    headers: HeaderMap,
    body: impl Read + Send + 'static,
) -> Response {
    let mut response = Response::new(Box::new(body) as Box<dyn Read + Send>);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
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
    Err(failure::configuration(
        "there is no transport: enable the feature `blocking` of `connect-client`, or give one to the builder",
    ))
}
