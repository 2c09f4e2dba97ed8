//! Reports, with the blocking client.

use connect_usage::blocking::Client;

use crate::{
    InvalidReport, PartOutcome, ProgressStore, Report, ReportError, ReportOutcome, ReportWorkbook,
};

/// Runs a report, as [`Report::run`] does.
///
/// ```
/// use connect_fake::{Platform, Side};
/// use connect_reporting::{ProgressFolder, Report, ReportWorkbook, blocking};
///
/// # let temporary = tempfile::tempdir()?;
/// # let folder = temporary.path().join("progress");
/// let platform = Platform::in_memory();
/// let client = platform.blocking_client(Side::Vendor)?;
/// let report = Report::new("2029-01", "PRD-000-000-001", "CRD-00000-00000-00001");
/// let workbook = ReportWorkbook::bytes("PK\x03\x04 rows");
/// let outcome = blocking::report(&client, &report, &workbook, &mut ProgressFolder::new(folder))?;
/// assert!(outcome.is_submitted());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As for [`Report::run`].
pub fn report(
    client: &Client,
    report: &Report,
    workbook: impl Into<ReportWorkbook>,
    store: &mut dyn ProgressStore,
) -> Result<ReportOutcome, ReportError> {
    client.run(async |client| report.run(client, workbook, store).await)
}

/// Runs several reports, as [`report_all`](crate::report_all) does.
///
/// # Errors
/// If the client cannot run them at all: its transport broke its contract. What became of each report is in its outcome.
pub fn report_all<W: Into<ReportWorkbook>>(
    client: &Client,
    parts: impl IntoIterator<Item = (Report, W)>,
    store: &mut dyn ProgressStore,
) -> Result<Vec<PartOutcome>, ReportError> {
    client.run(async |client| Ok(crate::report_all(client, parts, store).await))
}

/// Reads what the platform says about the workbook of a report, as [`InvalidReport::read`] does.
///
/// # Errors
/// As for it.
pub fn invalid_report(client: &Client, report: &str) -> Result<InvalidReport, ReportError> {
    client.run(async |client| InvalidReport::read(client, report).await)
}
