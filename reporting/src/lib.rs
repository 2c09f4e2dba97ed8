//! The jobs around CloudBlue Connect's Usage API: spreadsheets, the vendor's reporting day, the provider's round.
//!
//! [`UsageWorkbook`] writes the workbook that a vendor uploads to a report. Every row is checked while it is added, and all
//! broken rows are reported together, so that the platform does not have to find them.
//!
//! [`Processed`], [`Chunk`] and [`Reconciliation`] read what comes back: rows by the names of their columns, and what the
//! platform found wrong with them. A [`Chunk`] is filled in with bills, and becomes a reconciliation.
//!
//! [`Report`] takes a workbook from the first call to *submitted*, and continues where an earlier run ended.
//!
//! [`day`] has what a vendor's reporting day needs, as functions that can be used alone: the period in its time zone, the
//! assets, the ids of records.
//!
//! [`provider`] has the provider's round over the chunks of its hub.
//!
//! Spreadsheets are read and written by code that blocks and uses the processor: in an async runtime it belongs on a thread
//! for blocking work.

pub mod blocking;
pub mod day;
mod disk;
mod inline;
mod listing;
pub mod provider;
mod report;
mod returned;
mod usage;

pub use report::{
    BoxError, Fingerprint, Happened, InvalidReport, NotSubmitted, PartOutcome, Progress,
    ProgressFile, ProgressFolder, ProgressStep, ProgressStore, Report, ReportError,
    ReportErrorKind, ReportOutcome, ReportWorkbook, RowError, StoreError, UploadedWorkbook,
    report_all,
};

pub use returned::{
    BillError, CellComment, CellValue, Chunk, ChunkRecord, General, Limits, Processed, ReadError,
    ReadErrorKind, Reconciliation, Row, UsageSheet, Warning,
};
pub use usage::{
    AssetBy, BrokenRows, Category, ItemBy, ItemDetails, Problem, ProblemKind, RowsOutside,
    UsageChecker, UsageRow, UsageWorkbook, UsageWriter, WriteError, WrittenWorkbook,
};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
