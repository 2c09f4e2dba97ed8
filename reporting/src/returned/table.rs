//! A sheet as a table: a header, and rows by the names of its columns.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::Xlsx;

use super::cells::{self, CellValue};
use super::comments::{CellComment, Placed};
use super::error::{ReadError, ReadErrorKind};
use super::limits::Limits;
use crate::usage::MAX_COLUMNS;
use crate::usage::text::short;

/// The column that each sheet with records has.
pub(super) const RECORD_ID: &str = "record_id";

/// A sheet whose first row has the names of the columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub sheet: String,
    pub header: Vec<String>,
    pub columns: BTreeMap<String, usize>,
    pub rows: Vec<RawRow>,
    /// By row.
    pub comments: Vec<CellComment>,
    /// The first row and the number of the cells in a column whose texts have white space at their ends.
    pub padded: BTreeMap<usize, (u32, u64)>,
}

/// A row with a value.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    /// From 1, which is the header.
    pub number: u32,
    /// By column. Cells at the end can be missing.
    pub cells: Vec<CellValue>,
}

impl Table {
    /// Reads a sheet that exists.
    pub fn read(
        workbook: &mut Xlsx<Cursor<&[u8]>>,
        sheet: &str,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let mut table = Self {
            sheet: sheet.to_owned(),
            ..Self::default()
        };
        let rows = rows(workbook, sheet, limits, &mut table.padded);
        let rows = rows.map_err(|it| it.in_sheet(sheet))?;
        for row in rows {
            match row.number {
                1 => table.header = names(&row.cells).map_err(|it| it.in_sheet(sheet))?,
                _ => table.rows.push(row),
            }
        }
        table.name_columns(sheet)?;
        Ok(table)
    }

    /// Finds the columns by their names. A name that occurs twice is an error if its column has a meaning.
    fn name_columns(&mut self, sheet: &str) -> Result<(), ReadError> {
        for (at, name) in self.header.iter().enumerate() {
            if name.is_empty() {
                continue;
            }
            let is_first = !self.columns.contains_key(name);
            if is_first {
                self.columns.insert(name.clone(), at);
            } else if has_meaning(name) {
                let message = format!("the column `{}` occurs twice", short(name));
                return Err(ReadError::new(ReadErrorKind::Duplicate, message).in_sheet(sheet));
            }
        }
        // Templates of 2019 have this name.
        if let (None, Some(old)) = (
            self.columns.get(RECORD_ID),
            self.columns.get("usage_record_id"),
        ) {
            self.columns.insert(RECORD_ID.to_owned(), *old);
        }
        Ok(())
    }

    /// Adds comments, which are sorted by place.
    pub fn add_comments(&mut self, comments: Vec<Placed>) {
        let header = &self.header;
        let comments = comments.into_iter().map(|((row, column), text)| {
            let name = header.get(column).filter(|it| !it.is_empty());
            CellComment {
                row: row.saturating_add(1),
                column: name.cloned().unwrap_or_else(|| (column + 1).to_string()),
                text,
            }
        });
        self.comments = comments.collect();
    }

    /// The place of a column that must exist.
    pub fn require(&self, column: &str) -> Result<usize, ReadError> {
        let found = self.columns.get(column).copied();
        found.ok_or_else(|| {
            let names = self.columns.keys().take(30).map(|it| short(it));
            let names = names.collect::<Vec<_>>().join(", ");
            let message = format!("expected a column `{column}`, found {names}");
            ReadError::new(ReadErrorKind::MissingColumn, message).in_sheet(&self.sheet)
        })
    }
}

/// Whether the platform reads or writes a column of this name: two of them would be ambiguous.
fn has_meaning(name: &str) -> bool {
    let prefixes = [
        "record_",
        "item_",
        "asset_",
        "attribute_",
        "external_billing_",
        "v.",
        "p.",
    ];
    let names = [
        "usage_record_id",
        "quantity",
        "amount",
        "tier",
        "start_time_utc",
        "end_time_utc",
        "category_id",
        "status",
    ];
    names.contains(&name) || prefixes.iter().any(|it| name.starts_with(it))
}

fn names(cells: &[CellValue]) -> Result<Vec<String>, ReadError> {
    let names = (1..).zip(cells).map(|(number, cell): (usize, _)| {
        // The column may be one that is required.
        if cell.help().is_some() {
            let error = ReadError::value("the name of a column", cell);
            return Err(error.in_cell(1, &number.to_string()));
        }
        Ok(cell.as_text().unwrap_or_default().trim().to_owned())
    });
    names.collect()
}

/// The rows with a value, in order. A cell far from the others takes no room for what is between them.
fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    limits: &Limits,
    padded: &mut BTreeMap<usize, (u32, u64)>,
) -> Result<Vec<RawRow>, ReadError> {
    let mut reader = workbook
        .worksheet_cells_reader(sheet)
        .map_err(ReadError::format)?;
    let mut rows: Vec<RawRow> = Vec::new();
    let (mut count, mut room) = (0_usize, 0_usize);
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(ReadError::format)?
    {
        count += 1;
        if count > limits.max_cells() {
            return Err(too_large("cells", limits.max_cells()));
        }
        let (row, column) = cell.pos;
        let value = CellValue::new(&cell.value, cell.formula.is_some());
        if value.is_empty() {
            continue;
        }
        let column = column as usize;
        let number = row.saturating_add(1);
        if column >= MAX_COLUMNS {
            let error = too_large("columns", MAX_COLUMNS);
            return Err(error.in_cell(number, &(column + 1).to_string()));
        }
        if cells::is_padded(&cell.value) {
            padded.entry(column).or_insert((number, 0)).1 += 1;
        }
        if rows.last().is_none_or(|it| it.number != number) {
            if rows.last().is_some_and(|it| it.number > number) {
                return Err(ReadError::format("the rows are not in order").in_row(number));
            }
            if rows.len() >= limits.max_rows() {
                return Err(too_large("rows", limits.max_rows()).in_row(number));
            }
            let width = rows.last().map_or(0, |it| it.cells.len());
            let cells = Vec::with_capacity(width);
            rows.push(RawRow { number, cells });
        }
        if let Some(row) = rows.last_mut() {
            if row.cells.len() <= column {
                // Cells that are not in the file take room as well.
                room += column + 1 - row.cells.len();
                if room > limits.max_cells() {
                    return Err(too_large("cells", limits.max_cells()));
                }
                row.cells.resize(column + 1, CellValue::Empty);
            }
            row.put(column, value)?;
        }
    }
    Ok(rows)
}

fn too_large(what: &str, limit: usize) -> ReadError {
    let message = format!("expected at most {limit} {what}, found more");
    ReadError::new(ReadErrorKind::TooLarge, message)
}

impl RawRow {
    /// Sets a cell, which the row has room for, once.
    fn put(&mut self, column: usize, value: CellValue) -> Result<(), ReadError> {
        match self.cells.get_mut(column) {
            Some(cell) if cell.is_empty() => *cell = value,
            // Which of two values counts would be a matter of the reader.
            _ => {
                let error = ReadError::format("a cell occurs twice");
                return Err(error.in_cell(self.number, &(column + 1).to_string()));
            }
        }
        Ok(())
    }
}
