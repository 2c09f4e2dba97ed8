//! Reconciliations: the workbook of a chunk with bills, and what the platform made of it.

use std::collections::BTreeMap;
use std::fmt;

use connect_usage::models::{self, NewReconciliation, ReconciliationStatus};
use connect_usage::reconciliations::{self, filter};
use connect_usage::{Client, OpenEnum};

use super::error::ProviderError;
use crate::listing;
use crate::returned::{Chunk, Reconciliation};
use crate::usage::text::short;

/// A reconciliation that the platform has processed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconciled {
    /// The id, `RCF-…`.
    pub id: String,
    /// The number of rows in the processed file.
    pub rows: usize,
    /// What is wrong with rows, in their order. The others are closed if they had a bill.
    pub rejected: Vec<RejectedRow>,
}

/// A row of a reconciliation that the platform rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedRow {
    /// The row as spreadsheet programs count it.
    pub row: u32,
    /// The vendor's id of the record, if the row has one.
    pub record_id: Option<String>,
    /// The name of the column.
    pub column: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Reconciled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rejected = self.rejected.len();
        write!(f, "{}: {rejected} rows rejected", short(&self.id))?;
        for it in self.rejected.iter().take(100) {
            write!(f, "\nrow {}", it.row)?;
            if let Some(id) = &it.record_id {
                write!(f, " (record `{}`)", short(id))?;
            }
            let (column, message) = (short(&it.column), short(&it.message));
            write!(f, ", column `{column}`: {message}")?;
        }
        match rejected.checked_sub(100) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\nand {more} more rows"),
        }
    }
}

/// Uploads a workbook with bills as a reconciliation, waits until it is processed, and reads what became of its rows.
///
/// A note is shown beside the reconciliation; [`Round`](super::Round) finds its own reconciliations by it.
///
/// # Errors
/// If a request fails, the platform cannot process the workbook (an error of the kind
/// [`Waiting`](connect_usage::ErrorKind::Waiting)), or a workbook cannot be read. Rows that the platform rejects are not
/// errors: the result has them.
pub async fn reconcile(
    client: &Client,
    workbook: &Chunk,
    note: Option<&str>,
) -> Result<Reconciled, ProviderError> {
    let id = upload(client, workbook, note).await?;
    reconciled(client, &id).await
}

/// Waits until a reconciliation is processed, and reads what became of its rows.
///
/// # Errors
/// As for [`reconcile`].
pub async fn reconciled(client: &Client, id: &str) -> Result<Reconciled, ProviderError> {
    let wait = client.wait(reconciliations::get(id));
    wait.until(ReconciliationStatus::Processed).await?;
    let download = client.download(reconciliations::processed_file(id));
    let file = Reconciliation::read(&download.bytes().await?.bytes)?;
    let ids: BTreeMap<_, _> = file
        .rows()
        .map(|it| (it.number(), it.text("record_id").ok().flatten()))
        .collect();
    let rejected = file.comments().iter().map(|it| RejectedRow {
        row: it.row,
        record_id: ids.get(&it.row).cloned().flatten().map(Into::into),
        column: it.column.clone(),
        message: it.text.clone(),
    });
    Ok(Reconciled {
        id: id.to_owned(),
        rows: ids.len(),
        rejected: rejected.collect(),
    })
}

/// Creates a reconciliation, and returns its id.
pub(super) async fn upload(
    client: &Client,
    workbook: &Chunk,
    note: Option<&str>,
) -> Result<String, ProviderError> {
    let mut reconciliation = NewReconciliation::new(workbook.upload()?);
    if let Some(note) = note {
        reconciliation = reconciliation.upload_note(note);
    }
    Ok(client
        .send(reconciliations::create(reconciliation))
        .await?
        .id)
}

/// The reconciliation of a chunk with this note that has not failed.
pub(super) async fn find(
    client: &Client,
    chunk: &str,
    note: &str,
) -> Result<Option<String>, ProviderError> {
    let list = || reconciliations::list().filter(filter::PARTUSAGEFILE_ID.eq(chunk));
    let found = listing::read(client, list, |it| it.id.clone()).await?;
    let is_own = |it: &models::Reconciliation| {
        let noted = it.notes.as_ref().and_then(|it| it.uploaded.as_deref());
        let status = it.status.as_ref();
        let has_failed =
            status.and_then(OpenEnum::known_ignoring_case) == Some(ReconciliationStatus::Failed);
        // A platform that does not know the filter returns those of all chunks.
        let of = it.partusagefile.as_ref().and_then(|it| it.id.as_deref());
        noted == Some(note) && !has_failed && of.is_none_or(|it| it == chunk)
    };
    Ok(found.into_rows()?.into_iter().find(is_own).map(|it| it.id))
}
