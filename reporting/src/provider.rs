//! The provider's round over the chunks of a hub: each is downloaded, handed over to the provider's system once, and closed
//! with what came of it.
//!
//! The functions are asynchronous, and take a [`Client`] with the provider's key; those of
//! [`blocking::provider`](crate::blocking::provider) do the same with a blocking client.
//!
//! [`Client`]: connect_usage::Client

mod bill;
mod chunk_error;
mod counters;
mod error;
mod handover;
mod progress;
mod reconcile;
mod records;
mod round;
mod settle;

pub use bill::{Bill, RecordBill};
pub use chunk_error::ChunkError;
pub use counters::{Counter, counters};
pub use error::ProviderError;
pub use handover::Handover;
pub use progress::Progress;
pub use reconcile::{Reconciled, RejectedRow, reconcile, reconciled};
pub use records::{CloseError, close_records};
pub use round::Round;
pub use settle::Settled;
