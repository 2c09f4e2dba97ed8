//! Typed bindings of CloudBlue Connect's Usage API.
//!
//! Each resource is a module, and each operation is a function in it that builds a call. A [`Client`] sends the call
//! and returns its response as a value:
//!
//! ```no_run
//! # #[cfg(feature = "transport")]
//! # async fn example() -> Result<(), connect_usage::Error> {
//! use connect_usage::{Client, files};
//!
//! let client = Client::from_env()?; // CONNECT_API_KEY, CONNECT_ENDPOINT
//! let file = client.send(files::get("UF-2029-10-0001-0001")).await?;
//! println!("{:?}", file.status);
//! # Ok(())
//! # }
//! ```
//!
//! This crate is a façade. The modules of resources and [`models`] are those of `connect-usage-api`, which is
//! generated from the vendor's document; `directory` is `connect-directory-api`; the clients and what belongs to them are those of `connect-client`.
//!
//! # What to know
//!
//! - A call is data. A test can look at it; [`Call::timeout`] and [`Call::header`] change it; it can be sent again.
//!   Nothing happens before it is sent.
//! - Errors are one type, [`Error`]. It keeps the status, the headers, the body, and the API's code and messages.
//!   Nothing that prints shows the key or the query of a presigned URL, and errors quote nothing that a server wrote.
//!   Strings of models print as they came; they can hold a URL.
//! - [`config`] lists the environment variables, and [`raw`] calls paths that have no function here.
//! - A failed attempt is retried where a retry may help and does no harm; see [`retry`]. [`Timeouts`] limit how long
//!   a call may take.
//! - Money and quantities are exact decimals, enums keep values that are new, and null or missing fields are `None`.
//! - Filters are typed; see [`filter`].
//! - Files are streamed; see [`Upload`] and [`download`].
//! - [`waiting`] waits for what the platform does by itself.
//! - [`hooks`] and, with the feature `tracing`, spans see every request and every response.
//!
//! # Examples
//!
//! Whole programs, each of which runs as it is:
//!
//! - [`report`](_examples::report): a vendor creates, uploads and submits a report.
//! - [`distributor`](_examples::distributor): a distributor downloads and closes chunks.
//! - [`reconciliation`](_examples::reconciliation): a provider bills records by a spreadsheet.
//! - [`export`](_examples::export): the records that match a filter, as CSV.
//! - [`walkthrough`](_examples::walkthrough): the life of a report, for both accounts.
//!
//! # Features
//!
//! - `transport` (default): the default transport of the asynchronous [`Client`], which then runs in a tokio runtime.
//!   It is hyper with HTTP/1.1, and rustls with the certificates of the system. The [builder](ClientBuilder) has its
//!   settings: more root certificates, a client certificate, proxies.
//! - `blocking`: the same transport for the [blocking client](blocking), which drives it on a private runtime.
//! - `http2`: HTTP/2 for servers that offer it.
//! - `gzip`: responses compressed with gzip.
//! - `reqwest`: `transport::ReqwestTransport`, a transport over a `reqwest::Client` of the caller's.
//! - `tracing`: a span for each call and for each attempt, with the target `connect_client`.
//! - `directory`: the module `directory`, which reads assets, contracts, products with their items and parameters,
//!   marketplaces, hubs, listings, accounts and tier accounts.
//!
//! TLS is rustls with the certificates of the system. Without features the crate brings no HTTP client: both clients
//! can be given a [transport] of any make, or anything can send a call's [`request`](Call::request) and have its
//! [`decode`](Call::decode) read the response.

// What needs a feature is labelled with it.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use connect_usage_api::*;

/// What reports are about: assets, contracts, products with their items and parameters, marketplaces, hubs, listings,
/// accounts and tier accounts, to read.
///
/// It is the crate `connect-directory-api`. A client sends its calls like all others:
///
/// ```no_run
/// # #[cfg(feature = "transport")]
/// # async fn example() -> Result<(), connect_usage::Error> {
/// use connect_usage::Client;
/// use connect_usage::directory::assets::{self, filter};
/// use connect_usage::directory::models::AssetStatus;
///
/// let client = Client::from_env()?;
/// let active = filter::STATUS.eq(AssetStatus::Active) & filter::CONTRACT_ID.eq("CRD-00000-00000-00001");
/// let list = assets::list().filter(active).select([filter::CONFIGURATION.exclude()]);
/// let mut assets = client.stream(list);
/// while let Some(asset) = assets.try_next().await? {
///     println!("{} {:?}", asset.id, asset.external_id);
/// }
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "directory")]
#[doc(inline)]
pub use connect_directory_api as directory;

pub use connect_client::{
    ApiKey, Binary, Builder, Bytes, Call, Client, ClientBuilder, Credential, Date, DateOrDateTime,
    DateTime, Decimal, Downloaded, Error, ErrorKind, Filter, Incoming, Json, List, Nullable,
    Observed, OpenEnum, OpenIntegerEnum, OptionalBody, OptionalBodyStream, Order, Outcome, Page,
    Pages, Pattern, PresignedUrl, Redirect, Response, Result, Rows, Status, StreamCall, TimeLimit,
    Timeouts, Unknown, UnknownKind, Upload, blocking, config, download, filter, hooks, paging, raw,
    retry, runtime, transport, waiting,
};

/// The version of the API's specification that these bindings were generated from, such as `37.0`.
pub fn api_version() -> &'static str {
    option_env!("CONNECT_USAGE_API_VERSION")
        .unwrap_or(connect_usage_api::specification::API_VERSION)
}

#[cfg(all(doc, not(doctest)))]
pub mod _examples;

/// The examples of the README are tested with those of the documentation.
#[cfg(all(doctest, feature = "blocking", feature = "directory"))]
#[doc = include_str!("../README.md")]
mod readme {}
