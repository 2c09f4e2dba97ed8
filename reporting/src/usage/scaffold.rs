//! A workbook without rows, into which rows are put.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use zip::ZipArchive;

use super::columns::{CATEGORIES, Columns, OF_CATEGORIES, RECORDS};
use super::error::WriteError;
use super::row::Category;

/// The part of the sheet with records.
pub(super) const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The format `@`: text.
const TEXT: u8 = 49;

/// Everything of a workbook but its rows.
pub(super) struct Scaffold {
    /// A workbook whose sheet with records has the header alone.
    pub workbook: Vec<u8>,
    /// The sheet up to and with its header.
    pub before: String,
    /// What follows the last row.
    pub after: String,
    /// The attribute of cells that have the format for text.
    pub style: String,
}

impl Scaffold {
    /// Makes a workbook with these columns, and with these categories unless they are broken.
    pub fn new(
        columns: &Columns,
        categories: &[Category],
        has_categories: bool,
    ) -> Result<Self, WriteError> {
        let categories = if has_categories { categories } else { &[] };
        let workbook = workbook(columns, categories).map_err(WriteError::workbook)?;
        let mut archive = ZipArchive::new(Cursor::new(&workbook)).map_err(WriteError::workbook)?;
        let mut sheet = String::new();
        let mut part = archive.by_name(SHEET).map_err(WriteError::workbook)?;
        part.read_to_string(&mut sheet)
            .map_err(WriteError::workbook)?;
        drop(part);
        split(workbook, &sheet).ok_or_else(|| {
            WriteError::Workbook("the sheet without rows has an unexpected form".into())
        })
    }
}

/// Cuts the sheet behind its header. The area that it declares would be wrong with rows, and is optional.
fn split(workbook: Vec<u8>, sheet: &str) -> Option<Scaffold> {
    let (before, end) = sheet.split_once("</sheetData>")?;
    let (start, rest) = before.split_once("<dimension ")?;
    let (_, rest) = rest.split_once("/>")?;
    let (_, style) = before.split_once("<c r=\"A1\" s=\"")?;
    let (style, _) = style.split_once('"')?;
    Some(Scaffold {
        before: format!("{start}{rest}"),
        after: format!("</sheetData>{end}"),
        style: format!(" s=\"{style}\""),
        workbook,
    })
}

fn workbook(columns: &Columns, categories: &[Category]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // By default it is the time of the computer, and no two workbooks would be the same.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let text = Format::new().set_num_format_index(TEXT);
    sheet(&mut workbook, RECORDS, columns.names(), &text)?;
    if !categories.is_empty() {
        sheet(&mut workbook, CATEGORIES, OF_CATEGORIES.into_iter(), &text)?;
        let sheet = workbook.worksheet_from_name(CATEGORIES)?;
        for (row, category) in (1..).zip(categories) {
            let description = category.description.as_deref().unwrap_or_default();
            let cells = [category.id.as_str(), &category.name, description];
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// Adds a sheet with a header, whose columns have this format.
fn sheet<'a>(
    workbook: &mut Workbook,
    name: &str,
    header: impl Iterator<Item = &'a str>,
    format: &Format,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    for (column, name) in (0..).zip(header) {
        sheet.set_column_format(column, format)?;
        sheet.write_string_with_format(0, column, name, format)?;
    }
    Ok(())
}
