//! What became of a report.

use std::fmt;
use std::path::Path;

use connect_usage::Bytes;
use connect_usage::models::UsageFileStatus;

use super::store::{self, StoreError};
use crate::returned::ReadError;

/// What became of a report. Each of these is an end: another run with the same workbook changes nothing, except that it
/// submits a report that is [`Ready`](Self::Ready) if it is to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ReportOutcome {
    /// This run has submitted the report.
    Submitted {
        /// The id of the report.
        report: String,
        /// The status after that: `pending`, or what a rule of the provider's has made of it.
        status: UsageFileStatus,
    },
    /// The report is ready, and [`Report::submit`](crate::Report::submit) says to stop here.
    Ready {
        /// The id of the report.
        report: String,
    },
    /// The report was submitted before. This run has changed nothing.
    AlreadyReported {
        /// The id of the report.
        report: String,
        /// Its status: `pending`, `accepted` or `closed`.
        status: UsageFileStatus,
        /// Whether the workbook that was reported is this one. `None` if no progress tells.
        same_workbook: Option<bool>,
    },
    /// The platform has found errors in the workbook. A corrected one is uploaded to the same report by the next run.
    Invalid(InvalidReport),
    /// The provider has rejected the report. A changed workbook is uploaded to the same report by the next run, or this one
    /// again with [`Report::replace_rejected`](crate::Report::replace_rejected).
    Rejected {
        /// The id of the report.
        report: String,
        /// Why, in the words of the provider, if it gave a reason.
        reason: Option<String>,
        /// Whether the workbook that was rejected is this one. `None` if no progress tells.
        same_workbook: Option<bool>,
    },
}

impl ReportOutcome {
    /// The id of the report, `UF-…`.
    pub fn report(&self) -> &str {
        match self {
            Self::Submitted { report, .. }
            | Self::Ready { report }
            | Self::AlreadyReported { report, .. }
            | Self::Rejected { report, .. } => report,
            Self::Invalid(invalid) => &invalid.report,
        }
    }

    /// Whether the report was submitted, by this run or before, and not rejected.
    pub fn is_submitted(&self) -> bool {
        match self {
            Self::Submitted { .. } | Self::AlreadyReported { .. } => true,
            Self::Ready { .. } | Self::Invalid(_) | Self::Rejected { .. } => false,
        }
    }
}

/// A report whose workbook has errors, and what the platform tells about them.
#[derive(Clone)]
#[non_exhaustive]
pub struct InvalidReport {
    /// The id of the report.
    pub report: String,
    /// What the platform says about the workbook as a whole.
    pub detail: Option<String>,
    /// The errors of rows, from the processed file. If that names none, they are those of the invalid records, at most 1000,
    /// which are not in the order of the rows. It is empty if neither tells anything, for example if the workbook cannot be
    /// read.
    pub rows: Vec<RowError>,
    /// The content of the processed file, if there is one.
    pub processed: Option<Bytes>,
    /// Why the processed file could not be read, if it could not.
    pub unreadable: Option<ReadError>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The row as spreadsheet programs count it: 1 is the header. `None` if only the record is known.
    pub row: Option<u32>,
    /// The vendor's id of the record, from the column `record_id`.
    pub record_id: Option<String>,
    /// The platform's id of the record, `UR-…`, if the error comes from the record.
    pub record: Option<String>,
    /// The name of the column, if a cell is wrong.
    pub column: Option<String>,
    /// The codes of the errors, as the platform writes them, if the error comes from the record.
    pub codes: Option<String>,
    /// What is wrong, in the words of the platform.
    pub message: String,
}

impl InvalidReport {
    /// Saves the processed file, and returns whether there is one. The file is complete, or as it was before.
    ///
    /// # Errors
    /// If the file cannot be written. This value still has the content.
    pub fn save_processed(&self, path: impl AsRef<Path>) -> Result<bool, StoreError> {
        match &self.processed {
            Some(content) => store::write(path.as_ref(), content).map(|()| true),
            None => Ok(false),
        }
    }
}

/// The length of the processed file, not its content.
impl fmt::Debug for InvalidReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidReport")
            .field("report", &self.report)
            .field("detail", &self.detail)
            .field("rows", &self.rows)
            .field("processed", &self.processed.as_ref().map(Bytes::len))
            .field("unreadable", &self.unreadable)
            .finish()
    }
}
