//! The workbooks of a report: made of rows, or a file as it is.

use std::path::Path;

use connect_reporting::{
    BrokenRows, Category, Problem, ReportWorkbook, RowsOutside, UsageSheet, WriteError,
};
use connect_usage::Bytes;
use connect_usage::models::UsageFileSchema;
use serde_json::json;

use super::super::demo::DemoFile;
use super::super::exit::{Failure, Kind, Verdict};
use super::super::problems::{self, Place};
use super::super::progress::Progress;
use super::super::rows::CsvRows;
use super::super::session::Session;
use super::super::text::count;
use super::args::{Plan, ReportArgs, Source};

/// How a workbook begins, which is an archive.
const ARCHIVE: &[u8] = b"PK";

/// How many rows are written before a signal is looked for.
const AT_ONCE: usize = 1000;

/// What is known to have happened before the first call.
const NOTHING: &str = "nothing was created or uploaded";

/// What was made of the file.
pub enum Made {
    /// Workbooks, each for a report.
    Workbooks(Vec<ReportWorkbook>),
    /// Nothing, as rows are broken.
    Broken(Broken),
}

/// Rows that cannot be reported.
pub struct Broken {
    rows: BrokenRows,
    place: Box<dyn Fn(&Problem) -> Place>,
}

impl Broken {
    /// Prints what is wrong.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn print(&self, session: &Session) -> Result<Verdict, Failure> {
        let place = |it: &Problem| (self.place)(it);
        let value = json!({
            "outcome": "broken_rows",
            "rows": self.rows.rows(),
            "broken_rows": self.rows.broken(),
            "problems": problems::json(&self.rows, place),
        });
        let mut lines = problems::lines(&self.rows, place);
        lines.push(NOTHING.to_owned());
        session.out.result(&value, lines)?;
        Ok(Verdict::Broken)
    }
}

/// Makes the workbooks.
///
/// # Errors
/// If the file cannot be read, or no workbook can be made of it.
pub async fn make(
    args: &ReportArgs,
    plan: &Plan,
    schema: Option<UsageFileSchema>,
    session: &Session,
) -> Result<Made, Failure> {
    match &plan.source {
        Source::Csv(path) => {
            let content = session.input(path, DemoFile::Csv).await?;
            if content.starts_with(ARCHIVE) {
                return Err(Failure::usage(format!("{} is a workbook", path.display()))
                    .known(NOTHING)
                    .help("`connect-usage report FILE`, without --csv, uploads a workbook"));
            }
            let categories = args.csv_form.categories(session).await?;
            let rows = CsvRows::read(path, &content, args.csv_form.delimiter())?;
            if rows.is_empty() && !args.allow_empty {
                return Err(problems::no_rows(path).known(NOTHING));
            }
            written((path, rows), plan, schema, categories, session).await
        }
        Source::Workbook(path) => {
            let content = session.input(path, DemoFile::Workbook).await?;
            if !content.starts_with(ARCHIVE) && is_csv(path) {
                return Err(Failure::usage(format!("{} is no workbook", path.display()))
                    .known(NOTHING)
                    .help("`connect-usage report --csv FILE` makes a workbook of rows as CSV"));
            }
            match args.no_check {
                true => Ok(as_it_is(path, content)),
                false => checked((args, plan), path, content, schema, session),
            }
        }
    }
}

fn is_csv(path: &Path) -> bool {
    path.extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("csv"))
}

/// Writes rows to workbooks in memory.
async fn written(
    (path, rows): (&Path, CsvRows),
    plan: &Plan,
    schema: Option<UsageFileSchema>,
    categories: Vec<Category>,
    session: &Session,
) -> Result<Made, Failure> {
    let schema = schema.unwrap_or_else(|| rows.schema());
    // Whether there may be none was decided before.
    let mut workbook = rows.workbook(schema, categories).allow_empty();
    if let Some(period) = &plan.period {
        workbook = workbook.period(period.start(), period.end());
    }
    let failed = |error: WriteError| match error {
        WriteError::Settings(_) => Failure::usage(format!("{}: {error}", path.display())),
        error => Failure::new(Kind::Failed, error).known(NOTHING),
    };
    let mut writer = workbook.in_memory().map_err(failed)?;
    let progress = Progress::spinner(&session.out, "writing the workbook");
    for (number, cells) in rows.cells().enumerate() {
        writer.add_cells(cells).map_err(failed)?;
        if number % AT_ONCE == AT_ONCE - 1 {
            tokio::task::yield_now().await;
        }
    }
    let outside = writer.rows_outside();
    let finished = writer.finish();
    drop(progress);
    match finished {
        Ok(workbooks) => {
            note_outside(outside, plan, |it| rows.place_of(it), session);
            Ok(Made::Workbooks(
                workbooks.iter().map(ReportWorkbook::from).collect(),
            ))
        }
        Err(WriteError::Rows(broken)) => Ok(Made::Broken(Broken {
            rows: rows.by_line(broken),
            place: Box::new(move |it| rows.place(it)),
        })),
        Err(error) => Err(failed(error)),
    }
}

/// Checks the rows of a workbook, which is sent as it is.
fn checked(
    (args, plan): (&ReportArgs, &Plan),
    path: &Path,
    content: Bytes,
    schema: Option<UsageFileSchema>,
    session: &Session,
) -> Result<Made, Failure> {
    let unreadable = |error| {
        Failure::usage(format!("{}: {error}", path.display()))
            .known(NOTHING)
            .help("`connect-usage check FILE` shows more; --no-check uploads the file as it is")
    };
    let sheet = UsageSheet::read(&content).map_err(unreadable)?;
    if let Some(period) = &plan.period {
        let outside = sheet.rows_outside(period.start(), period.end());
        note_outside(outside, plan, |row| format!("row {row}"), session);
    }
    for warning in sheet.warnings() {
        session.out.note(&warning.to_string());
    }
    let schema = schema.unwrap_or_else(|| sheet.schema());
    match sheet.check(schema).map_err(unreadable)? {
        Ok(0) if !args.allow_empty => Err(problems::no_rows(path).known(NOTHING)),
        Ok(_) => Ok(as_it_is(path, content)),
        Err(rows) => Ok(Made::Broken(Broken {
            rows,
            place: Box::new(Place::in_workbook),
        })),
    }
}

/// Notes rows outside of the period: usage can be reported late, or under a wrong period.
fn note_outside(
    outside: Option<RowsOutside>,
    plan: &Plan,
    place: impl Fn(u64) -> String,
    session: &Session,
) {
    if let (Some(outside), Some(period)) = (outside, &plan.period) {
        let rows = count(outside.rows, "row");
        session.out.note(&format!(
            "{rows} outside of the period, {} to {}; the first: {}",
            period.start(),
            period.end(),
            place(outside.first)
        ));
    }
}

fn as_it_is(path: &Path, content: Bytes) -> Made {
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let name = name.filter(|it| it.to_ascii_lowercase().ends_with(".xlsx"));
    let name = name.unwrap_or_else(|| "usage_file.xlsx".to_owned());
    Made::Workbooks(vec![ReportWorkbook::bytes(content).file_name(name)])
}
