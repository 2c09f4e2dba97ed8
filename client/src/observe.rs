//! Spans by `tracing`: one for each call, and one in it for each request that it takes.
//!
//! The rest of the crate uses these two types; without the feature `tracing` they are nothing.
//! The crate's documentation says what the spans hold. What they never hold: the key,
//! values of the path or the query, bodies, headers but the request id.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{CallSpan, Span};
#[cfg(feature = "tracing")]
pub(crate) use enabled::{CallSpan, Span};
