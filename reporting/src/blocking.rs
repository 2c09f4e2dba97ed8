//! The functions of this crate for the blocking client. Their names and results are those of the asynchronous ones.

pub mod day;
pub mod provider;
mod report;

pub use report::{invalid_report, report, report_all};
