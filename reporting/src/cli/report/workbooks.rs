//! The workbooks of a report: made of rows, or a file as it is.

use std::path::Path;

use connect_reporting::{BrokenRows, Category, Problem, ReportWorkbook, UsageSheet, WriteError};
use connect_usage::Bytes;
use connect_usage::models::UsageFileSchema;
use serde_json::json;

use super::super::demo::DemoFile;
use super::super::exit::{Failure, Kind, Verdict};
use super::super::problems::{self, Place};
use super::super::progress::Progress;
use super::super::rows::CsvRows;
use super::super::session::Session;
use super::args::{ReportArgs, Source};

/// How many rows are written before a signal is looked for.
const AT_ONCE: usize = 1000;

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
        lines.push("nothing was created or uploaded".to_owned());
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
    source: &Source,
    schema: Option<UsageFileSchema>,
    session: &Session,
) -> Result<Made, Failure> {
    match source {
        Source::Csv(path) => {
            let content = session.input(path, DemoFile::Csv).await?;
            let categories = args.csv_form.categories(session).await?;
            let rows = CsvRows::read(path, &content, args.csv_form.delimiter())?;
            written(path, rows, schema, categories, session).await
        }
        Source::Workbook(path) => {
            let content = session.input(path, DemoFile::Workbook).await?;
            match args.no_check {
                true => Ok(as_it_is(path, content)),
                false => checked(path, content, schema),
            }
        }
    }
}

/// Writes rows to workbooks in memory.
async fn written(
    path: &Path,
    rows: CsvRows,
    schema: Option<UsageFileSchema>,
    categories: Vec<Category>,
    session: &Session,
) -> Result<Made, Failure> {
    let schema = schema.unwrap_or_else(|| rows.schema());
    let workbook = rows.workbook(schema, categories);
    let failed = |error: WriteError| match error {
        WriteError::Settings(_) => Failure::usage(format!("{}: {error}", path.display())),
        error => Failure::new(Kind::Failed, error).known("nothing was created or uploaded"),
    };
    let mut writer = workbook.in_memory().map_err(failed)?;
    let progress = Progress::spinner(&session.out, "writing the workbook");
    for (number, cells) in rows.cells().enumerate() {
        writer.add_cells(cells).map_err(failed)?;
        if number % AT_ONCE == AT_ONCE - 1 {
            tokio::task::yield_now().await;
        }
    }
    let finished = writer.finish();
    drop(progress);
    match finished {
        Ok(workbooks) => Ok(Made::Workbooks(
            workbooks.iter().map(ReportWorkbook::from).collect(),
        )),
        Err(WriteError::Rows(broken)) => Ok(Made::Broken(Broken {
            rows: broken,
            place: Box::new(move |it| rows.place(it)),
        })),
        Err(error) => Err(failed(error)),
    }
}

/// Checks the rows of a workbook, which is sent as it is.
fn checked(path: &Path, content: Bytes, schema: Option<UsageFileSchema>) -> Result<Made, Failure> {
    let unreadable = |error| {
        Failure::usage(format!("{}: {error}", path.display()))
            .known("nothing was created or uploaded")
            .help("`connect-usage check FILE` shows more; --no-check uploads the file as it is")
    };
    let sheet = UsageSheet::read(&content).map_err(unreadable)?;
    let schema = schema.unwrap_or_else(|| sheet.schema());
    match sheet.check(schema).map_err(unreadable)? {
        Ok(_) => Ok(as_it_is(path, content)),
        Err(rows) => Ok(Made::Broken(Broken {
            rows,
            place: Box::new(Place::in_workbook),
        })),
    }
}

fn as_it_is(path: &Path, content: Bytes) -> Made {
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let name = name.filter(|it| it.to_ascii_lowercase().ends_with(".xlsx"));
    let name = name.unwrap_or_else(|| "usage_file.xlsx".to_owned());
    Made::Workbooks(vec![ReportWorkbook::bytes(content).file_name(name)])
}
