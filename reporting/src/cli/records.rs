//! `records export`: the records of reports, complete and row by row.

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use connect_usage::models::{UsageRecord, UsageRecordStatus};
use connect_usage::{DateTime, Decimal, OpenEnum as _, records};
use serde_json::json;

use super::exit::{Failure, Kind, Verdict};
use super::progress::Progress;
use super::save::Save;
use super::secrets::Key;
use super::session::Session;
use super::text::{self, clean, clean_json};

/// The examples of `--help`.
pub const HELP: &str = "\
CSV has the columns of its header; --jsonl has each record as the platform
sends it. With --json and without --output the records are one array.

Examples:
  connect-usage records export --report UF-2029-01-0001-0001
  connect-usage records export --product PRD-000-000-001 --output all.csv
  connect-usage records export --jsonl --status approved --status valid
  connect-usage --fake records export";

/// The arguments of `records`.
#[derive(Debug, Args)]
pub struct RecordsArgs {
    #[command(subcommand)]
    command: RecordsCommand,
}

#[derive(Debug, Subcommand)]
enum RecordsCommand {
    /// Writes records as CSV or as lines of JSON
    #[command(after_help = HELP)]
    Export(ExportArgs),
}

/// The arguments of `records export`.
#[derive(Debug, Args)]
struct ExportArgs {
    /// Write CSV, which is the default
    #[arg(long, conflicts_with = "jsonl")]
    csv: bool,

    /// Write each record as a line of JSON
    #[arg(long)]
    jsonl: bool,

    /// Where to write [default: standard output]. The file appears when it is complete
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only records of this report. Can be repeated
    #[arg(long, value_name = "UF-…")]
    report: Vec<String>,

    /// Only records with this status. Can be repeated
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,

    /// Only records of this product
    #[arg(long, value_name = "PRD-…")]
    product: Option<String>,

    /// Only records of this asset
    #[arg(long, value_name = "AS-…")]
    asset: Option<String>,

    /// Only records whose usage begins at this date-time or later
    #[arg(long, value_name = "DATE-TIME")]
    from: Option<DateTime>,

    /// Only records whose usage ends at this date-time or earlier
    #[arg(long, value_name = "DATE-TIME")]
    to: Option<DateTime>,
}

/// The columns of CSV.
const COLUMNS: [&str; 18] = [
    "id",
    "report_id",
    "status",
    "asset_id",
    "asset_external_id",
    "item_id",
    "item_mpn",
    "category_id",
    "usage",
    "amount",
    "tier",
    "start_date",
    "end_date",
    "product_id",
    "external_billing_id",
    "external_billing_note",
    "error_codes",
    "error_details",
];

/// Runs the command.
///
/// # Errors
/// If the records cannot be read or written.
pub async fn run(args: &RecordsArgs, session: &Session) -> Result<Verdict, Failure> {
    let RecordsCommand::Export(args) = &args.command;
    let client = session.client()?;
    let mut rows = client.stream(args.list());
    let mut writer = args.writer(session)?;
    let progress = Progress::rows(&session.out, "exporting");
    writer.begin()?;
    // No order of this list tells all rows apart, so rows can move from one page to another while they are read.
    let mut ids = BTreeSet::new();
    while let Some(record) = rows.try_next().await.map_err(incomplete)? {
        if !ids.insert(record.id.clone()) {
            return Err(moved(&record.id));
        }
        writer.record(&record)?;
        progress.at(rows.position(), rows.total());
    }
    let count = rows.position();
    writer.end()?;
    drop(progress);
    match &args.output {
        Some(path) => {
            let value = json!({"records": count, "output": path});
            let line = format!(
                "{} written to {}",
                text::count(count, "record"),
                path.display()
            );
            session.out.result(&value, [line])?;
        }
        None => session.out.note(&text::count(count, "record")),
    }
    Ok(Verdict::Done)
}

/// A failed read, after which the output ends in the middle.
fn incomplete(error: connect_usage::Error) -> Failure {
    let row = error.row();
    let failure =
        Failure::from(error).known("the output is incomplete; a file of --output was not written");
    match row {
        Some(row) => failure.known(format!("row {} of the list cannot be read", row + 1)),
        None => failure,
    }
}

/// A record came twice, so that another may be missing.
fn moved(id: &str) -> Failure {
    let message = format!("the list changed while it was read: the record {id} came twice");
    Failure::new(Kind::Failed, message)
        .known("records may be missing; a file of --output was not written")
        .help("run it again when no report is being processed, or export one report with --report")
}

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Lines,
    Array,
}

