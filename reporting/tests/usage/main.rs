//! Workbooks with usage: what is refused, what the platform reads, and what is left on disk.
#![allow(missing_docs)]

mod broken;
mod cells;
mod files;
mod platform;
mod support;
