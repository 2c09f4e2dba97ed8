//! Writes a chunk's workbook again, with bills.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use connect_usage::Bytes;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::cells::CellValue;
use super::chunk_record::BILLING;
use super::error::ReadError;
use super::package;
use super::table::Table;
use super::workbook::Workbook;
use crate::inline::{begin_row, push_text, push_value};

/// Bills by the index of their row.
pub(super) type Bills = BTreeMap<usize, [String; 2]>;

/// The workbook with bills. All parts but the sheet with records are copied.
pub(super) fn rewritten(
    content: &[u8],
    workbook: &Workbook,
    bills: &Bills,
) -> Result<Bytes, ReadError> {
    let mut archive = package::open(content)?;
    let sheet = package::part(&mut archive, &workbook.part)?.unwrap_or_default();
    let (before, after) = around_rows(&sheet)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(ReadError::format)?;
        if part.name().map_err(ReadError::format)? != workbook.part {
            writer.raw_copy_file(part).map_err(ReadError::format)?;
        }
    }
    // The beginning of the format's time, whatever the clock says.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let started = writer.start_file(workbook.part.as_str(), options);
    started.map_err(ReadError::format)?;
    let mut write = |text: &str| writer.write_all(text.as_bytes()).map_err(ReadError::format);
    write(before)?;
    rows(&workbook.records, bills, &mut write)?;
    write(after)?;
    let written = writer.finish().map_err(ReadError::format)?;
    Ok(written.into_inner().into())
}

/// What is before the first row and behind the last one.
fn around_rows(sheet: &str) -> Result<(&str, &str), ReadError> {
    const NAME: &str = "sheetData";
    let broken = || ReadError::format("the sheet `records` has no rows that can be replaced");
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).ok();
    let mut reader = Reader::from_str(sheet);
    let (mut start, mut end) = (None, None);
    while end.is_none() {
        let before = position(&reader);
        match reader.read_event().map_err(ReadError::format)? {
            Event::Empty(it) if it.name().as_ref() == NAME => {
                (start, end) = (before, position(&reader));
            }
            Event::Start(it) if it.name().as_ref() == NAME => start = before,
            Event::End(it) if it.name().as_ref() == NAME => end = position(&reader),
            Event::Eof => return Err(broken()),
            _ => {}
        }
    }
    let before = start.and_then(|it| sheet.get(..it)).ok_or_else(broken)?;
    let after = end.and_then(|it| sheet.get(it..)).ok_or_else(broken)?;
    Ok((before, after))
}

fn rows(
    table: &Table,
    bills: &Bills,
    write: &mut impl FnMut(&str) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    // Missing columns are added behind the others.
    let mut width = table.header.len();
    let places = BILLING.map(|name| {
        table.columns.get(name).copied().unwrap_or_else(|| {
            width += 1;
            width - 1
        })
    });
    write("<sheetData>")?;
    let mut line = String::new();
    begin_row(&mut line, "1");
    for (column, name) in table.header.iter().enumerate() {
        push_text(&mut line, ("1", column), "", name);
    }
    for (column, name) in places.into_iter().zip(BILLING) {
        if column >= table.header.len() {
            push_text(&mut line, ("1", column), "", name);
        }
    }
    line.push_str("</row>");
    write(&line)?;
    for (index, row) in table.rows.iter().enumerate() {
        let bill = bills.get(&index);
        let number = row.number.to_string();
        line.clear();
        begin_row(&mut line, &number);
        for column in 0..width.max(row.cells.len()) {
            let place = (number.as_str(), column);
            let at = places.iter().position(|it| *it == column);
            if let (Some(at), Some(bill)) = (at, bill) {
                push_text(&mut line, place, "", &bill[at]);
                continue;
            }
            let value = row.cells.get(column).unwrap_or(&CellValue::Empty);
            cell(&mut line, place, value).map_err(|it| {
                let name = table.header.get(column).map_or("", String::as_str);
                it.in_sheet(&table.sheet).in_cell(row.number, name)
            })?;
        }
        line.push_str("</row>");
        write(&line)?;
    }
    write("</sheetData>")
}

/// Writes a cell as it was. A date-time becomes text, as the platform has it.
fn cell(line: &mut String, place: (&str, usize), value: &CellValue) -> Result<(), ReadError> {
    match value {
        CellValue::Empty => {}
        CellValue::Text(text) => push_text(line, place, "", text),
        CellValue::Number(number) => push_value(line, place, "", &number.to_string()),
        CellValue::Boolean(true) => push_value(line, place, " t=\"b\"", "1"),
        CellValue::Boolean(false) => push_value(line, place, " t=\"b\"", "0"),
        CellValue::DateTime(_) => {
            push_text(line, place, "", &value.as_text().unwrap_or_default());
        }
        CellValue::UnstoredFormula | CellValue::Other(_) => {
            return Err(ReadError::value("a text or a number", value));
        }
    }
    Ok(())
}