impl ExportArgs {
    fn list(&self) -> connect_usage::List<records::filter::Scope, UsageRecord> {
        use records::filter::{
            ASSET_ID, CREATED_TIME, END_DATE, PRODUCT_ID, START_DATE, STATUS, USAGEFILE_ID,
        };
        let mut list = records::list()
            .order_by([CREATED_TIME.asc()])
            .require_stable_total()
            .prefetch(2);
        if !self.report.is_empty() {
            list = list.filter(USAGEFILE_ID.one_of(&self.report));
        }
        if !self.status.is_empty() {
            let statuses = self.status.iter();
            let statuses = statuses.map(|it| UsageRecordStatus::from(it.to_lowercase()));
            list = list.filter(STATUS.one_of(statuses));
        }
        if let Some(product) = &self.product {
            list = list.filter(PRODUCT_ID.eq(product));
        }
        if let Some(asset) = &self.asset {
            list = list.filter(ASSET_ID.eq(asset));
        }
        if let Some(from) = self.from {
            list = list.filter(START_DATE.ge(from));
        }
        if let Some(to) = self.to {
            list = list.filter(END_DATE.le(to));
        }
        list
    }

    fn writer(&self, session: &Session) -> Result<Writer, Failure> {
        let form = match (
            self.jsonl,
            session.out.is_json(),
            self.csv || self.output.is_some(),
        ) {
            (true, ..) => Form::Lines,
            (false, true, false) => Form::Array,
            _ => Form::Csv,
        };
        let target = match &self.output {
            Some(path) => Target::File(Save::create(path)?, path.clone()),
            None => Target::Stdout(std::io::stdout()),
        };
        Ok(Writer {
            form,
            target,
            count: 0,
            key: session.out.secrets().key(),
        })
    }
}

enum Target {
    File(Save, PathBuf),
    Stdout(std::io::Stdout),
}

/// Writes records one by one.
struct Writer {
    form: Form,
    target: Target,
    count: u64,
    key: Key,
}

impl Writer {
    fn begin(&mut self) -> Result<(), Failure> {
        match self.form {
            Form::Csv => self.cells(&COLUMNS),
            Form::Lines => Ok(()),
            Form::Array => self.write(b"["),
        }
    }

    fn record(&mut self, record: &UsageRecord) -> Result<(), Failure> {
        self.count += 1;
        if self.form == Form::Csv {
            let cells = cells(record).map(|it| self.key.out_of(&it));
            // A terminal would obey what others wrote; files and programs get it as it is.
            return match &self.target {
                Target::Stdout(out) if out.is_terminal() => self.cells(&cells.map(|it| clean(&it))),
                _ => self.cells(&cells),
            };
        }
        let text = serde_json::to_string(record);
        let text = text.map_err(|error| Failure::new(Kind::Failed, error))?;
        let text = clean_json(&self.key.out_of(&text));
        match (self.form, self.count) {
            (Form::Array, 1) => self.write(format!("\n{text}").as_bytes()),
            (Form::Array, _) => self.write(format!(",\n{text}").as_bytes()),
            _ => self.write(format!("{text}\n").as_bytes()),
        }
    }

    fn end(mut self) -> Result<(), Failure> {
        if self.form == Form::Array {
            self.write(b"\n]\n")?;
        }
        match self.target {
            Target::File(save, _) => save.finish(),
            Target::Stdout(mut out) => out.flush().map_err(|error| Failure::stdout(&error)),
        }
    }

    fn cells<T: AsRef<[u8]>>(&mut self, cells: &[T]) -> Result<(), Failure> {
        let mut line = csv::Writer::from_writer(Vec::new());
        let broken = |error: csv::Error| Failure::new(Kind::Failed, error);
        line.write_record(cells).map_err(broken)?;
        let line = line.into_inner();
        let line = line.map_err(|error| Failure::new(Kind::Failed, error.error()))?;
        self.write(&line)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.target {
            Target::File(save, path) => {
                let written = save.write_all(bytes);
                written.map_err(|error| Failure::write(path, &error))
            }
            Target::Stdout(out) => {
                let written = out.write_all(bytes);
                written.map_err(|error| Failure::stdout(&error))
            }
        }
    }
}

/// The cells of a record, in the order of the columns.
fn cells(record: &UsageRecord) -> [String; 18] {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let number = |it: &Option<Decimal>| it.as_ref().map(Decimal::to_string).unwrap_or_default();
    let time = |it: &Option<DateTime>| it.as_ref().map(DateTime::to_string).unwrap_or_default();
    let asset = record.asset.as_ref();
    let item = record.item.as_ref();
    let asset_id = record
        .asset_id
        .clone()
        .or(asset.and_then(|it| it.id.clone()));
    let external_id = record.asset_external_id.clone();
    let external_id = external_id.or(asset.and_then(|it| it.external_id.clone()));
    [
        record.id.clone(),
        text(&record.usagefile.as_ref().and_then(|it| it.id.clone())),
        record
            .status
            .as_ref()
            .map(|it| it.as_str().to_owned())
            .unwrap_or_default(),
        text(&asset_id),
        text(&external_id),
        text(&record.item_id.clone().or(item.and_then(|it| it.id.clone()))),
        text(&item.and_then(|it| it.mpn.clone())),
        text(&record.category.as_ref().and_then(|it| it.id.clone())),
        number(&record.usage),
        number(&record.amount),
        record.tier.map(|it| it.to_string()).unwrap_or_default(),
        time(&record.start_date),
        time(&record.end_date),
        text(&record.product_id),
        text(&record.external_billing_id),
        text(&record.external_billing_note),
        text(&record.error_codes),
        text(&record.error_details),
    ]
}
