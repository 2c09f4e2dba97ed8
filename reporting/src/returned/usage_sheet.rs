//! A workbook with usage, read back before it is uploaded.

use std::borrow::Cow;

use connect_usage::DateTime;
use connect_usage::models::UsageFileSchema;

use super::cells::CellValue;
use super::error::ReadError;
use super::limits::Limits;
use super::row::Row;
use super::warnings::{self, Warning};
use super::workbook::Workbook;
use crate::usage::{
    BrokenRows, CATEGORIES, Category, Cell, NotText, Outside, PARAMETER, RowsOutside,
    UsageWorkbook, required,
};

/// A workbook with usage that a vendor wrote with any program, to be checked before it is uploaded.
///
/// ```
/// use connect_reporting::{ReadError, UsageSheet};
///
/// fn check(workbook: &[u8]) -> Result<(), ReadError> {
///     let sheet = UsageSheet::read(workbook)?;
///     if let Err(broken) = sheet.check(sheet.schema())? {
///         eprintln!("{broken}"); // with the numbers of rows that spreadsheet programs show
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone)]
pub struct UsageSheet {
    workbook: Workbook,
}

impl UsageSheet {
    /// Reads a workbook within the default [`Limits`].
    ///
    /// # Errors
    /// If it is not a workbook, is too large, or has no sheet `records` with a column `record_id`.
    pub fn read(content: &[u8]) -> Result<Self, ReadError> {
        Self::read_with(content, &Limits::new())
    }

    /// Reads a workbook within these limits.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn read_with(content: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let workbook = Workbook::read_with_categories(content, limits)?;
        Ok(Self { workbook })
    }

    /// The rows with a value, in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.workbook.rows()
    }

    /// The schema that the cells are for, by [`UsageWorkbook::schema_of`]. The schema of the report itself takes
    /// precedence.
    pub fn schema(&self) -> UsageFileSchema {
        UsageWorkbook::schema_of(|column| self.rows().any(|it| !it.value(column).is_empty()))
    }

    /// The names of columns that are not checked, because nothing is known of them. Their names may be mistyped.
    pub fn unknown_columns(&self) -> impl Iterator<Item = &str> {
        let header = self.workbook.records.header.iter().map(String::as_str);
        header.filter(|name| {
            let is_other = name.starts_with("p.") || *name == "usage_record_id";
            !name.is_empty() && !is_other && !UsageWorkbook::is_column(name)
        })
    }

    /// The rows that begin before a period or end after it: its first and its last second. Rows whose times cannot be read are
    /// left to [`check`](Self::check). `None` if there are none.
    pub fn rows_outside(
        &self,
        start: impl Into<DateTime>,
        end: impl Into<DateTime>,
    ) -> Option<RowsOutside> {
        let mut outside = Outside::new(start.into(), end.into());
        for row in self.rows() {
            let times = ["start_time_utc", "end_time_utc"].map(|it| row.date_time(it));
            if let [Ok(Some(start)), Ok(Some(end))] = times {
                outside.count(row.number().into(), start, end);
            }
        }
        outside.found()
    }

    /// What the platform is not known to accept, although [`check`](Self::check) can read it: the workbook is uploaded as it is.
    /// It knows date cells and times of other forms, numbers with exponents, other names of sheets and columns, and white space
    /// at the ends of texts. [`UsageWriter`](crate::UsageWriter) writes none of these.
    ///
    /// ```
    /// use connect_reporting::{ReadError, UsageSheet};
    ///
    /// fn warn(workbook: &[u8]) -> Result<(), ReadError> {
    ///     for warning in UsageSheet::read(workbook)?.warnings() {
    ///         eprintln!("warning: {warning}");
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = warnings::of_records(&self.workbook.records);
        if let Some(categories) = &self.workbook.categories {
            warnings.extend(warnings::of_sheet(categories, CATEGORIES));
        }
        warnings
    }

    /// Checks all rows and categories as [`UsageWorkbook`] does, for a report with this schema. Returns the number of
    /// rows, or what is wrong: the rows of its problems are those that spreadsheet programs show, in which 1 is the header.
    ///
    /// # Errors
    /// If the sheet has no rows that can be checked: a column is missing or has a name that no parameter can have, or the
    /// sheet `categories` has no column `category_id`.
    pub fn check(&self, schema: UsageFileSchema) -> Result<Result<u64, BrokenRows>, ReadError> {
        let records = &self.workbook.records;
        for column in required(&schema) {
            records.require(column)?;
        }
        let mut workbook = UsageWorkbook::new(schema);
        let mut category_rows = Vec::new();
        if let Some(table) = &self.workbook.categories {
            table.require("category_id")?;
            for row in table.rows.iter().map(|it| Row::new(table, it)) {
                workbook = workbook.category(category(&row)?);
                category_rows.push(row.number());
            }
        }
        let header = || records.header.iter().map(String::as_str);
        let checker = workbook.declare(header()).checker();
        let mut checker = checker.map_err(|error| ReadError::settings(&records.sheet, &error))?;
        // By their usual names: the column `record_id` can have an older one.
        let named = UsageWorkbook::columns().chain(UsageWorkbook::optional_columns());
        let mut names: Vec<&str> = named.collect();
        names.extend(header().filter(|it| it.starts_with(PARAMETER)));
        let mut rows = Vec::with_capacity(records.rows.len());
        for row in self.rows() {
            let cells = names.iter().map(|it| (*it, cell(it, row.value(it))));
            let cells: Vec<Cell<'_>> = cells.collect();
            checker.add_parsed(&cells);
            rows.push(row.number());
        }
        let number = |sheet: &str, row: u64| {
            let rows = match sheet {
                CATEGORIES => &category_rows,
                _ => &rows,
            };
            let index = usize::try_from(row).ok();
            let found = index.and_then(|it| rows.get(it.checked_sub(1)?));
            found.map_or(row, |it| u64::from(*it))
        };
        Ok(checker.finish().map_err(|broken| broken.renumbered(number)))
    }
}

fn category(row: &Row<'_>) -> Result<Category, ReadError> {
    let text = |column: &str| Ok::<_, ReadError>(row.text(column)?.unwrap_or_default());
    let category = Category::new(text("category_id")?, text("category_name")?);
    Ok(match row.text("category_description")? {
        Some(description) => category.description(description),
        None => category,
    })
}

/// The text of a cell, or a description of a value that is not text. In a column of numbers, a number that is not
/// exact is described as well.
fn cell<'a>(column: &str, value: &'a CellValue) -> Result<Cow<'a, str>, NotText> {
    let not_text = |found: String| NotText {
        found,
        help: value.help(),
    };
    let is_number = matches!(column, "quantity" | "amount" | "tier");
    if is_number && value.is_inexact() {
        let found = format!("{}, which is not exact", value.describe());
        return Err(not_text(found));
    }
    match value.as_text() {
        Some(text) => Ok(text),
        None if value.is_empty() => Ok("".into()),
        None => Err(not_text(value.describe())),
    }
}
