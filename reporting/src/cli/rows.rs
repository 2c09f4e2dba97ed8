//! Rows of usage and categories from CSV files.

use std::path::{Path, PathBuf};

use connect_reporting::{BrokenRows, Category, Problem, UsageWorkbook};
use connect_usage::models::UsageFileSchema;
use csv::{ReaderBuilder, StringRecord, Trim};

use super::exit::Failure;
use super::problems::Place;

/// The sheet with the rows.
const RECORDS: &str = "records";

/// What to do about a file whose cells are separated by something else.
const DELIMITER: &str =
    "--delimiter ';' reads files with semicolons, and --delimiter '\\t' those with tabs";

/// Rows of usage.
#[derive(Debug)]
pub struct CsvRows {
    path: PathBuf,
    columns: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
}

impl CsvRows {
    /// Reads a file: its first line has the names of columns.
    ///
    /// # Errors
    /// If it is not CSV, a column is missing or unknown, or a line has more or fewer cells than the first. The cells
    /// themselves are checked with the rows.
    pub fn read(path: &Path, content: &[u8], delimiter: u8) -> Result<Self, Failure> {
        let (columns, rows) = table(path, content, delimiter)?;
        let name = path.display();
        if let Some(column) = columns.iter().find(|it| !UsageWorkbook::is_column(it)) {
            let message = format!("{name}:1: the column `{column}` is not known");
            let help = match column.contains([';', '\t']) {
                true => DELIMITER.to_owned(),
                false => {
                    let known = UsageWorkbook::columns().chain(UsageWorkbook::optional_columns());
                    let known = known.collect::<Vec<_>>().join(", ");
                    format!("the columns are {known}, and `v.…` for custom parameters")
                }
            };
            return Err(Failure::usage(message).help(help));
        }
        // What other schemas need beside these is checked with the rows.
        let mut required = UsageWorkbook::required_columns(&UsageFileSchema::Qt);
        if let Some(missing) = required.find(|it| !columns.iter().any(|name| name == it)) {
            let message = format!("{name}:1: the column `{missing}` is missing");
            let help = "the first line has the names of the columns; --delimiter ';' reads files with semicolons";
            return Err(Failure::usage(message).help(help));
        }
        Ok(Self {
            path: path.to_owned(),
            columns,
            rows,
        })
    }

    /// The workbook for these rows, with the categories that they can have.
    pub fn workbook(&self, schema: UsageFileSchema, categories: Vec<Category>) -> UsageWorkbook {
        let workbook = UsageWorkbook::new(schema);
        let workbook = categories
            .into_iter()
            .fold(workbook, UsageWorkbook::category);
        workbook.declare(self.columns.iter().map(String::as_str))
    }

