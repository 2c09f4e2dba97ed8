//! Responses that are read while they come: streams of events, and of JSON values.
//!
//! A call whose response is a stream is a [`StreamCall`](crate::StreamCall), which a client opens. The types here find
//! the records in the bytes of such a stream. They do no I/O: whoever has the bytes hands them over in chunks, in
//! whatever sizes they come.
//!
//! - [`Events`] finds Server-Sent Events (`text/event-stream`).
//! - [`JsonLines`] finds JSON values, one after another (`application/x-ndjson`, `application/jsonl`,
//!   `application/json-seq`).
//!
//! Both have a limit for one record, so that the memory that a stream takes is bounded.

mod event;
mod events;
mod json_lines;
mod lines;
mod nesting;
pub(crate) mod record;
mod record_error;

pub use event::Event;
pub use events::Events;
pub use json_lines::JsonLines;
pub use record_error::RecordError;

/// The default limit for one record, in bytes: 16 MiB.
pub const MAX_RECORD: usize = 16 << 20;
