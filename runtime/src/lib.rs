//! What the generated bindings of CloudBlue Connect's API are written against.
//!
//! There is no I/O in this crate. A function of generated code builds a [`Call`]: a [`Request`] as
//! data, and how its [`Answer`] becomes a value. A client sends it and hands the answer back:
//!
//! ```
//! use connect_runtime::{Answer, Call, Method, Operation, Request, Segment};
//!
//! // As generated code has it:
//! static NOTES: Operation = Operation::new(
//!     "files::notes",
//!     Method::GET,
//!     &[Segment::Literal("files"), Segment::Parameter("id"), Segment::Literal("notes")],
//!     "/paths/~1files~1{id}~1notes/get",
//! )
//! .repeatable();
//! fn notes(id: impl AsRef<str>) -> Call<String> {
//!     Request::new(&NOTES).path("id", id.as_ref()).answers_text()
//! }
//!
//! // What a client does:
//! let call = notes("UF/2029");
//! call.check()?;
//! assert_eq!(call.request().path(), "/files/UF%2F2029/notes");
//! let answer = Answer { status: http::StatusCode::OK, headers: Default::default(), body: "fine".into() };
//! assert_eq!(call.decode(answer)?, "fine");
//! # Ok::<(), connect_runtime::Error>(())
//! ```
//!
//! Where to look:
//!
//! - what is sent: [`Request`], [`Body`], [`Upload`], [`Multipart`], [`ParameterValue`];
//! - what comes back: [`Answer`], [`Binary`], [`Redirect`], [`Page`], [`Link`], [`Error`];
//! - how it is sent: [`Timeouts`], [`retry`];
//! - lists: [`List`], [`filter`] for conditions, and [`paging`] for reading all pages;
//! - what becomes of an object: [`states`] for which status follows which, [`wait`] for waiting;
//! - values: [`decode`], [`encode`], [`Json`], [`Nullable`], [`OpenEnum`].

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod answer;
mod body;
mod call;
#[doc(hidden)]
pub mod codegen;
mod date_or_time;
pub mod decode;
pub mod encode;
mod error;
mod fill;
pub mod filter;
mod json;
mod link;
mod list;
pub mod multipart;
mod nullable;
mod observed;
mod open_enum;
mod operation;
mod page;
pub mod paging;
mod parameter;
mod problem;
mod request;
pub mod retry;
pub mod states;
mod timeouts;
mod union;
mod upload;
pub mod wait;

pub use answer::{Answer, Binary, Redirect, request_id};
pub use body::Body;
pub use call::Call;
pub use date_or_time::DateOrTime;
pub use error::{Error, ErrorKind};
pub use filter::Filter;
pub use json::Json;
pub use link::Link;
pub use list::List;
pub use multipart::Multipart;
pub use nullable::Nullable;
pub use observed::{Observed, Unknown, UnknownKind};
pub use open_enum::{OpenEnum, OpenIntegerEnum, UnrecognizedInteger, UnrecognizedText};
pub use operation::{Operation, Segment};
pub use page::Page;
pub use parameter::ParameterValue;
pub use request::Request;
pub use timeouts::{TimeLimit, TimedOut, Timeouts};
pub use upload::{OnProgress, Reopen, Source, Upload};

// What generated code and users name of other crates, so that they need not depend on them.
pub use ::time::{Date, Month, OffsetDateTime};
pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode, Uri};
pub use rust_decimal::Decimal;
pub use serde_core as serde;

/// The result of what can fail with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
