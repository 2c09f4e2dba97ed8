//! `reconcile`: closes records by a chunk's workbook with bills.

use std::path::PathBuf;

use clap::Args;
use connect_reporting::provider::{ProviderError, Reconciled, reconciled};
use connect_reporting::{Chunk, ReadError};
use connect_usage::models::NewReconciliation;
use connect_usage::{Client, reconciliations};
use serde_json::json;

use super::demo::DemoFile;
use super::exit::{Failure, Kind, Verdict};
use super::progress::Progress;
use super::session::Session;
use super::table::Table;
use super::text::count;

/// The examples of `--help`.
pub const HELP: &str = "\
The file is a chunk's workbook, in which external_billing_id and
external_billing_note are filled in: the platform closes records that have both.

Examples:
  connect-usage reconcile inbox/UFC-2029-01-0001-0001-001.xlsx
  connect-usage reconcile --continue RCF-2029-01-0001-0001
  connect-usage --fake reconcile demo";

/// The arguments of `reconcile`.
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The workbook with bills
    #[arg(value_name = "FILE", required_unless_present = "reconciliation")]
    file: Option<PathBuf>,

    /// Wait for this reconciliation, which an earlier run has uploaded
    #[arg(long = "continue", value_name = "RCF-…", conflicts_with = "file")]
    reconciliation: Option<String>,

    /// A note that is shown beside the reconciliation
    #[arg(long, value_name = "TEXT", conflicts_with = "reconciliation")]
    note: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// If the file cannot be read or uploaded, or the platform cannot process it.
pub async fn run(args: &ReconcileArgs, session: &Session) -> Result<Verdict, Failure> {
    let mut billed = None;
    let id = match (&args.reconciliation, &args.file) {
        (Some(id), _) => id.clone(),
        (None, Some(file)) => {
            let content = session.input(file, DemoFile::Reconciliation).await?;
            let unreadable = |error: ReadError| {
                let message = format!("{}: {error}", file.display());
                Failure::usage(message).known("nothing was uploaded")
            };
            let chunk = Chunk::read(content).map_err(unreadable)?;
            complete(&chunk).map_err(|missing| {
                Failure::usage(format!("{}: there is no {missing}", file.display()))
                    .known("nothing was uploaded")
                    .help("fill in the chunk's workbook as it was downloaded, with all of its sheets and columns")
            })?;
            billed = Some(bills(&chunk).map_err(unreadable)?);
            if billed == Some(0) {
                let message = format!("{}: no record has a bill", file.display());
                return Err(Failure::usage(message)
                    .known("nothing was uploaded")
                    .help("fill in external_billing_id and external_billing_note"));
            }
            let upload = chunk.upload().map_err(unreadable)?;
            let mut body = NewReconciliation::new(upload);
            body.upload_note.clone_from(&args.note);
            create(&session.client()?, body, session).await?
        }
        (None, None) => return Err(Failure::usage("a file or --continue is required")),
    };
    let progress = Progress::spinner(&session.out, &format!("{id}: waiting for the platform"));
    let result = reconciled(&session.client()?, &id).await;
    drop(progress);
    print(
        &result.map_err(|error| failed(error, &id))?,
        billed,
        session,
    )
}

/// Checks that a workbook has what a reconciliation needs, and names what it lacks.
fn complete(chunk: &Chunk) -> Result<(), &'static str> {
    if !chunk.has_column("external_billing_id") {
        return Err("column `external_billing_id`");
    }
    if !chunk.has_column("external_billing_note") {
        return Err("column `external_billing_note`");
    }
    match chunk.general().attributes().next() {
        Some(_) => Ok(()),
        None => Err("sheet `general` that says what the chunk is"),
    }
}

/// The number of records with a bill.
fn bills(chunk: &Chunk) -> Result<usize, ReadError> {
    let mut bills = 0;
    for record in chunk.records() {
        let record = record?;
        bills += usize::from(record.billing_id.is_some() && record.billing_note.is_some());
    }
    Ok(bills)
}

/// Uploads a workbook, and returns the id of the reconciliation.
async fn create(
    client: &Client,
    body: NewReconciliation,
    session: &Session,
) -> Result<String, Failure> {
    let progress = Progress::spinner(&session.out, "uploading");
    let created = client.send(reconciliations::create(body)).await?;
    drop(progress);
    session.happened(format!("{} was uploaded", created.id));
    Ok(created.id)
}

fn failed(error: ProviderError, id: &str) -> Failure {
    let failure = match error {
        ProviderError::Call(error) => Failure::from(error),
        other => Failure::new(Kind::Failed, other),
    };
    match failure.kind {
        Kind::Unfinished | Kind::Failed => failure.help(format!(
            "`connect-usage reconcile --continue {id}` goes on from here"
        )),
        _ => failure,
    }
}

/// Prints what became of the rows, of which so many had a bill, if that is known.
fn print(
    result: &Reconciled,
    billed: Option<usize>,
    session: &Session,
) -> Result<Verdict, Failure> {
    // Which of the rejected rows had a bill is not known.
    let closed = billed.filter(|_| result.rejected.is_empty());
    let rejected: Vec<_> = result
        .rejected
        .iter()
        .map(|it| {
            json!({"row": it.row, "column": it.column, "record": it.record_id, "message": it.message})
        })
        .collect();
    let value = json!({"reconciliation": result.id, "rows": result.rows, "closed": closed, "errors": rejected});
    if result.rejected.is_empty() {
        let rows = count(result.rows as u64, "row");
        let closed = match closed {
            Some(closed) => format!("closed {}", count(closed as u64, "record")),
            None => "those with a bill are closed".to_owned(),
        };
        let line = format!("{}: processed {rows}; {closed}", result.id);
        session.out.result(&value, [line])?;
        return Ok(Verdict::Done);
    }
    let mut table = Table::new(["ROW", "COLUMN", "RECORD", "ERROR"], 2);
    for it in &result.rejected {
        let record = it.record_id.as_deref().unwrap_or("-");
        table.row([&it.row.to_string(), &it.column, record, &it.message]);
    }
    let errors = count(result.rejected.len() as u64, "error");
    let line = format!(
        "{}: {errors}; the other rows with a bill are closed",
        result.id
    );
    session.out.table(&value, &table, vec![line])?;
    Ok(Verdict::Broken)
}
