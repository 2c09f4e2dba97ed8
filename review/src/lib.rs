//! What a maintainer looks at before a contract of CloudBlue Connect changes.
//!
//! - [`diff`] compares two contracts: what changed on the wire and for Rust callers;
//! - [`lint()`] finds defects in a document, and proposes the overlay actions that fix them; [`draft()`] and [`pins()`] write
//!   overlays for a slice;
//! - [`Guide`] maps Rust items to the document and back;
//! - [`inventory()`] lists which item of the document became which Rust item.
//!
//! All of them work on the lowered form of a document, [`connect_codegen::ir`].

pub mod diff;

mod expand;
mod explain;
mod inventory;
mod known_values;
mod lint;
mod surface;
mod words;

pub use expand::expanded_file;
pub use explain::{Explanation, Guide, Item, Kind, Line, Neighbour, Part, Touch};
pub use inventory::inventory;
pub use lint::{Action, Finding, draft, lint, overlay as overlay_of, pins};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
