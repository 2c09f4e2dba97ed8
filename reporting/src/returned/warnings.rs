//! Forms that this package reads, and that the platform is not known to accept.

use std::collections::BTreeMap;
use std::fmt;

use super::cells::CellValue;
use super::table::{RECORD_ID, Table};
use crate::usage::text::short;
use crate::usage::{CATEGORIES, RECORDS};

/// A form in a workbook that the platform is not known to accept. It may, but templates and clients write another one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The sheet, as it is named in the workbook.
    pub sheet: String,
    /// The first row with this form, as spreadsheet programs count it. `None` if it is the name of the sheet.
    pub row: Option<u32>,
    /// The column. `None` if it is the name of the sheet.
    pub column: Option<String>,
    /// The number of cells with this form.
    pub cells: u64,
    /// What was found.
    pub found: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Such as `sheet `records`, column `end_time_utc`, row 2 and 3 more cells: a date cell is not known to be accepted; …`.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sheet `{}`", short(&self.sheet))?;
        if let Some(column) = &self.column {
            write!(f, ", column `{}`", short(column))?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        match self.cells.saturating_sub(1) {
            0 => {}
            1 => f.write_str(" and 1 more cell")?,
            more => write!(f, " and {more} more cells")?,
        }
        write!(
            f,
            ": {} is not known to be accepted; {}",
            self.found, self.help
        )
    }
}

/// The forms in a sheet with records that are not those of templates.
pub(super) fn of_records(table: &Table) -> Vec<Warning> {
    let mut warnings: Vec<_> = of_sheet(table, RECORDS).collect();
    let old = table.header.iter().position(|it| it == "usage_record_id");
    if old.is_some() && table.columns.get(RECORD_ID) == old.as_ref() {
        let help = "name the column `record_id`";
        let cell = (1, old.unwrap_or_default());
        warnings.push(in_cell(
            table,
            cell,
            ("the older name of `record_id`", help),
        ));
    }
    let mut found = BTreeMap::new();
    for (column, form) in FORMS {
        let Some(at) = table.columns.get(column).copied() else {
            continue;
        };
        for row in &table.rows {
            if let Some(wrong) = row.cells.get(at).and_then(form) {
                let new = || in_cell(table, (row.number, at), wrong);
                let again = |it: &mut Warning| it.cells += 1;
                found
                    .entry((at, wrong.0))
                    .and_modify(again)
                    .or_insert_with(new);
            }
        }
    }
    warnings.extend(found.into_values());
    warnings
}

/// The forms of a sheet of any kind: its name, and white space.
pub(super) fn of_sheet<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = Warning> + 'a {
    let renamed = (table.sheet != name).then(|| Warning {
        sheet: table.sheet.clone(),
        row: None,
        column: None,
        cells: 1,
        found: "this name",
        help: match name {
            CATEGORIES => "name the sheet `categories`",
            _ => "name the sheet `records`",
        },
    });
    let padded = table.padded.iter().map(|(column, (row, cells))| {
        let help = "remove the white space";
        let found = ("white space at the ends of a text", help);
        let mut warning = in_cell(table, (*row, *column), found);
        warning.cells = *cells;
        warning
    });
    renamed.into_iter().chain(padded)
}

fn in_cell(table: &Table, (row, column): (u32, usize), (found, help): Wrong) -> Warning {
    let name = table.header.get(column).filter(|it| !it.is_empty());
    Warning {
        sheet: table.sheet.clone(),
        row: Some(row),
        column: Some(name.cloned().unwrap_or_else(|| (column + 1).to_string())),
        cells: 1,
        found,
        help,
    }
}

/// What was found, and what to do.
type Wrong = (&'static str, &'static str);

/// Finds a form in a cell.
type Form = fn(&CellValue) -> Option<Wrong>;

/// The columns whose cells have a form that matters.
const FORMS: [(&str, Form); 4] = [
    ("start_time_utc", of_time),
    ("end_time_utc", of_time),
    ("quantity", of_number),
    ("amount", of_number),
];

fn of_time(value: &CellValue) -> Option<Wrong> {
    let help = "write text of the form `YYYY-MM-DD HH:MM:SS`, in UTC";
    match value {
        CellValue::DateTime(_) => Some(("a date cell", help)),
        CellValue::Text(text) if !is_plain_time(text) => {
            Some(("another form of a date-time", help))
        }
        _ => None,
    }
}

/// Whether a text has the form of templates, whose hour can have one digit.
fn is_plain_time(text: &str) -> bool {
    let is_like = |form: &str| {
        let same = |(it, form): (u8, u8)| match form {
            b'0' => it.is_ascii_digit(),
            form => it == form,
        };
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(same)
    };
    is_like("0000-00-00 00:00:00") || is_like("0000-00-00 0:00:00")
}

fn of_number(value: &CellValue) -> Option<Wrong> {
    match value {
        CellValue::Text(text) if text.contains(['e', 'E']) => Some((
            "a number with an exponent",
            "write digits and a decimal point",
        )),
        _ => None,
    }
}
