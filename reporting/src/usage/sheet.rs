//! One workbook while its rows are written.

use std::io::{BufWriter, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::error::WriteError;
use super::row_check::Cells;
use super::scaffold::{SHEET, Scaffold};
use super::sink::Sink;
use crate::inline::{begin_row, push_text};

/// How many bytes of a sheet are written before it counts as full. Larger parts need an extension of the format that not
/// all readers know.
const MAX_BYTES: u64 = 2 << 30;

/// A workbook whose last part, the sheet with records, is being written.
pub(super) struct Sheet {
    writer: BufWriter<ZipWriter<Sink>>,
    /// The rows without the header.
    rows: u32,
    bytes: u64,
    line: String,
}

impl Sheet {
    pub fn new(scaffold: &Scaffold, sink: Sink) -> Result<Self, WriteError> {
        let mut writer = ZipWriter::new(sink);
        let workbook = Cursor::new(scaffold.workbook.as_slice());
        let mut archive = ZipArchive::new(workbook).map_err(WriteError::workbook)?;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(WriteError::workbook)?;
            if part.name().map_err(WriteError::workbook)? != SHEET {
                writer.raw_copy_file(part).map_err(WriteError::workbook)?;
            }
        }
        // The beginning of the format's time, whatever the clock says.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        writer
            .start_file(SHEET, options)
            .map_err(WriteError::workbook)?;
        let mut sheet = Self {
            writer: BufWriter::with_capacity(1 << 16, writer),
            rows: 0,
            bytes: 0,
            line: String::new(),
        };
        sheet.write(scaffold.before.as_bytes())?;
        Ok(sheet)
    }

    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Whether another row belongs to another workbook.
    pub fn is_full(&self, row_limit: u32) -> bool {
        self.rows >= row_limit || self.bytes > MAX_BYTES
    }

    /// Writes a row. Empty cells are left out.
    pub fn add(&mut self, cells: &Cells<'_>, style: &str) -> Result<(), WriteError> {
        self.rows += 1;
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let number = (self.rows + 1).to_string();
        begin_row(&mut line, &number);
        for (column, cell) in cells.iter().enumerate() {
            push_text(&mut line, (&number, column), style, cell);
        }
        line.push_str("</row>");
        let written = self.write(line.as_bytes());
        self.line = line;
        written
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.bytes += bytes.len() as u64;
        self.writer.write_all(bytes).map_err(WriteError::workbook)
    }

    /// Completes the workbook.
    pub fn finish(mut self, scaffold: &Scaffold) -> Result<Sink, WriteError> {
        self.write(scaffold.after.as_bytes())?;
        let writer = self.writer.into_inner();
        let writer = writer.map_err(|error| WriteError::workbook(error.into_error()))?;
        writer.finish().map_err(WriteError::workbook)
    }
}
