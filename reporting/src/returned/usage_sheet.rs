//! A workbook with usage, read back before it is uploaded.

use std::borrow::Cow;

use connect_usage::models::UsageFileSchema;

use super::cells::CellValue;
use super::error::ReadError;
use super::limits::Limits;
use super::row::Row;
use super::workbook::Workbook;
use crate::usage::{
    BrokenRows, CATEGORIES, Category, Cell, NotText, OF_ITEMS, OF_RECORDS, PARAMETER, Problem,
    RECONCILIATION, UsageWorkbook, required,
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

    /// The schema that the cells are for: `tr` if a row has a tier, `cr` if a row has an amount, and `qt` otherwise. The
    /// schema of the report itself takes precedence. The cells do not distinguish `pr` from `cr`; both are checked alike.
    pub fn schema(&self) -> UsageFileSchema {
        let has = |column: &str| self.rows().any(|it| !it.value(column).is_empty());
        match (has("tier"), has("amount")) {
            (true, _) => UsageFileSchema::Tr,
            (false, true) => UsageFileSchema::Cr,
            (false, false) => UsageFileSchema::Qt,
        }
    }

    /// The names of columns that are not checked, because nothing is known of them. Their names may be mistyped.
    pub fn unknown_columns(&self) -> impl Iterator<Item = &str> {
        let header = self.workbook.records.header.iter().map(String::as_str);
        header.filter(|name| {
            let is_parameter = name.starts_with(PARAMETER) || name.starts_with("p.");
            let is_known = named().any(|it| it == *name) || *name == "usage_record_id";
            !name.is_empty() && !is_known && !is_parameter
        })
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
        if OF_ITEMS.iter().any(|it| records.columns.contains_key(*it)) {
            workbook = workbook.item_details();
        }
        if records.columns.contains_key(RECONCILIATION) {
            workbook = workbook.reconciliation_ids();
        }
        let parameters = records.header.iter().map(String::as_str);
        let parameters: Vec<_> = parameters.filter(|it| it.starts_with(PARAMETER)).collect();
        for name in &parameters {
            workbook = workbook.parameter(*name);
        }
        let checker = workbook.checker();
        let mut checker = checker.map_err(|error| ReadError::settings(&records.sheet, &error))?;
        let mut names: Vec<&str> = named().collect();
        names.extend(parameters);
        let mut rows = Vec::with_capacity(records.rows.len());
        for row in self.rows() {
            let cells = names.iter().map(|it| (*it, cell(it, row.value(it))));
            let cells: Vec<Cell<'_>> = cells.collect();
            checker.add_parsed(&cells);
            rows.push(row.number());
        }
        let number = |problem: &Problem| {
            let rows = match problem.sheet {
                CATEGORIES => &category_rows,
                _ => &rows,
            };
            let index = usize::try_from(problem.row).ok();
            let row = index.and_then(|it| rows.get(it.checked_sub(1)?));
            row.map_or(problem.row, |it| u64::from(*it))
        };
        Ok(checker.finish().map_err(|broken| broken.renumbered(number)))
    }
}

/// The columns that rows can have, without those of custom parameters.
fn named() -> impl Iterator<Item = &'static str> {
    let optional = OF_ITEMS.into_iter().chain([RECONCILIATION]);
    OF_RECORDS.into_iter().chain(optional)
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
