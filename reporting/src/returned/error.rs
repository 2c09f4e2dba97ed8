//! Why a workbook cannot be read.

use std::fmt;

use super::cells::CellValue;
use crate::usage::text::{printable, short};

/// How many characters of an error of a library are printed: it can quote the file.
const CAUSE: usize = 400;

/// What kind of error a [`ReadError`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The file is not a workbook, or a part of it is broken.
    Format,
    /// The workbook exceeds one of the [`Limits`](crate::Limits).
    TooLarge,
    /// A sheet does not exist.
    MissingSheet,
    /// A column does not exist.
    MissingColumn,
    /// Something that must be unique is not.
    Duplicate,
    /// A cell has no value of the expected type.
    Value,
}

/// Why a workbook or one of its cells cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// The kind of error.
    pub kind: ReadErrorKind,
    /// The sheet, if the error is in one.
    pub sheet: Option<String>,
    /// The row as spreadsheet programs count it: 1 is the header.
    pub row: Option<u32>,
    /// The name of the column; its number from 1 if it has none.
    pub column: Option<String>,
    /// What is wrong, what was expected and found.
    pub message: String,
}

impl ReadError {
    pub(super) fn new(kind: ReadErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            sheet: None,
            row: None,
            column: None,
            message: message.into(),
        }
    }

    /// The file cannot be read as a workbook.
    pub(super) fn format(error: impl fmt::Display) -> Self {
        let cause = printable(&error.to_string(), CAUSE);
        let message = format!("expected an .xlsx workbook: {cause}");
        Self::new(ReadErrorKind::Format, message)
    }

    /// The columns of the sheet are not those of a workbook that can be written.
    pub(super) fn settings(sheet: &str, error: impl fmt::Display) -> Self {
        Self::new(ReadErrorKind::Format, printable(&error.to_string(), CAUSE)).in_sheet(sheet)
    }

    /// A cell has another value than the expected one.
    pub(super) fn value(expected: &str, found: &CellValue) -> Self {
        let help = found.help().map(|it| format!("; {it}"));
        let (found, help) = (found.describe(), help.unwrap_or_default());
        let message = format!("expected {expected}, found {found}{help}");
        Self::new(ReadErrorKind::Value, message)
    }

    pub(super) fn in_sheet(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    pub(super) fn in_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    pub(super) fn in_cell(mut self, row: u32, column: &str) -> Self {
        self.row = Some(row);
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot read the workbook")?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{}`", short(sheet))?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{}`", short(column))?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ReadError {}
