//! What a transport does.

use std::pin::Pin;
use std::time::Duration;

use connect_runtime::{Bytes, Error, StatusCode};
use http::HeaderMap;

use crate::exchange::Request;

/// A boxed future, as the methods of these traits return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A response whose body is a stream.
pub type Response = http::Response<Box<dyn BodyStream>>;

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
    /// [`failure::transport`](super::failure::transport) when the connection fails, [`failure::timeout`](super::failure::timeout) when connecting takes longer than
    /// [`Limits::connect`](super::Limits::connect). Each is marked [`unsent`](super::Annotate::unsent) if no byte of the request was handed to a
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
    /// [`failure::transport`](super::failure::transport) when the body ends early.
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
