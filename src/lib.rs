//! Typed bindings of CloudBlue Connect's Usage API.
//!
//! Each resource is a module, each operation a function in it that builds a call; a [`Client`] sends
//! the call and gives its answer as a value:
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")]
//! # async fn example() -> Result<(), connect_usage::Error> {
//! use connect_usage::Client;
//!
//! let client = Client::from_env()?; // CONNECT_API_KEY, CONNECT_ENDPOINT
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - A call is data. It can be looked at in a test, changed ([`Call::timeout`], [`Call::header`]), and
//!   sent again; nothing happens before it is sent.
//! - Errors are one type, [`Error`]: it keeps the status, the headers, the body, the API's code and
//!   texts, and says whether the call is worth repeating. Nothing that prints shows the key or the
//!   query of a signed link.
//! - Money and quantities are exact decimals, enums keep values that are new, what is null or missing
//!   is `None`.
//! - Filters are typed; see [`filter`].
//!
//! # Features
//!
//! - `reqwest` (default): the asynchronous [`Client`], which runs in a tokio runtime. TLS is rustls
//!   with the certificates of the system.
//!
//! Without features the crate does no I/O and brings no HTTP client: the functions build calls whose
//! [`request`](Call::request) any transport can send, and whose [`decode`](Call::decode) reads what
//! came back.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

#[cfg(feature = "reqwest")]
mod body;
#[cfg(feature = "reqwest")]
mod client;
#[cfg(feature = "reqwest")]
mod endpoint;
#[cfg(feature = "reqwest")]
mod key;
#[cfg(feature = "reqwest")]
mod transport;

pub use connect_usage_api::*;

pub use connect_runtime as runtime;
pub use connect_runtime::filter::{self, Filter, Order, Pattern};
pub use connect_runtime::{
    Answer, Binary, Bytes, Call, Date, Decimal, Error, ErrorKind, Json, Link, List, Month,
    Nullable, Observed, OffsetDateTime, OpenEnum, OpenIntegerEnum, Page, Redirect, Result, Unknown,
    UnknownKind, Upload,
};

#[cfg(feature = "reqwest")]
pub use client::{Client, ClientBuilder};
#[cfg(feature = "reqwest")]
pub use key::ApiKey;

/// The version of the API's specification that these bindings were generated from, such as `37.0`.
pub fn api_version() -> &'static str {
    option_env!("CONNECT_USAGE_API_VERSION")
        .unwrap_or(connect_usage_api::specification::API_VERSION)
}

/// The examples of the README are tested with those of the documentation.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../README.md")]
mod readme {}
