//! What the generated bindings of CloudBlue Connect's API are written against.
//!
//! There is no I/O in this crate. A function of generated code builds a [`Call`]: a [`Request`] as
//! data, and how its [`Response`] becomes a value. A client sends it and hands the response back:
//!
//! ```
//! use connect_usage::files;
//! use connect_usage::runtime::StatusCode;
//! use connect_usage::runtime::driver::response;
//!
//! let call = files::get("UF/2029");
//! // What a client does:
//! call.check()?;
//! assert_eq!(call.request().path(), "/usage/files/UF%2F2029");
//! let received = response(StatusCode::OK, Default::default(), r#"{"id": "UF/2029"}"#);
//! assert_eq!(call.decode(received)?.id, "UF/2029");
//! # Ok::<(), connect_usage::Error>(())
//! ```
//!
//! The examples are written for users of the façade `connect-usage`, which re-exports this crate as
//! `connect_usage::runtime` and most of its types at its root.
//!
//! The crate has three doors: the root is for everybody; [`driver`] is for implementations of clients; and a hidden
//! one is for generated code alone.
//!
//! Where to look:
//!
//! - calls of paths without a generated function: [`RawCall`];
//! - what is sent: [`Request`], [`Body`], [`OptionalBody`], [`Upload`], [`Multipart`], [`ParameterValue`];
//! - what comes back: [`Response`], [`Binary`], [`Redirect`], [`Page`], [`PresignedUrl`], [`Error`];
//! - how it is sent: [`Timeouts`], [`retry`], [`SecurityScheme`];
//! - responses that are read while they come: [`StreamCall`], [`OptionalBodyStream`], [`stream`];
//! - lists: [`List`], [`filter`] for conditions, and [`paging`] for reading all pages;
//! - what the contract declares of requests, for fakes and proxies: [`contract`];
//! - what becomes of an object: [`states`] for which status follows which, [`wait`] for waiting;
//! - values: [`Decimal`], [`Date`], [`DateTime`], [`Json`], [`Nullable`], [`OpenEnum`], [`decode`], [`encode`].

// What needs a feature is labelled with it.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod base64;
mod body;
mod call;
#[doc(hidden)]
pub mod codegen;
pub mod contract;
mod date_or_date_time;
mod decimal;
pub mod decode;
pub mod driver;
pub mod encode;
mod error;
mod fill;
pub mod filter;
mod from_header;
mod json;
mod list;
pub mod multipart;
mod nullable;
mod observed;
mod open_enum;
mod operation;
mod optional_body;
mod optional_body_stream;
mod page;
pub mod paging;
mod parameter;
mod parse_error;
mod presigned_url;
mod problem;
mod raw;
mod request;
mod response;
pub mod retry;
mod security;
pub mod states;
pub mod stream;
mod stream_call;
mod text_type;
mod timeouts;
mod times;
mod union;
mod upload;
mod uuids;
pub mod wait;

pub use base64::Base64;
pub use body::Body;
pub use call::Call;
pub use date_or_date_time::DateOrDateTime;
pub use decimal::{Decimal, DoesNotFit};
pub use decode::unknown::{Unknown, UnknownKind};
pub use error::{Error, ErrorKind, Status};
pub use filter::Filter;
pub use json::Json;
pub use list::List;
pub use multipart::Multipart;
pub use nullable::Nullable;
pub use observed::Observed;
pub use open_enum::{OpenEnum, OpenIntegerEnum, UnrecognizedInteger, UnrecognizedString};
pub use operation::{Operation, Segment};
pub use optional_body::OptionalBody;
pub use optional_body_stream::OptionalBodyStream;
pub use page::Page;
pub use parameter::ParameterValue;
pub use parse_error::ParseError;
pub use presigned_url::PresignedUrl;
pub use raw::RawCall;
pub use request::Request;
pub use response::{Binary, Redirect, Response, request_id};
pub use security::{SchemeKind, SecurityScheme};
pub use stream_call::StreamCall;
pub use timeouts::{TimeLimit, Timeouts};
pub use times::{Date, DateTime, IntoDate};
pub use upload::Upload;
pub use uuids::Uuid;

// What generated code and users name of other crates, so that they need not depend on them.
pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode, Uri};
pub use rust_decimal;
pub use serde_core as serde;
pub use time;
pub use uuid;

/// The result of what can fail with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
