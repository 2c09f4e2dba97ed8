//! Writes workbooks whose cells are all inline strings, as those of the real platform: numbers too, cells without a value
//! as well, and without the dimension of a sheet. Readers that expect shared strings fail with them.

use std::io::{Cursor, Write};

use bytes::Bytes;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A sheet: its name and its rows.
pub(super) type Sheet = (&'static str, Vec<Vec<String>>);

/// Writes a workbook. The names of the sheets must be plain words.
pub(super) fn workbook(sheets: &[Sheet]) -> Result<Bytes, String> {
    let content =
        parts(sheets).map_err(|error| format!("The workbook cannot be written: {error}."));
    content.map(Bytes::from)
}

fn parts(sheets: &[Sheet]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(XML.as_bytes())?;
        archive.write_all(text.as_bytes())?;
        ZipResult::Ok(())
    };
    add("[Content_Types].xml", &content_types(sheets.len()))?;
    let root = relation(1, "officeDocument", "xl/workbook.xml");
    add("_rels/.rels", &relations(&root))?;
    let all = (1..).zip(sheets);
    let names = all.clone().map(|(number, (name, _))| {
        format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
    });
    let names: String = names.collect();
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{names}</sheets></workbook>"
    );
    add("xl/workbook.xml", &workbook)?;
    let links = all.clone().map(|(number, _)| {
        relation(
            number,
            "worksheet",
            &format!("worksheets/sheet{number}.xml"),
        )
    });
    let links: String = links.collect();
    add("xl/_rels/workbook.xml.rels", &relations(&links))?;
    for (number, (_, rows)) in all {
        add(&format!("xl/worksheets/sheet{number}.xml"), &sheet(rows))?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(sheets: usize) -> String {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{TYPES}.{kind}+xml\"/>")
    };
    let parts: String = (1..=sheets)
        .map(|number| part(&format!("worksheets/sheet{number}"), "worksheet"))
        .collect();
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{parts}</Types>",
        part("workbook", "sheet.main")
    )
}

fn relations(links: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>")
}

fn relation(number: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
}

fn sheet(rows: &[Vec<String>]) -> String {
    let mut text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (number, row) in (1..).zip(rows) {
        text.push_str(&format!("<row r=\"{number}\">"));
        for (column, value) in row.iter().enumerate() {
            let place = format!("{}{number}", letters(column));
            match value.is_empty() {
                true => text.push_str(&format!("<c r=\"{place}\" t=\"inlineStr\"/>")),
                false => text.push_str(&format!(
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(value)
                )),
            }
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

/// The name of a column, counted from 0: A to Z, then AA.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Text in XML. Characters that XML does not have are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' | '\0'..='\u{1f}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::read::tables;
    use super::super::table::Cell;
    use super::{letters, workbook};

    #[test]
    fn every_text_is_read_back() {
        let text = " <a> & \"b\" \u{1}ü\r\n ";
        let header = vec!["one".to_owned(), "two".to_owned(), String::new()];
        let row = vec![text.to_owned(), String::new(), "4.0000".to_owned()];
        let content = workbook(&[("records", vec![header, row])]).expect("a workbook");
        let tables = tables(&content, &["records"]).expect("a workbook");
        let table = &tables["records"];
        assert_eq!(table.header, ["one", "two"]);
        let expected = text.replace('\u{1}', "\u{fffd}");
        assert_eq!(
            table.rows[0].cells,
            [
                Cell::Text(expected),
                Cell::Empty,
                Cell::Text("4.0000".to_owned())
            ]
        );
    }

    #[test]
    fn columns_are_named_as_in_workbooks() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