    /// The schema that the cells are for.
    pub fn schema(&self) -> UsageFileSchema {
        UsageWorkbook::schema_of(|column| {
            let at = self.columns.iter().position(|it| it == column);
            let cell = |row: &StringRecord| {
                at.and_then(|at| row.get(at))
                    .is_some_and(|it| !it.is_empty())
            };
            self.rows.iter().any(|(_, row)| cell(row))
        })
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cells of each row, by their columns.
    pub fn cells(&self) -> impl Iterator<Item = Vec<(&str, &str)>> {
        let columns = self.columns.iter().map(String::as_str);
        self.rows
            .iter()
            .map(move |(_, row)| columns.clone().zip(row.iter()).collect())
    }

    /// The problems with the lines of their rows as numbers.
    pub fn by_line(&self, broken: BrokenRows) -> BrokenRows {
        broken.renumbered(|sheet, row| {
            let index = usize::try_from(row).ok();
            let found = index.and_then(|it| self.rows.get(it.checked_sub(1)?));
            match (sheet, found) {
                (RECORDS, Some((line, _))) => *line,
                _ => row,
            }
        })
    }

    /// Where a row is, by its number in the order of the rows, from 1.
    pub fn place_of(&self, row: u64) -> String {
        let index = usize::try_from(row).ok();
        let found = index.and_then(|it| self.rows.get(it.checked_sub(1)?));
        let line = found.map_or(row, |(line, _)| *line);
        format!("{}:{line}", self.path.display())
    }

    /// Where a problem is, whose number is [that of a line](Self::by_line).
    pub fn place(&self, problem: &Problem) -> Place {
        Place {
            row: problem.row,
            text: match problem.sheet {
                RECORDS => format!("{}:{}", self.path.display(), problem.row),
                other => format!("{other} row {}", problem.row),
            },
        }
    }
}

/// Reads the file of `--categories`.
///
/// # Errors
/// If it is not CSV, or does not have the columns of categories.
pub fn categories(path: &Path, content: &[u8], delimiter: u8) -> Result<Vec<Category>, Failure> {
    let (columns, rows) = table(path, content, delimiter)?;
    let at = |name: &str| columns.iter().position(|it| it == name);
    let (Some(id), Some(name)) = (at("category_id"), at("category_name")) else {
        let message = format!("{}:1: a column is missing", path.display());
        return Err(Failure::usage(message)
            .help("the columns are category_id, category_name and maybe category_description"));
    };
    let description = at("category_description");
    let categories = rows.iter().map(|(_, row)| {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let category = Category::new(cell(id), cell(name));
        match description.map(cell).filter(|it| !it.is_empty()) {
            Some(description) => category.description(description),
            None => category,
        }
    });
    Ok(categories.collect())
}

type Lines = Vec<(u64, StringRecord)>;

/// The names of the columns, and the rows with their lines.
fn table(path: &Path, content: &[u8], delimiter: u8) -> Result<(Vec<String>, Lines), Failure> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let (content, delimiter) = separator_line(content, delimiter);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(Trim::All)
        .from_reader(content);
    let broken = |error: csv::Error| broken(path, content, &error);
    let columns: Vec<String> = reader
        .headers()
        .map_err(broken)?
        .iter()
        .map(str::to_owned)
        .collect();
    for (at, column) in columns.iter().enumerate() {
        if columns.iter().take(at).any(|it| it == column) {
            let message = format!("{}:1: the column `{column}` occurs twice", path.display());
            return Err(Failure::usage(message).help("give each column a name of its own"));
        }
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        // A spreadsheet program writes an empty row as delimiters alone.
        let row = row.map_err(broken)?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = row.position().map_or(0, |it| line(content, it));
        rows.push((line, row));
    }
    Ok((columns, rows))
}

/// A first line such as `sep=;` names the delimiter, as spreadsheet programs write and read it. Its line break stays, so that
/// lines are counted as in the file.
fn separator_line(content: &[u8], delimiter: u8) -> (&[u8], u8) {
    match content {
        [b's', b'e', b'p', b'=', named, rest @ ..]
            if rest.starts_with(b"\n") || rest.starts_with(b"\r\n") =>
        {
            (rest, *named)
        }
        _ => (content, delimiter),
    }
}

/// The line of a row. The library says where it began to look for it: before empty lines, and the end of the last line.
fn line(content: &[u8], position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).ok();
    let rest = start.and_then(|it| content.get(it..)).unwrap_or_default();
    let breaks = rest.iter().take_while(|it| b"\r\n".contains(it));
    position.line() + breaks.filter(|it| **it == b'\n').count() as u64
}

/// Why a file is not CSV, without what is in it.
fn broken(path: &Path, content: &[u8], error: &csv::Error) -> Failure {
    let name = path.display();
    let line = error.position().map_or(1, |it| line(content, it));
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Failure::usage(format!(
            "{name}:{line}: expected {expected_len} cells, found {len}"
        ))
        .help("put cells with a comma into quotes; --delimiter ';' reads files with semicolons"),
        csv::ErrorKind::Utf8 { .. } => {
            Failure::usage(format!("{name}:{line}: not UTF-8")).help("save the file as UTF-8")
        }
        _ => Failure::usage(format!("{name}:{line}: {error}")),
    }
}
