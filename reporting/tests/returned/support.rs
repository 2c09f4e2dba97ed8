//! Workbooks to read.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Where the first sheet of a workbook is.
pub const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook whose cells are shared strings.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            sheet
                .write_row(row, 0, cells.iter().copied())
                .expect("cells");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// A workbook with one of its parts replaced, or with one more.
pub fn with_part(workbook: &[u8], name: &str, text: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index(index).expect("a part");
        if part.name().expect("a name") != name {
            writer.raw_copy_file(part).expect("a copy");
        }
    }
    let options = SimpleFileOptions::default().compression_level(Some(1));
    writer.start_file(name, options).expect("a part");
    writer.write_all(text).expect("its content");
    writer.finish().expect("an archive").into_inner()
}

/// A workbook whose sheet with records has these rows as XML.
pub fn raw(rows: &str) -> Vec<u8> {
    let text = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{rows}</sheetData></worksheet>"
    );
    with_part(&workbook(&[("records", &[])]), SHEET, text.as_bytes())
}

/// A row of inline strings as XML.
pub fn inline(texts: &[&str]) -> String {
    let mut row = "<row>".to_owned();
    for text in texts {
        write!(row, "<c t=\"inlineStr\"><is><t>{text}</t></is></c>").expect("a string");
    }
    row + "</row>"
}
