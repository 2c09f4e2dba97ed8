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
//!   texts. Nothing that prints shows the key or the query of a signed link. What the API puts into the
//!   free texts of its objects is printed as it came by whoever prints these; it can hold a link.
//! - What fails is sent again where that may help and does no harm; see [`retry`]. How long a call may
//!   take is set by [`Timeouts`].
//! - Money and quantities are exact decimals, enums keep values that are new, what is null or missing
//!   is `None`.
//! - Filters are typed; see [`filter`].
//! - Files are streamed: see [`Upload`] and [`download`].
//! - What the platform does by itself can be waited for; see [`waiting`].
//! - What is re-exported here is documented with examples that name the crate it comes from:
//!   `connect_runtime` is [`runtime`] in this crate.
//! - Requests and answers are shown to [`hooks`], and to `tracing`; see [below](#spans).
//!
//! # Features
//!
//! - `reqwest` (default): a transport for the asynchronous [`Client`], which then runs in a tokio
//!   runtime. TLS is rustls with the certificates of the system.
//! - `blocking`: a transport for the [blocking client](blocking), with the same TLS and no async
//!   runtime.
//! - `tracing`: [spans](#spans).
//!
//! Without features the crate brings no HTTP client. Both clients can be given a
//! [transport] of any make; or the functions build calls whose [`request`](Call::request)
//! anything can send, and whose [`decode`](Call::decode) reads what came back.
//!
//! # Spans
//!
//! With the feature `tracing` each call is a span `connect.call` (level `INFO`), and each request that
//! it takes (an attempt, a redirect that is followed, a look at the object after an answer was lost) a
//! span `connect.attempt` in it (level `DEBUG`). Their target is `connect_usage`. Fields are named as in
//! OpenTelemetry's conventions for HTTP clients where these have a name.
//!
//! - Both have `operation` (such as `files::get`), `http.request.method`, `url.template` (such as
//!   `/usage/files/{id}`), `http.response.status_code` and `request_id` if there are any, `error.type`
//!   (an [`ErrorKind`]) and `otel.status_code` (`ERROR`) after a failure, and `duration_ms`.
//! - A call has `attempts`, how often it was sent, and [`outcome`](Error::outcome) if there is one.
//! - An attempt has `attempt`, from 1; `http.request.resend_count`, the number of requests before it, if
//!   there were any; and `retry_after_ms`, the pause before the next one, if one follows.
//!
//! A span of a call that was dropped has no duration. None ever holds the key, a value of the path or
//! the query, a body, or a header but the request id. The transport's libraries may have spans and
//! events of their own, under their own targets.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod address;
pub mod blocking;
mod builder;
mod client;
pub mod download;
mod endpoint;
mod exchange;
mod flow;
pub mod hooks;
mod key;
mod observe;
pub mod paging;
mod settings;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod tls;
pub mod transport;
pub mod waiting;

pub use connect_usage_api::*;

pub use connect_runtime as runtime;
pub use connect_runtime::filter::{self, Filter, Order, Pattern};
pub use connect_runtime::retry;
pub use connect_runtime::states::Outcome;
pub use connect_runtime::{
    Answer, Binary, Bytes, Call, Date, Decimal, Error, ErrorKind, Json, Link, List, Month,
    Nullable, Observed, OffsetDateTime, OpenEnum, OpenIntegerEnum, Page, Redirect, Result,
    TimeLimit, Timeouts, Unknown, UnknownKind, Upload,
};

pub use builder::{Builder, ClientBuilder};
pub use client::Client;
pub use download::Downloaded;
pub use key::ApiKey;
pub use paging::{Pages, Rows};

/// The version of the API's specification that these bindings were generated from, such as `37.0`.
pub fn api_version() -> &'static str {
    option_env!("CONNECT_USAGE_API_VERSION")
        .unwrap_or(connect_usage_api::specification::API_VERSION)
}

/// The examples of the README are tested with those of the documentation.
#[cfg(all(doctest, feature = "reqwest", feature = "blocking"))]
#[doc = include_str!("../README.md")]
mod readme {}
