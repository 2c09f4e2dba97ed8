//! The functions that call the API, for the blocking client.

mod report;

pub use report::{report, report_all};
