//! Sends the calls of any crate that is generated from CloudBlue Connect's API.
//!
//! A generated crate builds calls and does no I/O. A [`Client`] of this crate sends them: it adds the API key,
//! retries, follows redirects, reads pages, waits for states, streams files, and reports to hooks and `tracing`. It
//! contains no part of the API itself, so one client calls any number of generated crates.
//!
//! The façade `connect-usage` re-exports this crate together with the bindings of the Usage API. The examples here
//! are written for it: where they say `connect_usage::Client`, this crate has `connect_client::Client`, and where
//! they say `connect_usage::files`, another generated crate has modules of its own.
//!
//! ```no_run
//! # #[cfg(feature = "transport")]
//! # async fn example() -> Result<(), connect_usage::Error> {
//! use connect_usage::{Client, files};
//!
//! let client = Client::from_env()?; // CONNECT_API_KEY, CONNECT_ENDPOINT
//! let file = client.send(files::get("UF-2029-10-0001-0001")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - [`Client`] is for asynchronous code, [`blocking::Client`] for code without an async runtime. Their methods have
//!   the same names and do the same.
//! - Errors are one type, [`Error`]. It keeps the status, the headers, the body, and the API's code and messages.
//!   Nothing that prints shows the key or the query of a presigned URL, and errors quote nothing that a server wrote.
//! - A failed attempt is retried where a retry may help and does no harm; see [`retry`]. [`Timeouts`] limit how long
//!   a call may take, [`Builder::rate_limit`] how many are sent.
//! - A response with a content coding that is not understood is an error that names it. Downloads ask for the content as
//!   it is, so that they can be resumed; one that has a coding all the same, such as an object that was stored with it, is
//!   decoded if it is gzip and the feature `gzip` is on, and is an error otherwise.
//! - [`Builder::credential`] and [`Builder::server`] are for operations that declare security schemes or a server of their
//!   own.
//! - [`config`] lists the environment variables that [`Client::from_env`] reads.
//! - Paths for which there is no generated function are called by [`Client::get`] and the like; see [`raw`].
//! - Responses that are read while they come, such as streams of events, are opened by [`Client::open`].
//! - Files are streamed; see [`Upload`] and [`download`].
//! - [`waiting`] waits until an object has a status.
//! - [`hooks`] see every request and every response.
//! - The types of calls, lists, filters and values are those of `connect-runtime`, re-exported as [`runtime`].
//!
//! # Features
//!
//! - `transport` (default): the default transport of the asynchronous [`Client`], which then runs in a tokio runtime.
//!   It is hyper with HTTP/1.1, and rustls with the certificates of the system. [`Builder`] has its settings: more root
//!   certificates, a client certificate, proxies.
//! - `blocking`: the same transport for the [blocking client](blocking), which drives it on a private runtime.
//! - `http2`: HTTP/2 for servers that offer it.
//! - `reqwest`: `ReqwestTransport`, a transport over a `reqwest::Client` of the caller's.
//! - `gzip`: responses compressed with gzip. Requests ask for it, and bodies are decoded as they are read; limits count
//!   decoded bytes. Without it, requests ask for content as it is.
//! - `tracing`: [spans](#spans).
//!
//! Without features the crate brings no HTTP client. Both clients accept any [transport].
//!
//! # Spans
//!
//! With the feature `tracing` each call is a span `connect.call` (level `INFO`). Each of its requests (an attempt, a
//! redirect that is followed, the read of the object after a lost response) is a span `connect.attempt` in it (level
//! `DEBUG`). Their target is `connect_client`. Fields have the names of OpenTelemetry's conventions for HTTP clients
//! where those define one.
//!
//! - Both have `operation` (such as `files::get`), `http.request.method`, `url.template` (such as
//!   `/usage/files/{id}`), `http.response.status_code` and `request_id` if there are any, `error.type`
//!   (an [`ErrorKind`]) and `otel.status_code` (`ERROR`) after a failure, and `duration_ms`.
//! - A call has `attempts`, the number of attempts, and [`outcome`](Error::outcome) if there is one.
//! - An attempt has `attempt`, its number from 1; `http.request.resend_count`, the number of requests before it, if
//!   there were any; and `retry_after_ms`, the pause before the next attempt, if one follows.
//!
//! A span of a call that was dropped has no duration. Spans never contain the key, a value of the path or the query, a
//! body, or a header other than the request id. The libraries of the transport may have spans and events of their own,
//! under their own targets.

// What needs a feature is labelled with it.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod address;
pub mod blocking;
mod client;
pub mod config;
pub mod download;
mod exchange;
pub mod hooks;
mod incoming;
mod machine;
mod network;
mod observe;
mod pace;
pub mod paging;
mod query;
pub mod raw;
#[cfg(feature = "transport")]
mod tls;
pub mod transport;
mod user_agent;
pub mod waiting;

pub use connect_runtime as runtime;
pub use connect_runtime::filter::{self, Filter, Order, Pattern, Selection};
pub use connect_runtime::retry;
pub use connect_runtime::states::Outcome;
pub use connect_runtime::{
    Binary, Bytes, Call, Date, DateOrDateTime, DateTime, Decimal, Error, ErrorKind, Json, List,
    Nullable, Observed, OpenEnum, OpenIntegerEnum, OptionalBody, OptionalBodyStream, Page,
    PresignedUrl, Redirect, Response, Result, Status, StreamCall, TimeLimit, Timeouts, Unknown,
    UnknownKind, Upload,
};

pub use client::Client;
pub use config::{ApiKey, ClientBuilder, ClientBuilder as Builder, Credential};
pub use download::Downloaded;
pub use incoming::Incoming;
pub use paging::{Pages, Rows};
