//! Spans of `tracing`: one for each call, and one in it for each of its requests.
//!
//! The rest of the crate uses these two types; without the feature `tracing` they do nothing. The documentation of the
//! crate lists the fields of the spans. Spans never contain the key, values of the path or the query, bodies, or
//! headers other than the request id.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{CallSpan, Span};
#[cfg(feature = "tracing")]
pub(crate) use enabled::{CallSpan, Span};
