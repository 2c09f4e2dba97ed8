//! What the platform says about a workbook with errors.

use std::collections::BTreeMap;

use connect_usage::models::{UsageFile, UsageRecord, UsageRecordStatus};
use connect_usage::records::filter::{CREATED_TIME, STATUS, USAGEFILE_ID};
use connect_usage::{Bytes, Client, Error, ErrorKind, OpenEnum, files, records};

use super::error::{Failure, ReportError, ReportErrorKind};
use super::outcome::{InvalidReport, RowError};
use crate::returned::{Processed, ReadError};

impl InvalidReport {
    /// Reads what the platform says about the workbook of a report, `UF-…`: what [`Report::run`](crate::Report::run)
    /// returns for one that is invalid. It changes nothing. Of a report whose workbook is in order, there are no rows.
    ///
    /// ```
    /// use connect_reporting::InvalidReport;
    ///
    /// # async fn example(client: &connect_usage::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let invalid = InvalidReport::read(client, "UF-2029-01-0001-0001").await?;
    /// for error in &invalid.rows {
    ///     println!("{error}");
    /// }
    /// invalid.save_processed("marked.xlsx")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If a request fails, or the processed file cannot be downloaded. One that was downloaded, but cannot be read, is not
    /// an error, but [`unreadable`](Self::unreadable).
    pub async fn read(client: &Client, report: &str) -> Result<Self, ReportError> {
        errors(client, report).await.map_err(ReportError::reading)
    }
}

/// Reads what is wrong with the workbook of a report.
pub(super) async fn errors(client: &Client, id: &str) -> Result<InvalidReport, Failure> {
    let (detail, processed) = download(client, id).await?;
    let mut invalid = InvalidReport {
        report: id.to_owned(),
        detail: detail.error_detail.filter(|it| !it.is_empty()),
        rows: Vec::new(),
        processed,
        unreadable: None,
    };
    match invalid.processed.as_deref().map(of_rows).transpose() {
        Ok(rows) => invalid.rows = rows.unwrap_or_default(),
        Err(error) => invalid.unreadable = Some(error),
    }
    if invalid.rows.is_empty() {
        invalid.rows = of_records(client, id).await?;
    }
    Ok(invalid)
}

/// Downloads the processed file, if there is one. Its presigned URL is valid for a short time, so it is read right before
/// each attempt.
async fn download(client: &Client, id: &str) -> Result<(UsageFile, Option<Bytes>), Failure> {
    let mut is_retry = false;
    loop {
        let detail = client.send(files::get(id)).await?;
        let Some(url) = &detail.processed_file_uri else {
            return Ok((detail, None));
        };
        match client.download(url).bytes().await {
            Ok(content) => return Ok((detail, Some(content.bytes))),
            Err(error) if is_refused(&error) && !is_retry => is_retry = true,
            Err(error) if is_refused(&error) => {
                return Err(Failure::with(ReportErrorKind::ExpiredUrl, error));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether a storage has refused a presigned URL. Which status it does so with differs.
fn is_refused(error: &Error) -> bool {
    let status = error.status().map(|it| it.as_u16());
    error.kind() == ErrorKind::Api && matches!(status, Some(400 | 401 | 403 | 404 | 410))
}

/// The errors in a processed file.
fn of_rows(content: &[u8]) -> Result<Vec<RowError>, ReadError> {
    let processed = Processed::read(content)?;
    let mut ids = BTreeMap::new();
    for row in processed.rows().filter(|it| !it.comments().is_empty()) {
        // A cell that holds something else is an error of the row, which has a comment about it.
        if let Ok(Some(id)) = row.text("record_id") {
            ids.insert(row.number(), id.into_owned());
        }
    }
    let errors = processed.comments().iter().map(|comment| RowError {
        row: Some(comment.row),
        record_id: ids.get(&comment.row).cloned(),
        record: None,
        column: Some(comment.column.clone()),
        codes: None,
        message: comment.text.clone(),
    });
    Ok(errors.collect())
}

/// The errors of the invalid records.
async fn of_records(client: &Client, id: &str) -> Result<Vec<RowError>, Failure> {
    let invalid = USAGEFILE_ID.eq(id) & STATUS.eq(UsageRecordStatus::Invalid);
    let list = records::list()
        .filter(invalid)
        .order_by([CREATED_TIME.asc()]);
    let mut rows = client.stream(list);
    let mut errors = Vec::new();
    while let Some(record) = rows.try_next().await? {
        // A platform that does not know a filter returns other records, too.
        if is_invalid_in(id, &record) {
            errors.push(RowError {
                row: None,
                record_id: None,
                record: Some(record.id),
                column: None,
                codes: record.error_codes,
                message: record.error_details.unwrap_or_default(),
            });
        }
    }
    Ok(errors)
}

fn is_invalid_in(id: &str, record: &UsageRecord) -> bool {
    let status = record
        .status
        .as_ref()
        .and_then(OpenEnum::known_ignoring_case);
    let report = record.usagefile.as_ref().and_then(|it| it.id.as_deref());
    status == Some(UsageRecordStatus::Invalid) && report == Some(id)
}
