//! The examples: whole programs, to begin with.
//!
//! Each is one command, such as `cargo run --example report`, in a clone of the repository or in the folder of the
//! published package. They need neither a key nor a network: they run with a fake of the platform in memory, the package
//! `connect-fake`, which also [tests programs](https://docs.rs/connect-fake). For the real platform, a client is made by
//! [`Client::from_env`](crate::Client::from_env).

/// A vendor's report: create, upload with a progress bar, wait, submit.
#[doc = concat!("```\n", include_str!("../examples/report/main.rs"), "```")]
pub mod report {}

/// A distributor's round over the chunks that are ready: download, record the number of the invoice, close.
#[doc = concat!("```\n", include_str!("../examples/distributor/main.rs"), "```")]
pub mod distributor {}

/// A provider's reconciliation: bill records by a spreadsheet, and wait until it is processed.
#[doc = concat!("```\n", include_str!("../examples/reconciliation/main.rs"), "```")]
pub mod reconciliation {}

/// An export of the records that match a typed filter, as CSV.
#[doc = concat!("```\n", include_str!("../examples/export/main.rs"), "```")]
pub mod export {}

/// The life of a report from the draft to the bill, for both accounts, with a call that the API refuses on the way.
#[doc = concat!("```\n", include_str!("../examples/walkthrough/main.rs"), "```")]
pub mod walkthrough {}
