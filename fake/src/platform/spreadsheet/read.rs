//! Opens workbooks, within bounds: an upload can be anything.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use zip::ZipArchive;

use super::table::{Cell, MAX_TEXT, Row, Table};

/// What a workbook may unpack to, in bytes.
const MAX_UNPACKED: u64 = 64 << 20;

/// How many files a workbook may consist of.
const MAX_ENTRIES: usize = 1000;

/// How many cells a sheet may have, empty ones among them.
const MAX_CELLS: usize = 2_000_000;

/// How many rows with a value a sheet may have.
const MAX_ROWS: usize = 100_000;

/// How many columns a sheet may have.
const MAX_COLUMNS: usize = 256;

/// The sheets of a workbook that were asked for, by name.
pub(super) type Tables = BTreeMap<&'static str, Table>;

/// Reads the sheets of these names; those that do not exist are left out. The error is a message about the whole file.
pub(super) fn tables(content: &[u8], names: &[&'static str]) -> Result<Tables, String> {
    // The parser computes with the references to cells in a file, and panics at those that are too large, if overflows
    // are checked. Nothing that it had begun is used afterwards.
    let read = AssertUnwindSafe(|| {
        check_size(content)?;
        sheets(content, names)
    });
    catch_unwind(read).unwrap_or_else(|_| Err(unreadable("its parser failed")))
}

/// Unpacks each file of a workbook to nowhere. The sizes that an archive declares may be wrong.
fn check_size(content: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(unreadable)?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("The workbook has more than {MAX_ENTRIES} parts."));
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(unreadable)?.take(left + 1);
        let size = io::copy(&mut part, &mut io::sink()).map_err(unreadable)?;
        left = left.checked_sub(size).ok_or_else(|| {
            format!(
                "The workbook unpacks to more than {} MB.",
                MAX_UNPACKED >> 20
            )
        })?;
    }
    Ok(())
}

fn sheets(content: &[u8], names: &[&'static str]) -> Result<Tables, String> {
    let workbook = open_workbook_from_rs(Cursor::new(content));
    let mut workbook: Xlsx<_> = workbook.map_err(|error: XlsxError| unreadable(error))?;
    let existing = workbook.sheet_names();
    let mut tables = Tables::new();
    for name in names {
        if existing.iter().any(|it| it == name) {
            tables.insert(*name, table(&mut workbook, name)?);
        }
    }
    Ok(tables)
}

fn table(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, String> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows = BTreeMap::<u32, Vec<Cell>>::new();
    let mut count = 0;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        count += 1;
        if count > MAX_CELLS {
            return Err(format!(
                "The sheet `{name}` has more than {MAX_CELLS} cells."
            ));
        }
        let (row, column) = cell.get_position();
        let value = value(cell.get_value());
        if value == Cell::Empty {
            continue;
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(format!(
                "The sheet `{name}` has more than {MAX_COLUMNS} columns."
            ));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = value;
        if rows.len() > MAX_ROWS + 1 {
            return Err(format!("The sheet `{name}` has more than {MAX_ROWS} rows."));
        }
    }
    let header = rows.remove(&0).unwrap_or_default();
    let header = header.iter().map(|it| it.text().unwrap_or_default());
    Ok(Table {
        header: header.map(|it| it.trim().to_owned()).collect(),
        rows: rows
            .into_iter()
            .map(|(number, cells)| Row { number, cells })
            .collect(),
    })
}

fn value(value: &DataRef<'_>) -> Cell {
    let text = match value {
        DataRef::String(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::Int(number) => return Cell::Text(number.to_string()),
        DataRef::Float(number) => return Cell::Number(*number),
        DataRef::Bool(_) => return Cell::Other("a boolean"),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => return Cell::Other("a date"),
        DataRef::DurationIso(_) => return Cell::Other("a duration"),
        DataRef::Error(_) => return Cell::Other("an error"),
        DataRef::Empty => "",
    };
    // Most texts are short enough at a glance.
    let is_long = text.len() > MAX_TEXT && text.chars().nth(MAX_TEXT).is_some();
    match text.trim().is_empty() {
        true => Cell::Empty,
        false if is_long => Cell::Other("a text of more than 32,767 characters"),
        false => Cell::Text(text.to_owned()),
    }
}

fn unreadable(error: impl std::fmt::Display) -> String {
    format!("The file is not a workbook that can be read: {error}.")
}
