//! `check`: a file against the checks of the library, without the platform.

use std::path::{Path, PathBuf};

use clap::Args;
use connect_reporting::{BrokenRows, Category, Problem, UsageSheet};
use connect_usage::OpenEnum as _;
use connect_usage::models::UsageFileSchema;
use serde_json::json;

use super::demo::DemoFile;
use super::exit::{Failure, Verdict};
use super::options::{CsvArgs, SchemaArg};
use super::problems::{self, Place};
use super::rows::CsvRows;
use super::session::Session;
use super::text::count;

/// The examples of `--help`.
pub const HELP: &str = "\
Examples:
  connect-usage check usage_file.xlsx
  connect-usage check --schema tr usage_file.xlsx
  connect-usage check rows.csv
  connect-usage --fake check demo";

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The file: a workbook (.xlsx), or rows as CSV (.csv) with the columns of the workbook
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The schema of the report that the file is for [default: tr if a row has a tier, cr if a row has an amount, qt
    /// otherwise]
    #[arg(long, value_enum, value_name = "SCHEMA")]
    schema: Option<SchemaArg>,

    #[command(flatten)]
    csv: CsvArgs,
}

/// Runs the command.
///
/// # Errors
/// If the file cannot be read.
pub async fn run(args: &CheckArgs, session: &Session) -> Result<Verdict, Failure> {
    let content = session.input(&args.file, DemoFile::Broken).await?;
    let schema = args.schema.map(UsageFileSchema::from);
    let is_csv = args
        .file
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    let checked = match is_csv {
        true => {
            let categories = args.csv.categories(session).await?;
            csv(
                &args.file,
                &content,
                args.csv.delimiter(),
                schema,
                categories,
            )?
        }
        false => workbook(&args.file, &content, schema)?,
    };
    if checked.rows == 0 && checked.broken.is_none() {
        return Err(problems::no_rows(&args.file));
    }
    for column in &checked.unknown {
        session.out.note(&format!(
            "the column `{column}` is not known, and was not checked"
        ));
    }
    for warning in &checked.warnings {
        session.out.note(warning);
    }
    checked.print(args.schema.is_none(), session)
}

/// What a check found.
struct Checked {
    schema: UsageFileSchema,
    unknown: Vec<String>,
    /// What the platform is not known to accept.
    warnings: Vec<String>,
    rows: u64,
    broken: Option<BrokenRows>,
    place: Box<dyn Fn(&Problem) -> Place>,
}

impl Checked {
    fn print(&self, is_guessed: bool, session: &Session) -> Result<Verdict, Failure> {
        let schema = self.schema.as_str();
        let place = |it: &Problem| (self.place)(it);
        let found = self.broken.as_ref();
        let value = json!({
            "schema": schema,
            "rows": self.rows,
            "broken_rows": found.map_or(0, BrokenRows::broken),
            "problems": found.map_or_else(Vec::new, |it| problems::json(it, place)),
            "unknown_columns": self.unknown,
            "warnings": self.warnings,
        });
        let of = match is_guessed {
            true => format!("schema {schema}, by the cells; --schema checks for another"),
            false => format!("schema {schema}"),
        };
        let mut lines = found.map_or_else(Vec::new, |it| problems::lines(it, place));
        if found.is_none() {
            lines.push(format!("{}, no problems", count(self.rows, "row")));
        }
        lines.push(format!("({of})"));
        session.out.result(&value, lines)?;
        Ok(match found {
            Some(_) => Verdict::Broken,
            None => Verdict::Done,
        })
    }
}

fn workbook(
    path: &Path,
    content: &[u8],
    schema: Option<UsageFileSchema>,
) -> Result<Checked, Failure> {
    let unreadable = |error| {
        let message = format!("{}: {error}", path.display());
        Failure::usage(message).help("`connect-usage template PRODUCT` has the sheets and columns")
    };
    let sheet = UsageSheet::read(content).map_err(unreadable)?;
    let schema = schema.unwrap_or_else(|| sheet.schema());
    let checked = sheet.check(schema.clone()).map_err(unreadable)?;
    let unknown = sheet.unknown_columns().map(str::to_owned).collect();
    Ok(Checked {
        schema,
        unknown,
        warnings: sheet.warnings().iter().map(ToString::to_string).collect(),
        rows: sheet.rows().len() as u64,
        broken: checked.err(),
        place: Box::new(Place::in_workbook),
    })
}

fn csv(
    path: &Path,
    content: &[u8],
    delimiter: u8,
    schema: Option<UsageFileSchema>,
    categories: Vec<Category>,
) -> Result<Checked, Failure> {
    let rows = CsvRows::read(path, content, delimiter)?;
    let schema = schema.unwrap_or_else(|| rows.schema());
    let workbook = rows.workbook(schema.clone(), categories);
    let settings = |error| Failure::usage(format!("{}: {error}", path.display()));
    let mut checker = workbook.checker().map_err(settings)?;
    for cells in rows.cells() {
        checker.add_cells(cells);
    }
    let count = checker.rows();
    let broken = checker.finish().err().map(|it| rows.by_line(it));
    Ok(Checked {
        schema,
        unknown: Vec::new(),
        // The workbook that is made of the rows has the form of templates.
        warnings: Vec::new(),
        rows: count,
        broken,
        place: Box::new(move |it| rows.place(it)),
    })
}
