//! Files that are no workbooks, or were made to do harm: each is an error, in bounded time and memory.

use std::io::Cursor;

use rust_xlsxwriter::{Note, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use connect_reporting::{Limits, Processed, ReadErrorKind};

use crate::support::{SHEET, inline, raw, with_part, workbook};

fn good() -> Vec<u8> {
    workbook(&[("records", &[&["record_id"], &["R-1"]])])
}

#[track_caller]
fn refused(content: &[u8], limits: &Limits) -> (ReadErrorKind, String) {
    let error = Processed::read_with(content, limits).expect_err("no such workbook");
    (error.kind, error.to_string())
}

#[track_caller]
fn too_large(content: &[u8], limits: &Limits, what: &str) {
    let (kind, text) = refused(content, limits);
    assert_eq!(kind, ReadErrorKind::TooLarge, "{text}");
    assert!(text.contains(what), "{text}");
}

#[test]
fn what_is_no_workbook_is_refused() {
    let good = good();
    assert!(Processed::read(&good).is_ok());
    for content in [
        &b""[..],
        b"record_id,quantity",
        b"PK\x03\x04",
        &good[..good.len() - 30],
        &[0; 1000],
    ] {
        assert_eq!(refused(content, &Limits::new()).0, ReadErrorKind::Format);
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bomb = with_part(&good(), "xl/media/image1.png", &vec![0; 9 << 20]);
    assert!(bomb.len() < 1 << 20);
    let limits = Limits::new().unpacked(8 << 20);
    too_large(&bomb, &limits, "at most 8388608 bytes");
    assert!(Processed::read_with(&good(), &limits).is_ok());
    // A size that is declared wrong does not help.
    let size = (9_u32 << 20).to_le_bytes();
    let mut lying = bomb.clone();
    let mut changed = 0;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed > 0);
    refused(&lying, &limits);
}

#[test]
fn too_many_cells_and_rows_are_refused() {
    let limits = Limits::new().cells(1000).rows(100);
    let empty = format!("<row>{}</row>", "<c/>".repeat(1001));
    too_large(&raw(&empty), &limits, "at most 1000 cells");
    let rows = inline(&["x"]).repeat(101);
    too_large(&raw(&rows), &limits, "at most 100 rows");
    // Few cells that are far apart: the room between them counts.
    let far = "<row><c r=\"XFD1\"><v>1</v></c></row>";
    too_large(&raw(far), &limits, "at most 1000 cells");
}

#[test]
fn too_many_parts_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..=1000 {
        let name = format!("xl/{number}.xml");
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).expect("a part");
    }
    let content = writer.finish().expect("an archive").into_inner();
    too_large(&content, &Limits::new(), "at most 1000 parts, found 1001");
}

#[test]
fn references_that_no_sheet_has_are_errors() {
    for place in [
        "A99999999999",
        "ZZZZZZZZZZ1",
        "A0",
        "1",
        "A4294967295",
        "Ä1",
    ] {
        let row = format!("<row><c r=\"{place}\"><v>1</v></c></row>");
        refused(&raw(&row), &Limits::new());
    }
    refused(
        &raw("<row r=\"4294967295\"></row><row></row><row></row>"),
        &Limits::new(),
    );
}

#[test]
fn cells_in_disorder_are_errors_with_their_places() {
    let row = |row: u32, cell: &str| format!("<row r=\"{row}\"><c r=\"{cell}\"><v>1</v></c></row>");
    let unstored = "<row><c r=\"B1\"><f>A2</f></c></row>".to_owned();
    for (rows, place) in [
        (row(2, "A2") + &row(1, "A1"), (Some(1), None)),
        (row(2, "A2") + &row(2, "A2"), (Some(2), Some("1"))),
        (row(2, "XFE2"), (Some(2), Some("16385"))),
        (unstored, (Some(1), Some("2"))),
    ] {
        let error = Processed::read(&raw(&rows)).expect_err("cells in disorder");
        assert_eq!((error.row, error.column.as_deref()), place, "{error}");
        assert_eq!(error.sheet.as_deref(), Some("records"), "{error}");
    }
}

#[test]
fn broken_xml_and_entities_are_errors() {
    for sheet in [
        "<worksheet><sheetData><row>",
        "<worksheet><sheetData><row><c t=\"s\"><v>99</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row></c></row></sheetData></worksheet>",
    ] {
        refused(&with_part(&good(), SHEET, sheet.as_bytes()), &Limits::new());
    }
    let row = inline(&["record_id"]);
    let entity = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>\
         <worksheet><sheetData>{row}{}</sheetData></worksheet>",
        inline(&["&e;"])
    );
    let (kind, text) = refused(
        &with_part(&good(), SHEET, entity.as_bytes()),
        &Limits::new(),
    );
    assert_eq!(kind, ReadErrorKind::Format);
    assert!(text.contains("DOCTYPE"), "{text}");
}

#[test]
fn no_changed_byte_is_a_panic() {
    // With a comment, whose parts are read by this crate's own code.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("records").expect("a name");
    sheet.write_row(0, 0, ["record_id", "x"]).expect("cells");
    sheet
        .insert_note(1, 0, &Note::new("wrong"))
        .expect("a comment");
    let good = book.save_to_buffer().expect("a workbook");
    let file = Processed::read(&good).expect("a workbook");
    assert_eq!(file.comments().len(), 1);
    let mut read = 0;
    for at in (0..good.len()).step_by(7) {
        let mut content = good.clone();
        content[at] ^= 1 << (at % 8);
        read += usize::from(Processed::read(&content).is_ok());
    }
    assert!(read < good.len() / 7);
}
