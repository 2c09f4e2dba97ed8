//! Writes workbooks with formats and comments: templates, and what was uploaded after processing.

use bytes::Bytes;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use super::table::{Cell, Table};
use crate::platform::format::Problem;

/// The columns of a template, and what is in them.
const TEMPLATE: &[(&str, &str)] = &[
    ("record_id", "A unique id of the row"),
    ("record_note", "Optional: a note"),
    (
        "item_search_criteria",
        "item.mpn, item.global_id or item.local_id",
    ),
    ("item_search_value", "The value by which the item is found"),
    (
        "asset_search_criteria",
        "asset.id, or parameter. and the id of a parameter",
    ),
    (
        "asset_search_value",
        "The value by which the asset is found",
    ),
    ("start_time_utc", "YYYY-MM-DD HH:MM:SS, as text"),
    ("end_time_utc", "YYYY-MM-DD HH:MM:SS, as text"),
    ("category_id", "Optional: an id of the sheet `categories`"),
    ("quantity", "A decimal number; required in the schema QT"),
    (
        "amount",
        "A decimal number; required in the schemas CR, PR and TR",
    ),
    ("tier", "0, 1 or 2; required in the schema TR"),
];

/// The columns of the sheet with categories.
const CATEGORIES: [&str; 3] = ["category_id", "category_name", "category_description"];

/// Writes the template of a product.
pub(super) fn template(product: &str, schema: &str) -> Result<Bytes, XlsxError> {
    let mut workbook = new()?;
    let schema = schema.to_uppercase();
    let help = format!("Usage of the product {product}, in the schema {schema}.");
    sheet(&mut workbook, "instructions")?.write_string(0, 0, help)?;
    let definitions = sheet(&mut workbook, "data_definitions")?;
    for (row, (name, text)) in (0..).zip(TEMPLATE) {
        definitions.write_string(row, 0, *name)?;
        definitions.write_string(row, 1, *text)?;
    }
    let columns: Vec<_> = TEMPLATE.iter().map(|(name, _)| *name).collect();
    for (name, columns) in [("categories", &CATEGORIES[..]), ("records", &columns)] {
        let sheet = sheet(&mut workbook, name)?;
        // The format `@`.
        let text = Format::new().set_num_format_index(49);
        for (column, name) in (0..).zip(columns) {
            sheet.set_column_format(column, &text)?;
            sheet.write_string_with_format(0, column, *name, &text)?;
        }
    }
    save(workbook)
}

/// Writes what was uploaded after processing: the general sheet, and the tables that were read, with an outline and a
/// comment for each problem. The problems are in the last table.
pub(super) fn processed(
    general: &[Vec<String>],
    tables: &[(&str, &Table)],
    problems: &[Problem],
) -> Result<Bytes, XlsxError> {
    let mut workbook = new()?;
    let help = "Cells with errors have a red outline and a comment.";
    sheet(&mut workbook, "instructions")?.write_string(0, 0, help)?;
    let sheet_of_names = sheet(&mut workbook, "general")?;
    for (row, values) in (0..).zip(general) {
        for (column, value) in (0..).zip(values) {
            sheet_of_names.write_string(row, column, value)?;
        }
    }
    for (index, (name, table)) in (1..).zip(tables) {
        let sheet = sheet(&mut workbook, name)?;
        write_table(sheet, table)?;
        if index == tables.len() {
            mark(sheet, table, problems)?;
        }
    }
    save(workbook)
}

fn write_table(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(&table.header) {
        sheet.write_string(0, column, name)?;
    }
    for row in &table.rows {
        for (column, cell) in (0..).zip(&row.cells) {
            write_cell(sheet, (row.number, column), cell, &Format::new())?;
        }
    }
    Ok(())
}

/// Marks the cells with problems. Several problems of a cell are one comment.
fn mark(sheet: &mut Worksheet, table: &Table, problems: &[Problem]) -> Result<(), XlsxError> {
    let red = Format::new().set_border(FormatBorder::Medium);
    let red = red.set_border_color(Color::Red);
    let mut notes = std::collections::BTreeMap::<_, Vec<&str>>::new();
    for problem in problems {
        // A column that does not exist has its problems at the first one.
        let column = table.column(&problem.column).unwrap_or(0);
        let place = (problem.row, column);
        notes.entry(place).or_default().push(&problem.message);
    }
    let mut rows = table.rows.iter().peekable();
    for ((row, column), messages) in notes {
        while rows.next_if(|it| it.number < row).is_some() {}
        let found = rows.peek().filter(|it| it.number == row);
        let cell = found.map_or(&Cell::Empty, |it| it.cell(column));
        let place = (row, u16::try_from(column).unwrap_or(0));
        write_cell(sheet, place, cell, &red)?;
        // The library takes that many characters.
        let text: String = messages.join("; ").chars().take(32_000).collect();
        let note = Note::new(text).set_author("platform");
        sheet.insert_note(place.0, place.1, &note)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number, format)?,
        Cell::Empty | Cell::Other(_) => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// A workbook that is the same in every run: without a date of its own.
fn new() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2029, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

fn sheet<'a>(workbook: &'a mut Workbook, name: &str) -> Result<&'a mut Worksheet, XlsxError> {
    workbook.add_worksheet().set_name(name)
}

fn save(mut workbook: Workbook) -> Result<Bytes, XlsxError> {
    workbook.save_to_buffer().map(Bytes::from)
}
