//! `errors`: what the platform found wrong with a report.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use connect_reporting::{Processed, ReadError, Row};
use connect_usage::models::{UsageFile, UsageFileStatus, UsageRecordStatus};
use connect_usage::{Bytes, Client, files, records};
use serde_json::json;

use super::exit::{Failure, Kind, Verdict};
use super::progress::Progress;
use super::save::Save;
use super::session::Session;
use super::table::Table;
use super::text::count;

/// The examples of `--help`.
pub const HELP: &str = "\
Examples:
  connect-usage errors UF-2029-01-0001-0001
  connect-usage errors UF-2029-01-0001-0001 --save marked.xlsx
  connect-usage --fake errors UF-2029-01-0001-0003";

/// The arguments of `errors`.
#[derive(Debug, Args)]
pub struct ErrorsArgs {
    /// The report
    #[arg(value_name = "ID")]
    id: String,

    /// Save the processed spreadsheet, in which the platform marks the cells that are wrong
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

/// A row that the platform found wrong.
struct Wrong {
    /// The row as spreadsheet programs count it; 1 is the header.
    row: Option<u32>,
    column: String,
    record: String,
    message: String,
}

/// Runs the command.
///
/// # Errors
/// If the report or its spreadsheet cannot be read or saved.
pub async fn run(args: &ErrorsArgs, session: &Session) -> Result<Verdict, Failure> {
    let client = session.client()?;
    let report = client.send(files::get(&args.id)).await?;
    if is_in_work(&report) {
        let message = format!("the platform is still at work on {}", report.id);
        return Err(Failure::new(Kind::Unfinished, message).help("run it again later"));
    }
    let processed = processed(&client, &report, session).await?;
    if let Some(path) = &args.save {
        let Some(content) = &processed else {
            let message = format!("{} has no processed spreadsheet", report.id);
            return Err(Failure::new(Kind::Failed, message)
                .help("the platform makes it from an upload: upload a spreadsheet first"));
        };
        Save::all(path, content)?;
        session.happened(format!("{} was written", path.display()));
    }
    let mut wrong = match &processed {
        Some(content) => marked(content).map_err(unreadable)?,
        None => Vec::new(),
    };
    if wrong.is_empty() {
        wrong = invalid(&client, &report.id).await?;
    }
    print(args, &report, &wrong, session)
}

fn is_in_work(report: &UsageFile) -> bool {
    use UsageFileStatus::{Processing, Uploading};
    matches!(report.status, Some(Processing | Uploading))
}

fn unreadable(error: ReadError) -> Failure {
    let message = format!("the processed spreadsheet cannot be read: {error}");
    Failure::new(Kind::Failed, message)
        .help("save it with --save FILE, and open it in a spreadsheet program")
}

/// The processed spreadsheet, if there is one.
async fn processed(
    client: &Client,
    report: &UsageFile,
    session: &Session,
) -> Result<Option<Bytes>, Failure> {
    let Some(url) = &report.processed_file_uri else {
        return Ok(None);
    };
    let progress = Progress::bytes(session.out, "downloading");
    let download = client.download(url);
    let download = download.on_progress(|received, total| progress.at(received, total));
    Ok(Some(download.bytes().await?.bytes))
}

/// The cells that have comments.
fn marked(content: &[u8]) -> Result<Vec<Wrong>, ReadError> {
    let file = Processed::read(content)?;
    let records: BTreeMap<u32, Row<'_>> = file.rows().map(|it| (it.number(), it)).collect();
    let mut wrong = Vec::new();
    for comment in file.comments() {
        let row = records.get(&comment.row);
        let record = row.and_then(|it| it.text("record_id").ok().flatten().map(Into::into));
        wrong.push(Wrong {
            row: Some(comment.row),
            column: comment.column.clone(),
            record: record.unwrap_or_default(),
            message: comment.text.clone(),
        });
    }
    Ok(wrong)
}

/// The invalid records, by the API: those of spreadsheets without marks.
async fn invalid(client: &Client, id: &str) -> Result<Vec<Wrong>, Failure> {
    use records::filter::{CREATED_TIME, STATUS, USAGEFILE_ID};
    let list = records::list().filter(USAGEFILE_ID.eq(id) & STATUS.eq(UsageRecordStatus::Invalid));
    let mut rows = client.stream(list.order_by([CREATED_TIME.asc()]));
    let mut wrong = Vec::new();
    while let Some(record) = rows.try_next().await? {
        let message = record.error_details.or(record.error_codes);
        wrong.push(Wrong {
            row: None,
            column: String::new(),
            record: record.id,
            message: message.unwrap_or_else(|| "invalid".to_owned()),
        });
    }
    Ok(wrong)
}

fn print(
    args: &ErrorsArgs,
    report: &UsageFile,
    wrong: &[Wrong],
    session: &Session,
) -> Result<Verdict, Failure> {
    let is_invalid = matches!(report.status, Some(UsageFileStatus::Invalid));
    let rows: Vec<_> = wrong
        .iter()
        .map(|it| {
            json!({"row": it.row, "column": it.column, "record": it.record, "message": it.message})
        })
        .collect();
    let value = json!({
        "id": report.id,
        "status": report.status,
        "error": report.error_detail,
        "errors": rows,
        "saved": args.save,
    });
    let mut table = Table::new(["ROW", "COLUMN", "RECORD", "ERROR"], 2);
    for it in wrong {
        let row = it.row.map(|it| it.to_string());
        let row = row.as_deref().unwrap_or("-");
        let column = if it.column.is_empty() {
            "-"
        } else {
            &it.column
        };
        table.row([row, column, &it.record, &it.message]);
    }
    let mut more = Vec::new();
    more.extend(report.error_detail.clone());
    match (wrong.len(), is_invalid) {
        (0, false) => more.push(format!("{} has no errors", report.id)),
        (0, true) => more.push(format!(
            "{} is invalid, but has no rows with errors",
            report.id
        )),
        (number, _) => more.push(format!(
            "{} in {}",
            count(number as u64, "error"),
            report.id
        )),
    }
    if let Some(path) = &args.save {
        more.push(format!("{} was written", path.display()));
    }
    session.out.table(&value, table, more)?;
    Ok(match wrong.is_empty() && !is_invalid {
        true => Verdict::Done,
        false => Verdict::Broken,
    })
}
