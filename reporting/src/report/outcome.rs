//! What became of a report.

use std::fmt;
use std::path::Path;

use connect_usage::Bytes;
use connect_usage::models::UsageFileStatus;

use super::store::{self, StoreError};
use crate::returned::ReadError;
use crate::usage::text::{printable, short};

/// How many errors are printed.
const PRINTED: usize = 20;

/// How many characters of a message are printed.
const MESSAGE: usize = 400;

/// What became of a report. Each of these is an end: another run with the same workbook changes nothing, except that it
/// submits a report that is [`Ready`](Self::Ready) if it is to.
///
/// That a run ended does not mean that these rows were reported: the workbook can be invalid, or another one was reported
/// before. [`into_submitted`](Self::into_submitted) makes an error of each of these.
#[derive(Debug, Clone)]
#[must_use = "the rows may not be reported: `into_submitted` makes an error of that"]
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
        /// Whether the workbook that was reported is this one. `None` if no progress is known.
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
        /// Whether the workbook that was rejected is this one. `None` if no progress is known.
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

    /// This outcome, if the report was submitted with this workbook, by this run or before; an error otherwise, for programs
    /// that continue only with it.
    ///
    /// # Errors
    /// If the report is ready, invalid or rejected, or is known to have been submitted with another workbook.
    pub fn into_submitted(self) -> Result<Self, NotSubmitted> {
        match &self {
            Self::Submitted { .. } => Ok(self),
            Self::AlreadyReported { same_workbook, .. } if *same_workbook != Some(false) => {
                Ok(self)
            }
            _ => Err(NotSubmitted(Box::new(self))),
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

/// What became of it, on one line; of an invalid workbook also its first errors, one a line.
impl fmt::Display for ReportOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Submitted { report, status } => write!(f, "{report} was submitted: {status}"),
            Self::Ready { report } => write!(f, "{report} is ready, and was not submitted"),
            Self::AlreadyReported {
                report,
                status,
                same_workbook,
            } => {
                write!(f, "{report} was submitted before: {status}")?;
                match same_workbook {
                    Some(false) => f.write_str("; it was reported with another workbook"),
                    Some(true) | None => Ok(()),
                }
            }
            Self::Invalid(invalid) => invalid.fmt(f),
            Self::Rejected { report, reason, .. } => {
                write!(f, "the provider has rejected {report}")?;
                let reason = reason.as_deref().map(|it| printable(it, MESSAGE));
                reason.map_or(Ok(()), |it| write!(f, ": {it}"))
            }
        }
    }
}

/// A report that was not submitted, or with another workbook: [`ReportOutcome::into_submitted`].
#[derive(Debug, Clone)]
pub struct NotSubmitted(pub Box<ReportOutcome>);

impl fmt::Display for NotSubmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotSubmitted {}

/// A report whose workbook has errors, and what the platform says about them.
#[derive(Clone)]
#[non_exhaustive]
pub struct InvalidReport {
    /// The id of the report.
    pub report: String,
    /// What the platform says about the workbook as a whole.
    pub detail: Option<String>,
    /// The errors of rows, from the processed file. If that names none, they are those of the invalid records,
    /// which are not in the order of the rows. It is empty if neither has any, for example if the workbook cannot be
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

impl RowError {
    /// What is wrong: the message, or the codes of the errors if there is none.
    pub fn text(&self) -> &str {
        let texts = [Some(self.message.as_str()), self.codes.as_deref()];
        let mut given = texts.into_iter().flatten().filter(|it| !it.is_empty());
        given
            .next()
            .unwrap_or("invalid, for a reason that the platform does not name")
    }
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

/// The report, what is wrong with its workbook as a whole, and its first errors.
impl fmt::Display for InvalidReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is invalid", self.report)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {}", printable(detail, MESSAGE))?;
        }
        for row in self.rows.iter().take(PRINTED) {
            write!(f, "\n  {row}")?;
        }
        match self.rows.len().checked_sub(PRINTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n  and {more} more errors"),
        }
    }
}

/// Such as `row 7, quantity: expected a number`.
impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, &self.record) {
            (Some(row), _) => write!(f, "row {row}")?,
            (None, Some(record)) => write!(f, "record {}", short(record))?,
            (None, None) => f.write_str("a row")?,
        }
        if let Some(column) = &self.column {
            write!(f, ", {}", short(column))?;
        }
        write!(f, ": {}", printable(self.text(), MESSAGE))
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
