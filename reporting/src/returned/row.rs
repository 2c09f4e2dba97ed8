//! The cells of a row, by the names of their columns.

use std::borrow::Cow;

use connect_usage::{DateTime, Decimal};

use super::cells::CellValue;
use super::comments::CellComment;
use super::error::ReadError;
use super::table::{RawRow, Table};
use crate::usage::text;

/// A row of a workbook that came back: its cells as they are, or as a type.
///
/// Cells are found by the names of their columns. A column that does not exist is empty.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    row: &'a RawRow,
}

impl<'a> Row<'a> {
    pub(super) fn new(table: &'a Table, row: &'a RawRow) -> Self {
        Self { table, row }
    }

    /// The number of the row as spreadsheet programs count it: 2 is the first one below the header.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// The value of a cell, as it is in the workbook.
    pub fn value(&self, column: &str) -> &'a CellValue {
        let cell = self.table.columns.get(column);
        let cell = cell.and_then(|it| self.row.cells.get(*it));
        cell.unwrap_or(&CellValue::Empty)
    }

    /// All cells with a value and the names of their columns, in the order of the sheet. Columns without a name are left
    /// out.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, &'a CellValue)> + use<'a> {
        let names = self.table.header.iter().map(String::as_str);
        let cells = names.zip(&self.row.cells);
        cells.filter(|(name, cell)| !name.is_empty() && !cell.is_empty())
    }

    /// The comments of the row: what the platform found wrong with its cells.
    pub fn comments(&self) -> &'a [CellComment] {
        let all = &self.table.comments;
        let start = all.partition_point(|it| it.row < self.row.number);
        let end = all.partition_point(|it| it.row <= self.row.number);
        all.get(start..end).unwrap_or_default()
    }

    /// A text, or a number as text. `None` if the cell is empty.
    ///
    /// # Errors
    /// If the cell has a value of another type.
    pub fn text(&self, column: &str) -> Result<Option<Cow<'a, str>>, ReadError> {
        let value = self.value(column);
        match value.as_text() {
            None if !value.is_empty() => Err(self.wrong(column, "a text")),
            text => Ok(text),
        }
    }

    /// A text that must not be empty.
    ///
    /// # Errors
    /// If it is, or if the cell has a value of another type.
    pub fn required(&self, column: &str) -> Result<String, ReadError> {
        let text = self.text(column)?;
        let text = text.ok_or_else(|| self.wrong(column, "a text"))?;
        Ok(text.into_owned())
    }

    /// A decimal, from a text or a number. `None` if the cell is empty.
    ///
    /// # Errors
    /// If the cell has another value, or a number beyond 2⁵³, which is not exact.
    pub fn decimal(&self, column: &str) -> Result<Option<Decimal>, ReadError> {
        let expected = "a decimal number";
        if self.value(column).is_inexact() {
            return Err(self.wrong(column, "a decimal number that is exact"));
        }
        let text = self
            .text(column)
            .map_err(|_| self.wrong(column, expected))?;
        let number = text.map(|it| it.parse()).transpose();
        number.map_err(|_| self.wrong(column, expected))
    }

    /// A date-time in UTC, from text of the form `YYYY-MM-DD HH:MM:SS`, whose hour can have one digit, or of RFC 3339, or from
    /// a date cell.
    /// `None` if the cell is empty.
    ///
    /// # Errors
    /// If the cell has another value.
    pub fn date_time(&self, column: &str) -> Result<Option<DateTime>, ReadError> {
        let date_time = match self.value(column) {
            CellValue::Empty => return Ok(None),
            CellValue::DateTime(date_time) => Some(*date_time),
            CellValue::Text(text) => text::read_date_time(text),
            _ => None,
        };
        let expected = "a date-time such as `2029-01-31 09:00:00`";
        date_time
            .map(Some)
            .ok_or_else(|| self.wrong(column, expected))
    }

    pub(super) fn wrong(&self, column: &str, expected: &str) -> ReadError {
        ReadError::value(expected, self.value(column))
            .in_sheet(&self.table.sheet)
            .in_cell(self.row.number, column)
    }
}
