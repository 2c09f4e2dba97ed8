//! A stateful fake of CloudBlue Connect's platform, for tests of programs that use `connect-usage` or any other client
//! of the Usage API.
//!
//! A [`Platform`] keeps reports, chunks, records and reconciliations, makes the transitions of their statuses as the
//! platform does, and handles all operations of the Usage API: for the vendor's key and for the provider's, with the
//! errors, the pages and the oddities of real responses. Its presigned URLs lead to a storage on another host, which
//! refuses requests that have a key. Its behaviour depends only on the requests: it has its own clock, and no randomness.
//!
//! It exists [in memory](Platform::in_memory), as a transport of both clients, and [on loopback](Platform::start), as a
//! server for any client:
//!
//! ```
//! use connect_fake::{FileSeed, FileStatus, Platform, Side};
//! use connect_usage::files;
//!
//! let platform = Platform::in_memory();
//! let id = platform.add_file(FileSeed::new().status(FileStatus::Ready).name("January"));
//!
//! let vendor = platform.blocking_client(Side::Vendor)?;
//! vendor.send(files::submit(&id))?;
//!
//! assert_eq!(platform.status(&id), Some("pending"));
//! assert_eq!(platform.journal()[0].operation, "files::submit");
//! # Ok::<(), connect_usage::Error>(())
//! ```
//!
//! With the feature `directory` it also has what reports are about, such as assets and products: the README shows how a test
//! adds them.
//!
//! What a test needs beside it has modules of its own: [`memory`] and [`server`] have hosts for any handler, [`reply`]
//! describes what a handler responds with, and [`faults`] are put in front of a handler or of a platform.

// What needs a feature is labelled with it.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
pub mod faults;
pub mod memory;
mod platform;
mod random;
pub mod reply;
mod request;
pub mod server;

pub use platform::{
    ANY, Builder, ChunkSeed, ChunkStatus, ContentRange, Decision, Drift, DriftKind, Entry,
    FileSeed, FileStatus, On, Platform, ReadUsage, ReconciliationStatus, RecordSeed, RecordStatus,
    Side, Step, Uploaded,
};
#[cfg(feature = "directory")]
pub use platform::{
    AccountBuilder, AssetBuilder, ContractBuilder, Counts, HubBuilder, ItemSeed, ListingBuilder,
    MarketplaceBuilder, ParameterSeed, ProductBuilder, Seeded, StatusError, TierAccountBuilder,
};
#[cfg(feature = "spreadsheets")]
pub use platform::{Catalog, Known};
pub use reply::Reply;
pub use request::Received;

/// The examples of the README are tested with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
