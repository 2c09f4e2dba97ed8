//! Uploads that are no workbooks, or were made to do harm: each makes the report invalid with a message, in bounded time
//! and memory.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::Talk;
use crate::workbook::{Boolean, COLUMNS, Text, builder, listed, records, row, upload, workbook};

/// Where the sheet with records is in [`good`].
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook that unpacks to 65 MB.
static BOMB: LazyLock<Vec<u8>> =
    LazyLock::new(|| with_part("xl/media/image1.png", &vec![0; 65 << 20]));

fn good() -> Vec<u8> {
    records(&[row("A", Text("1"))])
}

/// A workbook with one of its parts replaced, or with one more.
fn with_part(name: &str, text: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(good())).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index(index).expect("a part");
        if part.name().expect("a name") != name {
            writer.raw_copy_file(part).expect("a copy");
        }
    }
    writer
        .start_file(
            name,
            SimpleFileOptions::default().compression_level(Some(1)),
        )
        .expect("a part");
    writer.write_all(text).expect("its content");
    writer.finish().expect("an archive").into_inner()
}

fn sheet(cells: &str) -> Vec<u8> {
    let text = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{cells}</sheetData></worksheet>"
    );
    with_part(SHEET, text.as_bytes())
}

#[track_caller]
fn is_refused(talk: &Talk, content: &[u8], expected: &str) {
    let report = upload(talk, "qt", content);
    assert_eq!(report["status"], "invalid", "{expected}");
    let detail = report["error_detail"].as_str().expect("a detail");
    assert!(detail.contains(expected), "{expected}: {detail}");
    assert_eq!(listed(talk, &report), Vec::<Value>::new());
}

#[test]
fn what_is_no_workbook_is_refused() {
    let talk = Talk::with(builder());
    let good = good();
    for content in [
        &b""[..],
        b"record_id,quantity\nA,1",
        b"PK\x03\x04 rows",
        &good[..good.len() - 30],
        &[0; 1000],
    ] {
        is_refused(&talk, content, "not a workbook");
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("notes.txt", options).expect("a part");
    let content = archive.finish().expect("an archive").into_inner();
    is_refused(&talk, &content, "not a workbook");
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let talk = Talk::with(builder());
    let bomb = &*BOMB;
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    is_refused(&talk, bomb, "unpacks to more than 64 MB");

    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..=1000 {
        let name = format!("xl/{number}.xml");
        archive
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
    }
    let content = archive.finish().expect("an archive").into_inner();
    is_refused(&talk, &content, "more than 1000 parts");
}

#[test]
fn a_size_that_is_declared_wrong_does_not_help() {
    let mut bomb = BOMB.clone();
    // The sizes before packing, in the header of the part and in the directory.
    let size = (65_u32 << 20).to_le_bytes();
    let mut changed = 0;
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == size {
            bomb[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed > 0);
    let talk = Talk::with(builder());
    let report = upload(&talk, "qt", &bomb);
    assert_eq!(report["status"], "invalid", "{report}");
}

#[test]
fn too_many_cells_rows_and_columns_are_refused() {
    let talk = Talk::with(builder());
    let cells = "<c/>".repeat(2_000_001);
    is_refused(
        &talk,
        &sheet(&format!("<row>{cells}</row>")),
        "more than 2000000 cells",
    );
    let rows = "<row><c><v>1</v></c></row>".repeat(100_002);
    is_refused(&talk, &sheet(&rows), "more than 100000 rows");
    let cells = "<c><v>1</v></c>".repeat(257);
    is_refused(
        &talk,
        &sheet(&format!("<row>{cells}</row>")),
        "more than 256 columns",
    );
}

#[test]
fn cells_far_apart_take_no_memory() {
    let talk = Talk::with(builder());
    let cell = |place: &str| format!("<row><c r=\"{place}\"><v>1</v></c></row>");
    let far = sheet(&(cell("A1") + &cell("B1048576")));
    is_refused(&talk, &far, "lacks the columns");
    is_refused(&talk, &sheet(&cell("XFD1048576")), "more than 256 columns");
    // Numbers that no sheet has.
    for place in [
        "A99999999999",
        "ZZZZZZZZZZ1",
        "A0",
        "1",
        "A",
        "A4294967295",
        "Ä1",
    ] {
        let report = upload(&talk, "qt", &sheet(&cell(place)));
        assert_eq!(report["status"], "invalid", "{place}");
    }
    let many = sheet("<row r=\"4294967295\"></row><row></row><row></row>");
    assert_eq!(upload(&talk, "qt", &many)["status"], "invalid");
}

#[test]
fn a_text_that_no_cell_can_hold_is_an_error_of_its_row() {
    let talk = Talk::with(builder());
    let long: &'static str = "x".repeat(32_768).leak();
    let content = sheet(&[COLUMNS.as_slice(), &["A"; 8]].map(inline).concat());
    assert_eq!(listed(&talk, &upload(&talk, "qt", &content)).len(), 1);
    let content = sheet(&[COLUMNS.as_slice(), &[long; 8]].map(inline).concat());
    let rows = listed(&talk, &upload(&talk, "qt", &content));
    let details = rows[0]["error_details"].as_str().expect("details");
    let expected = "record_id: expected text, found a text of more than 32,767 characters";
    assert!(details.starts_with(expected), "{details}");
}

/// A row of inline strings.
fn inline(texts: &[&str]) -> String {
    let cells = texts.iter();
    let cells: String = cells
        .map(|it| format!("<c t=\"inlineStr\"><is><t>{it}</t></is></c>"))
        .collect();
    format!("<row>{cells}</row>")
}

#[test]
fn wrong_types_are_errors_of_their_rows() {
    let talk = Talk::with(builder());
    let rows: &[&[_]] = &[&[Boolean(true); 8]];
    let content = workbook(&[("records", &COLUMNS, rows)]);
    let rows = listed(&talk, &upload(&talk, "qt", &content));
    let details = rows[0]["error_details"].as_str().expect("details");
    assert_eq!(details.matches("found a boolean").count(), 8, "{details}");
}

#[test]
fn no_changed_byte_stops_the_platform() {
    let talk = Talk::with(builder());
    let mut archive = ZipArchive::new(Cursor::new(good())).expect("an archive");
    let mut text = Vec::new();
    let mut part = archive.by_name(SHEET).expect("a sheet");
    part.read_to_end(&mut text).expect("its text");
    let whole = good();
    for step in 0..100 {
        // Spread over the file, and the same in every run.
        let mut archive = whole.clone();
        let at = step * 7919 % archive.len();
        archive[at] ^= 1 << (step % 8);
        let mut sheet = text.clone();
        let at = step * 7919 % sheet.len();
        sheet[at] = b"<>\"&9Z"[step % 6];
        for content in [archive, with_part(SHEET, &sheet)] {
            let report = upload(&talk, "qt", &content);
            let status = report["status"].as_str().expect("a status");
            let is_explained = report["error_detail"].is_string();
            assert_eq!(status == "invalid", is_explained, "{step}: {report}");
        }
    }
}
