//! Workbooks to upload, and what is in those that come back.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use connect_fake::{Builder, FileSeed, FileStatus, Platform, Side};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::Talk;

/// A value of a cell.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    None,
    Text(&'static str),
    Number(f64),
    Boolean(bool),
}

pub use Cell::{Boolean, None as Empty, Number, Text};

/// A sheet: its name, its header and its rows.
pub type Sheet<'a> = (&'a str, &'a [&'static str], &'a [&'a [Cell]]);

/// The columns that every schema needs, in an order of their own.
pub const COLUMNS: [&str; 8] = [
    "quantity",
    "record_id",
    "item_search_value",
    "item_search_criteria",
    "asset_search_criteria",
    "asset_search_value",
    "end_time_utc",
    "start_time_utc",
];

/// A row under these columns.
pub fn row(id: &'static str, quantity: Cell) -> Vec<Cell> {
    vec![
        quantity,
        Text(id),
        Text("CPU"),
        Text("item.mpn"),
        Text("asset.id"),
        Text("AS-1111-2222-3333"),
        Text("2029-01-31 23:59:59"),
        Text("2029-01-01 00:00:00"),
    ]
}

/// A row under these columns with one cell changed.
pub fn changed(id: &'static str, column: &str, cell: Cell) -> Vec<Cell> {
    let mut row = row(id, Text("1"));
    let place = COLUMNS.iter().position(|it| *it == column);
    row[place.expect(column)] = cell;
    row
}

pub fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, header, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).expect("a name");
        for (column, name) in (0..).zip(*header) {
            sheet.write_string(0, column, *name).expect("a cell");
        }
        for (row, cells) in (1..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell {
                    Empty => continue,
                    Text(text) => sheet.write_string(row, column, *text),
                    Number(number) => sheet.write_number(row, column, *number),
                    Boolean(value) => sheet.write_boolean(row, column, *value),
                }
                .expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// A workbook with these rows under [`COLUMNS`].
pub fn records(rows: &[Vec<Cell>]) -> Vec<u8> {
    let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
    workbook(&[("records", &COLUMNS, &rows)])
}

/// Rows name items and assets that no directory has.
pub fn builder() -> Builder {
    let builder = Platform::builder();
    #[cfg(feature = "directory")]
    let builder = builder.without_directory();
    builder.read_workbooks()
}

/// A draft of this schema.
pub fn draft(talk: &Talk, schema: &'static str) -> String {
    talk.platform.add_file(FileSeed::new().schema(schema))
}

/// Uploads to a new report of this schema, and returns the report once it was read.
pub fn upload(talk: &Talk, schema: &'static str, content: &[u8]) -> Value {
    let id = draft(talk, schema);
    upload_to(talk, &id, content)
}

pub fn upload_to(talk: &Talk, id: &str, content: &[u8]) -> Value {
    let path = format!("/files/{id}/upload");
    let response = talk.upload(Side::Vendor, &path, "usage_file", content);
    response.expect(201);
    talk.platform.settle();
    talk.get(Side::Vendor, &format!("/files/{id}"))
        .expect(200)
        .json()
}

/// The records of a report, as the API lists them.
pub fn listed(talk: &Talk, report: &Value) -> Vec<Value> {
    let id = report["id"].as_str().expect("an id");
    let path = format!("/records?eq(usagefile.id,{id})&limit=1000");
    let rows = talk.get(Side::Vendor, &path).expect(200).json();
    rows.as_array().expect("a list").clone()
}

/// A report that was uploaded with these rows, submitted and accepted, with its chunks.
pub fn accepted(talk: &Talk, schema: &'static str, content: &[u8]) -> (String, Vec<String>) {
    let report = upload(talk, schema, content);
    let id = report["id"].as_str().expect("an id").to_owned();
    talk.post(Side::Vendor, &format!("/files/{id}/submit"))
        .expect(201);
    talk.post(Side::Provider, &format!("/files/{id}/accept"))
        .expect(201);
    talk.platform.settle();
    assert_eq!(
        talk.platform.status(&id),
        Some(FileStatus::Accepted.as_str())
    );
    let chunks = talk.platform.chunks(&id);
    (id, chunks)
}

/// A workbook that came back.
pub struct Returned(Xlsx<Cursor<Vec<u8>>>);

impl Returned {
    pub fn read(content: &[u8]) -> Self {
        Self(open_workbook_from_rs(Cursor::new(content.to_vec())).expect("a workbook"))
    }

    pub fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// The rows of a sheet, as text.
    pub fn rows(&mut self, sheet: &str) -> Vec<Vec<String>> {
        let range = self.0.worksheet_range(sheet).expect(sheet);
        let rows = range.rows().map(|row| {
            let cells = row.iter().map(|it| match it {
                Data::String(text) => text.clone(),
                other => other.to_string(),
            });
            cells.collect()
        });
        rows.collect()
    }

    /// A value of the sheet `general`.
    pub fn general(&mut self, name: &str) -> Option<String> {
        let rows = self.rows("general");
        rows.into_iter()
            .find(|it| it[0] == name)
            .map(|it| it[1].clone())
    }
}
