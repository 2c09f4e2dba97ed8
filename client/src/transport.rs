//! Transports: what carries a request to a server and its answer back.
//!
//! The client needs none of a particular make. With the feature `reqwest` it has one; for another
//! HTTP stack, or for tests without a socket, implement [`Transport`]:
//!
//! ```
//! use connect_usage::runtime::{HeaderMap, StatusCode};
//! use connect_usage::transport::{Incoming, Outgoing, Pending, Transport};
//! use connect_usage::{ApiKey, Client, Error, files};
//! use std::time::Duration;
//!
//! /// Answers each call with the same report.
//! struct Canned;
//!
//! impl Transport for Canned {
//!     fn exchange(&self, request: Outgoing) -> Pending<'_, Result<Incoming, Error>> {
//!         assert_eq!(request.url.path(), "/public/v1/usage/files/UF-1");
//!         let answer = Incoming::new(StatusCode::OK, HeaderMap::new(), r#"{"id": "UF-1"}"#);
//!         Box::pin(async move { Ok(answer) })
//!     }
//!
//!     fn sleep(&self, time: Duration) -> Pending<'static, ()> {
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

pub use crate::exchange::{Limits, OpenPayload, Outgoing, Payload};

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

/// A future in a box, as the methods of these traits give it.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An answer whose body comes in chunks.
pub type Incoming = crate::exchange::Incoming<Box<dyn Chunks>>;

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
    /// [`Error::transport`] when the connection fails, [`Error::timeout`] when it takes longer than
    /// [`Limits::connect`]; each with [`unsent`](Error::unsent) if not one byte of the request was
    /// handed to a connection. The client repeats what was not sent, whatever the call.
    fn exchange(&self, request: Outgoing) -> Pending<'_, Result<Incoming, Error>>;

    /// Waits for so long. Time-outs and the pauses between attempts are made of it.
    fn sleep(&self, duration: Duration) -> Pending<'static, ()>;

    /// Does work that waits for the disk, for which a runtime has threads of its own. By default it is
    /// done at once.
    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> Pending<'static, ()> {
        work();
        Box::pin(std::future::ready(()))
    }
}

/// The body of an answer, chunk by chunk.
pub trait Chunks: Send {
    /// The next chunk, of any length; `None` after the last one.
    ///
    /// # Errors
    /// [`Error::transport`] when the body ends before its time.
    fn chunk(&mut self) -> Pending<'_, Result<Option<Bytes>, Error>>;
}

impl Incoming {
    /// An answer whose body is there.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::streamed(status, headers, OneChunk(Some(body.into())))
    }

    /// An answer whose body is to come.
    pub fn streamed(status: StatusCode, headers: HeaderMap, body: impl Chunks + 'static) -> Self {
        Self {
            status,
            headers,
            body: Box::new(body),
        }
    }
}

/// A body in one chunk.
struct OneChunk(Option<Bytes>);

impl Chunks for OneChunk {
    fn chunk(&mut self) -> Pending<'_, Result<Option<Bytes>, Error>> {
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
    Err(Error::configuration(
        "there is no transport: enable the feature `reqwest` of `connect-client`, or give one to the builder",
    ))
}
