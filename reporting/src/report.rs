//! Reports: from a workbook to *submitted*.

mod error;
mod find;
mod invalid;
mod job;
mod outcome;
mod parts;
mod progress;
mod run;
mod settings;
mod store;
mod workbook;

pub use error::{Happened, ReportError, ReportErrorKind};
pub use outcome::{InvalidReport, NotSubmitted, ReportOutcome, RowError};
pub use parts::{PartOutcome, report_all};
pub use progress::{BoxError, Progress, ProgressStep, ProgressStore, UploadedWorkbook};
pub use settings::Report;
pub use store::{ProgressFile, ProgressFolder, StoreError};
pub use workbook::{Fingerprint, ReportWorkbook};
