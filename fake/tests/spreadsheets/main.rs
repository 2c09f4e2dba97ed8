//! Uploads that are read as workbooks, and workbooks that the platform returns.
#![allow(missing_docs)]

mod bills;
#[cfg(feature = "directory")]
mod directory;
mod hostile;
mod returned;
mod rows;
#[path = "../platform/support.rs"]
mod support;
mod usage;
mod workbook;
