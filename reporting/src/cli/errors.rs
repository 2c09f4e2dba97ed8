//! `errors`: what the platform found wrong with a report.

use std::path::{Path, PathBuf};

use clap::Args;
use connect_reporting::{InvalidReport, ReportError, ReportErrorKind};
use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::{OpenEnum as _, files};
use serde_json::json;

use super::exit::{Failure, Kind, Verdict};
use super::progress::Progress;
use super::row_errors;
use super::session::Session;
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

/// Runs the command.
///
/// # Errors
/// If the report or its spreadsheet cannot be read or saved.
pub async fn run(args: &ErrorsArgs, session: &Session) -> Result<Verdict, Failure> {
    let client = session.client()?;
    let report = client.send(files::get(&args.id)).await?;
    let status = report
        .status
        .as_ref()
        .and_then(|it| it.known_ignoring_case());
    if let Some(UsageFileStatus::Processing | UsageFileStatus::Uploading) = status {
        let message = format!("the platform is still at work on {}", report.id);
        return Err(Failure::new(Kind::Unfinished, message).help("run it again later"));
    }
    let progress = Progress::spinner(&session.out, "reading errors");
    let found = InvalidReport::read(&client, &report.id).await;
    drop(progress);
    let found = found.map_err(|error| failed(&error))?;
    if let Some(path) = &args.save {
        save(path, &found, session)?;
    }
    if let Some(error) = &found.unreadable {
        let message = format!("the processed spreadsheet cannot be read: {error}");
        if found.rows.is_empty() {
            return Err(Failure::new(Kind::Failed, message)
                .help("save it with --save FILE, and open it in a spreadsheet program"));
        }
        session.out.note(&message);
    }
    let is_invalid = status == Some(UsageFileStatus::Invalid);
    print(args, &report, &found, is_invalid, session)
}

fn failed(error: &ReportError) -> Failure {
    match (error.kind(), error.call_error()) {
        (ReportErrorKind::ExpiredUrl, _) | (_, None) => {
            Failure::new(Kind::Failed, error.kind()).help(error.kind().help())
        }
        (_, Some(call)) => Failure::from(call),
    }
}

/// Saves the processed spreadsheet.
fn save(path: &Path, found: &InvalidReport, session: &Session) -> Result<(), Failure> {
    let saved = found.save_processed(path);
    if !saved.map_err(|error| Failure::write(path, &error.source))? {
        let message = format!("{} has no processed spreadsheet", found.report);
        return Err(Failure::new(Kind::Failed, message)
            .help("the platform makes it from an upload: upload a spreadsheet first"));
    }
    session.happened(format!("{} was written", path.display()));
    Ok(())
}

fn print(
    args: &ErrorsArgs,
    report: &UsageFile,
    found: &InvalidReport,
    is_invalid: bool,
    session: &Session,
) -> Result<Verdict, Failure> {
    let value = json!({
        "id": report.id,
        "status": report.status,
        "error": found.detail,
        "errors": row_errors::json(&found.rows),
        "saved": args.save,
    });
    let mut more = Vec::new();
    more.extend(found.detail.clone());
    let id = &report.id;
    more.push(match (found.rows.len() as u64, is_invalid) {
        (0, false) => format!("{id} has no errors"),
        (0, true) => format!("{id} is invalid, but has no rows with errors"),
        (number, _) => format!("{} in {id}", count(number, "error")),
    });
    if let Some(path) = &args.save {
        more.push(format!("{} was written", path.display()));
    }
    session
        .out
        .table(&value, &row_errors::table(&found.rows), more)?;
    Ok(match found.rows.is_empty() && !is_invalid {
        true => Verdict::Done,
        false => Verdict::Broken,
    })
}
