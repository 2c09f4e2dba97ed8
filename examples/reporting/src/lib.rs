//! Reports usage to the platform, once per day.
//!
//! A table says what is to be reported, and names a workbook for each report ([`table`]). [`report_all`] makes the
//! reports, and can be run again at any time: each report has an external id that follows from its day, its product
//! and its contract, so one that exists already is continued, not created a second time. [`overview`] shows what
//! became of the reports of a day.
//!
//! `cargo test` in this folder needs neither a key nor a network: the tests use `connect-fake` in place of the platform.

pub mod overview;
mod report;
pub mod table;

pub use report::{Failure, Reported, report_all};
