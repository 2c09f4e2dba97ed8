//! Transports, which send requests to servers and return the responses.
//!
//! The client works with any transport. With the feature `transport` it has a default transport. For another HTTP
//! stack, or for tests without a socket, implement [`Transport`]:
//!
//! ```
//! use connect_usage::runtime::{HeaderMap, StatusCode};
//! use connect_usage::transport::{BoxFuture, Request, Response, Transport, response};
//! use connect_usage::{ApiKey, Client, Error, files};
//! use std::time::Duration;
//!
//! /// Responds to each call with the same report.
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
//!         // The timer of the async runtime; tokio's needs its feature `time`. Time limits and the pauses before retries use it. If it never
//!         // ended, a call that fails would wait forever.
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
//!
//! # WebAssembly
//!
//! The futures of a transport are `Send`, so that a call can be sent in any task of a multi-threaded runtime. Futures of a
//! browser are not, but there is one thread: a transport over `fetch` wraps them in a type that asserts that, such as
//! `SendWrapper` of the crate `send_wrapper`. So these traits exclude no platform.
//!
//! The client reads the clock of the standard library, which `wasm32-unknown-unknown` does not have: there, a call panics.
//! On that target use `connect-runtime` and the generated crate alone, which have neither a clock nor I/O:
//! [`Call::request`](crate::Call::request) has everything to send, and [`Call::decode`](crate::Call::decode) reads the
//! response. Targets with WASI have a clock.

#[cfg(any(feature = "transport", feature = "reqwest"))]
mod body;
#[cfg(feature = "transport")]
mod http;
#[cfg(feature = "reqwest")]
mod reqwest_client;
#[cfg(any(feature = "transport", feature = "reqwest"))]
mod tokio_runtime;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ::http::HeaderMap;
use connect_runtime::{Bytes, Error, StatusCode};

pub use connect_runtime::driver::{Annotate, failure};

use crate::network::Network;

pub use crate::exchange::{Limits, OpenBody, Request, RequestBody};

#[cfg(feature = "transport")]
pub use self::http::HttpTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest_client::ReqwestTransport;
/// The library whose client [`ReqwestTransport`] uses.
#[cfg(feature = "reqwest")]
pub use ::reqwest;
/// The TLS library, for [`tls_config`](crate::Builder::tls_config).
#[cfg(feature = "transport")]
pub use ::rustls;

/// A boxed future, as the methods of these traits return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A response whose body is a stream.
pub type Response = ::http::Response<Box<dyn BodyStream>>;

/// Sends requests to servers and returns the responses.
///
/// A transport does *not* follow redirects, retry requests, decompress, interpret statuses, or
/// enforce time limits, except while it connects.
pub trait Transport: Send + Sync {
    /// Sends a request, and returns the response as soon as its head has arrived.
    ///
    /// Dropping the future or the response ends the exchange.
    ///
    /// # Errors
    /// [`failure::transport`] when the connection fails, [`failure::timeout`] when connecting takes longer than
    /// [`Limits::connect`]. Each is marked [`unsent`](Annotate::unsent) if no byte of the request was handed to a
    /// connection: the client retries unsent requests of any call.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>>;

    /// Sleeps. Time limits and the pauses between attempts use it.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Runs work that blocks on the disk, for which async runtimes have separate threads. By default it runs
    /// immediately, in the current thread.
    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        work();
        Box::pin(std::future::ready(()))
    }
}

/// The body of a response, chunk by chunk.
pub trait BodyStream: Send {
    /// Returns the next chunk, of any length, or `None` after the last one.
    ///
    /// # Errors
    /// [`failure::transport`] when the body ends early.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>>;
}

/// Creates a response whose body is in memory.
pub fn response(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Response {
    streaming_response(status, headers, OneChunk(Some(body.into())))
}

/// Creates a response whose body has yet to be read.
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

/// Creates the default transport.
#[cfg(feature = "transport")]
pub(crate) fn default_transport(network: &Network) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(HttpTransport::with(network)?))
}

#[cfg(not(feature = "transport"))]
pub(crate) fn default_transport(_: &Network) -> Result<Arc<dyn Transport>, Error> {
    Err(failure::configuration(
        "no transport: enable the feature `transport` of `connect-client` (or of the crate that re-exports it), or pass a transport to the builder",
    ))
}
