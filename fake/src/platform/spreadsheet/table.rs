//! Tables: a sheet as a header and rows.

use std::borrow::Cow;

/// The number of characters that a cell of a workbook can hold.
pub(super) const MAX_TEXT: usize = 32_767;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A value of another type, which is named.
    Other(&'static str),
}

/// A row that is not empty.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Counted from 0, which is the header.
    pub number: u32,
    /// By column. Cells at the end can be missing.
    pub cells: Vec<Cell>,
}

/// A sheet whose first row has the names of the columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

impl Cell {
    /// The value as text; a number as the shortest that is read as the same. `None` if it is empty or of another type.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Empty | Self::Other(_) => None,
        }
    }
}

impl Row {
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl Table {
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|it| it == name)
    }

    /// Checks that no column occurs twice, and that these exist.
    pub fn check(&self, sheet: &str, required: &[&str]) -> Result<(), String> {
        let named = self.header.iter().enumerate();
        let mut named = named.filter(|(_, name)| !name.is_empty());
        if let Some((_, name)) = named.find(|(at, name)| self.column(name) != Some(*at)) {
            return Err(format!("The sheet `{sheet}` has two columns `{name}`."));
        }
        let missing = required.iter().filter(|it| self.column(it).is_none());
        let missing: Vec<_> = missing.map(|it| format!("`{it}`")).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "The sheet `{sheet}` lacks the columns {}.",
                missing.join(", ")
            )),
        }
    }
}
