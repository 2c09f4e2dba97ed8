//! Workbooks that come back: those of the platform, those that differ from them, and hostile ones.
#![allow(missing_docs)]

mod hostile;
mod lenient;
mod platform;
mod support;
mod usage_sheet;
