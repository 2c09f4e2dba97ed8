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
mod traits;

use std::sync::Arc;

use connect_runtime::Error;

pub use connect_runtime::driver::{Annotate, failure};

use crate::network::Network;

pub use crate::exchange::{Limits, OpenBody, Request, RequestBody};

pub use self::traits::{BodyStream, BoxFuture, Response, Transport, response, streaming_response};

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
