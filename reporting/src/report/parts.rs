//! Several reports that belong together.

use std::collections::BTreeSet;

use connect_usage::Client;

use super::error::{Happened, ReportError, ReportErrorKind};
use super::outcome::ReportOutcome;
use super::progress::ProgressStore;
use super::settings::Report;
use super::workbook::ReportWorkbook;

/// What became of one of several reports.
#[derive(Debug)]
#[non_exhaustive]
pub struct PartOutcome {
    /// The external id of the report.
    pub external_id: String,
    /// What became of it. `Ok` does not mean that the rows were reported:
    /// [`into_submitted`](ReportOutcome::into_submitted) does.
    pub result: Result<ReportOutcome, ReportError>,
}

/// Runs several reports, one after another. One that fails does not stop the others.
///
/// A [`UsageWriter`](crate::UsageWriter) that needed several workbooks gets a report for each by
/// [`Report::numbered`], and each currency needs a report of its own, by [`Report::part`]:
///
/// ```
/// use std::collections::BTreeMap;
///
/// use connect_fake::{Platform, Side};
/// use connect_reporting::{Report, ReportWorkbook, blocking};
///
/// let platform = Platform::in_memory();
/// let client = platform.blocking_client(Side::Vendor)?;
/// let january = Report::new("2029-01", "PRD-000-000-001", "CRD-00000-00000-00001");
///
/// let euros = ["PK\x03\x04 first", "PK\x03\x04 second"].map(ReportWorkbook::bytes);
/// let dollars = ReportWorkbook::bytes("PK\x03\x04 third");
/// let mut parts = january.part("EUR").currency("EUR").numbered(euros);
/// parts.push((january.part("USD").currency("USD"), dollars));
///
/// let outcomes = blocking::report_all(&client, parts, &mut BTreeMap::new())?;
/// let ids: Vec<_> = outcomes.iter().map(|it| it.external_id.as_str()).collect();
/// assert_eq!(ids, ["2029-01-EUR", "2029-01-EUR-part2", "2029-01-USD"]);
/// for it in outcomes {
///     it.result?.into_submitted()?; // an error if other rows were reported before
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The same rows must come in the same order in each run, so that a workbook gets the number that it had before. If a run has
/// fewer workbooks than an earlier one, the reports beyond them stay as they are: look whether they have to be deleted.
///
/// A report whose external id one before it has is not run: its error is
/// [`RepeatedPart`](ReportErrorKind::RepeatedPart).
pub async fn report_all<W: Into<ReportWorkbook>>(
    client: &Client,
    parts: impl IntoIterator<Item = (Report, W)>,
    store: &mut dyn ProgressStore,
) -> Vec<PartOutcome> {
    let mut external_ids = BTreeSet::new();
    let mut outcomes = Vec::new();
    for (report, workbook) in parts {
        let external_id = report.external_id().to_owned();
        let result = match external_ids.insert(external_id.clone()) {
            true => report.run(client, workbook, store).await,
            false => {
                let repeated = ReportErrorKind::RepeatedPart.into();
                Err(ReportError::new(&external_id, Happened::Nothing, repeated))
            }
        };
        outcomes.push(PartOutcome {
            external_id,
            result,
        });
    }
    outcomes
}
