//! The entrance: runs a report.

use connect_usage::Client;

use super::error::ReportError;
use super::job;
use super::outcome::ReportOutcome;
use super::progress::ProgressStore;
use super::settings::Report;
use super::workbook::ReportWorkbook;

impl Report {
    /// Takes the report from where it is as far as it goes: finds it by its external id or creates it, uploads the workbook,
    /// waits until the platform has processed it, and submits it.
    ///
    /// It can be run again at any time: after an error, after the program was killed, and by mistake. The platform's state
    /// decides what is done, so that the report is made once:
    ///
    /// | status | what a run does |
    /// |---|---|
    /// | none, or deleted | creates the report, and uploads the workbook |
    /// | `draft` | uploads the workbook |
    /// | `uploading`, `processing` | waits; then uploads the workbook, unless it is the one that was uploaded |
    /// | `ready`, `uploaded` | submits the report if it has this workbook; uploads it otherwise |
    /// | `invalid` | returns the errors if they are those of this workbook; uploads it otherwise |
    /// | `rejected` | returns the reason; uploads the workbook if it is another one |
    /// | `pending`, `accepted`, `closed` | nothing: it was reported |
    ///
    /// Which workbook was uploaded is known from the [`Progress`](crate::Progress), which is saved in `store` after each step.
    /// It can be lost or older than the truth: the workbook is then uploaded again, to the same report. With `&mut ()` nothing
    /// is stored.
    ///
    /// The id of a report is stored right after its creation. A run that is killed before that leaves a report without a
    /// workbook, which the next run finds in the list. Only if the list lags behind at that moment does it create another
    /// one. Nothing is billed twice then, since the first one stays a draft without usage; as soon as both are listed, a
    /// run fails with [`Duplicate`](crate::ReportErrorKind::Duplicate), which names them, until one is deleted.
    ///
    /// The workbook is whatever [`ReportWorkbook`] can be made of: a [`WrittenWorkbook`](crate::WrittenWorkbook), a path, or bytes.
    ///
    /// Two programs must not run the same report at the same time: both may find none, and create one.
    ///
    /// The task that awaits this reads the workbook for its fingerprint, and the processed file, which uses the processor. Let
    /// large workbooks be reported by the [blocking counterpart](crate::blocking::report) on a thread for blocking work.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use connect_fake::{Platform, Side};
    /// use connect_reporting::{Report, ReportOutcome, ReportWorkbook};
    /// use connect_usage::models::NewPeriod;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let platform = Platform::in_memory(); // `Client::from_env()` is a client of the real one
    /// let client = platform.client(Side::Vendor)?;
    ///
    /// let report = Report::new("2029-01", "PRD-000-000-001", "CRD-00000-00000-00001")
    ///     .name("January")
    ///     .period(NewPeriod::days("2029-01-01", "2029-01-31")?);
    /// let workbook = ReportWorkbook::bytes("PK\x03\x04 rows"); // or what a `UsageWriter` returns, or a path
    /// let mut progress = BTreeMap::new(); // or a `ProgressFile`
    ///
    /// match report.run(&client, &workbook, &mut progress).await? {
    ///     ReportOutcome::Invalid(invalid) => {
    ///         for error in &invalid.rows {
    ///             println!("row {:?}, {:?}: {}", error.row, error.column, error.message);
    ///         }
    ///         invalid.save_processed("january-errors.xlsx")?;
    ///     }
    ///     outcome => println!("{}: {outcome:?}", outcome.report()),
    /// }
    /// let again = report.run(&client, &workbook, &mut progress).await?;
    /// assert!(matches!(again, ReportOutcome::AlreadyReported { same_workbook: Some(true), .. }));
    /// assert_eq!(platform.files().len(), 1);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(example())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ReportError`] says what is known to have happened, what failed, and what to do. Errors in the workbook and a rejection
    /// are not such errors, but a [`ReportOutcome`].
    pub async fn run(
        &self,
        client: &Client,
        workbook: impl Into<ReportWorkbook>,
        store: &mut dyn ProgressStore,
    ) -> Result<ReportOutcome, ReportError> {
        job::run(client, self, &workbook.into(), store).await
    }
}
