//! Transports of the blocking client.

use std::io::{Cursor, Read};
use std::time::Duration;

use connect_runtime::{Bytes, Error, StatusCode};
use http::HeaderMap;

use crate::exchange::Request;

/// A response whose body is read from a reader.
pub type Response = http::Response<Box<dyn Read + Send>>;

/// Sends requests to servers and returns the responses.
///
/// A transport does *not* follow redirects, retry requests, decompress, or interpret statuses. It
/// does enforce the time limits, since the client cannot interrupt it.
///
/// ```
/// use connect_usage::blocking::{Client, Response, Transport, response};
/// use connect_usage::runtime::{HeaderMap, StatusCode};
/// use connect_usage::transport::{Request, failure};
/// use connect_usage::{ApiKey, Error, files};
/// use std::io::Read;
///
/// /// Responds to each call with a report whose name is the body that was sent.
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
    /// Sends a request, and returns the response as soon as its head has arrived. Neither this nor reading
    /// the body may take longer than the [`limits`](Request::limits) of the request. Those of the body are
    /// [what is left of them after the head](crate::transport::Limits::after_head): a stream has no deadline.
    ///
    /// # Errors
    /// [`failure::transport`](crate::transport::failure::transport) when the connection fails,
    /// [`failure::timeout`](crate::transport::failure::timeout) when a limit is exceeded (methods of the limits,
    /// such as [`stalled`](crate::transport::Limits::stalled), create these errors). Each is marked
    /// [`unsent`](crate::transport::Annotate::unsent) if no byte of the request was handed to a connection: the
    /// client retries unsent requests of any call. A reader can fail with such an error, too, inside of
    /// [`io::Error::other`](std::io::Error::other).
    fn send(&self, request: Request) -> Result<Response, Error>;

    /// Sleeps, between attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// Creates a response whose body is in memory.
pub fn response(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
    streaming_response(status, headers, Cursor::new(body.into()))
}

/// Creates a response whose body has yet to be read.
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
