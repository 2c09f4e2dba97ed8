//! Making the reports of a table.

use std::fmt;

use connect_usage::files::filter::{CREATED_AT, EXTERNAL_ID, STATUS};
use connect_usage::models::{NewPeriod, NewUsageFile, UsageFileStatus};
use connect_usage::{Client, Error, Upload, files};

use crate::table::Row;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// The report with this id was submitted.
    Now(String),
    /// The report with this id had been submitted before. Nothing was changed.
    Before(String),
}

/// Why a row was not reported.
#[derive(Debug)]
pub enum Failure {
    /// The platform found errors in the workbook.
    Workbook {
        /// The id of the report.
        report: String,
        /// What the platform says about them.
        detail: String,
    },
    /// The provider has rejected the report with this id. A person has to decide what to do.
    Rejected(String),
    /// A call failed.
    Call(Error),
}

/// Reports each row, one after another. A row that fails does not stop the others.
pub async fn report_all<'a>(
    client: &Client,
    rows: &'a [Row],
) -> Vec<(&'a Row, Result<Reported, Failure>)> {
    let mut results = Vec::new();
    for row in rows {
        results.push((row, report(client, row).await));
    }
    results
}

/// Continues the report of a row from the status that it has.
async fn report(client: &Client, row: &Row) -> Result<Reported, Failure> {
    let (id, status) = find_or_create(client, row).await?;
    match status {
        UsageFileStatus::Pending | UsageFileStatus::Accepted | UsageFileStatus::Closed => {
            return Ok(Reported::Before(id));
        }
        UsageFileStatus::Rejected => return Err(Failure::Rejected(id)),
        UsageFileStatus::Draft | UsageFileStatus::Invalid => {
            client
                .send(files::upload(&id, Upload::path(&row.workbook)))
                .await?;
        }
        // The workbook is there. The wait below ends at once if it has been processed.
        _ => {}
    }
    let ready = client.wait(files::get(&id)).until(UsageFileStatus::Ready);
    match ready.await {
        Ok(_) => {}
        Err(error) => return Err(Failure::of_wait(id, error)),
    }
    client.send(files::submit(&id)).await?;
    Ok(Reported::Now(id))
}

/// Looks for the report of a row by its external id, and creates it only if there is none.
async fn find_or_create(client: &Client, row: &Row) -> Result<(String, UsageFileStatus), Error> {
    let external_id = row.external_id();
    let ours = EXTERNAL_ID.eq(&external_id) & STATUS.ne(UsageFileStatus::Deleted);
    let ours = files::list().filter(ours).order_by([CREATED_AT.desc()]);
    if let Some(found) = client.first(ours).await?
        && let Some(status) = found.status
    {
        return Ok((found.id, status));
    }
    let new = NewUsageFile::new(&row.product, &row.contract)
        .name(format!("Usage of {}", row.day))
        .external_id(external_id)
        .period(NewPeriod::days(row.day, row.day)?);
    let created = client.send(files::create(new)).await?;
    Ok((created.id, UsageFileStatus::Draft))
}

impl Failure {
    /// The failure of a wait. If the report has become invalid, the workbook has errors.
    fn of_wait(report: String, error: Error) -> Self {
        match error.wait_error() {
            Some(wait) if wait.status.as_deref() == Some("invalid") => Self::Workbook {
                report,
                detail: wait.detail.clone().unwrap_or_default(),
            },
            _ => Self::Call(error),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now(id) => write!(f, "submitted as {id}"),
            Self::Before(id) => write!(f, "submitted before, as {id}"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workbook { report, detail } => {
                write!(f, "the workbook of {report} has errors: {detail}")
            }
            Self::Rejected(id) => write!(f, "the provider has rejected {id}"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Workbook { .. } | Self::Rejected(_) => None,
        }
    }
}
