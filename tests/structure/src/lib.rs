//! Checks of the shape of the source: what the compiler accepts, but what makes a program hard to read.
//!
//! - [`circles`]: files that import each other in a circle;
//! - [`stages`]: stages of a pipeline that import a later one;
//! - [`layers`]: packages that depend on one that they may not depend on;
//! - [`sizes`]: files and functions that are too long.
//!
//! Each check reads a [`Tree`] of source texts, which may be planted by a test, and returns findings. [`known`] compares
//! them with a list of exceptions. The tables for this workspace stand in `tests/workspace.rs`.

pub mod circles;
pub mod imports;
pub mod known;
pub mod layers;
mod mentions;
mod modules;
mod resolve;
pub mod sizes;
pub mod stages;
mod tree;
mod uses;

pub use imports::{Imports, imports};
pub use tree::Tree;

/// A violation of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Names the violation in a list of exceptions, independent of lines and sizes.
    pub key: String,
    /// What is wrong, where.
    pub message: String,
}
