//! Transports: what carries a request to a server and its answer back.
//!
//! The client needs none of a particular make. With the feature `reqwest` it has one; for another
//! HTTP stack, or for tests without a socket, implement [`Transport`]:
//!
//! ```
//! use connect_usage::runtime::{HeaderMap, StatusCode};
//! use connect_usage::transport::{BoxFuture, Request, Response, Transport, response};
//! use connect_usage::{ApiKey, Client, Error, files};
//! use std::time::Duration;
//!
//! /// Answers each call with the same report.
//! struct Canned;
//!
//! impl Transport for Canned {
//!     fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
//!         assert_eq!(request.uri.path(), "/public/v1/usage/files/UF-1");
//!         let response = response(StatusCode::OK, HeaderMap::new(), r#"{"id": "UF-1"}"#);
//!         Box::pin(async move { Ok(response) })
//!     }
//!
//!     fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
//!         // The timer of whichever runtime there is. Time limits and the pauses before repetitions
//!         // are made of it: with one that never ends, a call that fails waits for ever.
//!         Box::pin(tokio::time::sleep(time))
//!     }
//! }
//!
//! # async fn example() -> Result<(), Error> {
//! let client = Client::builder().api_key(ApiKey::new("SU-1:x")?).transport(Canned).build()?;
//! assert_eq!(client.send(files::get("UF-1")).await?.id, "UF-1");
//! # Ok(())
//! # }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
//! # runtime.block_on(example()).expect("the report");
//! ```
//!
//! [`blocking::Transport`](crate::blocking::Transport) is the same for the blocking client.

#[cfg(feature = "reqwest")]
mod body;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::{Bytes, Error, StatusCode};
use http::HeaderMap;

pub use connect_runtime::driver::{Annotate, failure};

pub use crate::exchange::{Limits, OpenBody, Request, RequestBody};

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

/// A boxed future, as the methods of these traits return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A response whose body is a stream.
pub type Response = http::Response<Box<dyn BodyStream>>;

/// Carries requests to servers, and answers back.
///
/// What a transport does *not* do: follow redirects, repeat requests, decompress, read statuses, or
/// watch the time, except while it connects.
pub trait Transport: Send + Sync {
    /// Sends a request, and gives the answer as soon as its head is there.
    ///
    /// Whoever drops the future, or the answer, ends the exchange.
    ///
    /// # Errors
    /// [`failure::transport`] when the connection fails, [`failure::timeout`] when it takes longer than
    /// [`Limits::connect`]; each with [`unsent`](Annotate::unsent) if not one byte of the request was
    /// handed to a connection. The client repeats what was not sent, whatever the call.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>>;

    /// Waits for so long. Time-outs and the pauses between attempts are made of it.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Does work that waits for the disk, for which a runtime has threads of its own. By default it is
    /// done at once.
    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        work();
        Box::pin(std::future::ready(()))
    }
}

/// The body of an answer, chunk by chunk.
pub trait BodyStream: Send {
    /// The next chunk, of any length; `None` after the last one.
    ///
    /// # Errors
    /// [`failure::transport`] when the body ends before its time.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>>;
}

/// A response whose body has been read whole.
pub fn response(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
    streaming_response(status, headers, OneChunk(Some(body.into())))
}

/// A response whose body is still to come.
pub fn streaming_response(
    status: StatusCode,
    headers: HeaderMap,
    body: impl BodyStream + 'static,
) -> Response {
    let mut response = Response::new(Box::new(body) as Box<dyn BodyStream>);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// A body in one chunk.
struct OneChunk(Option<Bytes>);

impl BodyStream for OneChunk {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(std::future::ready(Ok(self.0.take())))
    }
}

/// The default transport. A loopback address is never called through a proxy, whose localhost is another machine.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(is_loopback: bool) -> Result<Arc<dyn Transport>, Error> {
    let transport = match is_loopback {
        true => ReqwestTransport::without_proxy(),
        false => ReqwestTransport::new(),
    };
    Ok(Arc::new(transport?))
}

#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_: bool) -> Result<Arc<dyn Transport>, Error> {
    Err(failure::configuration(
        "there is no transport: enable the feature `reqwest` of `connect-client`, or give one to the builder",
    ))
}
