//! The processed file of a reconciliation.

use super::chunk_record::ChunkRecord;
use super::comments::CellComment;
use super::error::ReadError;
use super::general::General;
use super::limits::Limits;
use super::row::Row;
use super::workbook::Workbook;

/// A workbook that was uploaded as a reconciliation, or its processed file. No processed file of the real platform is known
/// that has errors; they are expected in comments of cells or in further columns, as in [`Processed`](crate::Processed).
#[derive(Debug, Clone)]
pub struct Reconciliation {
    workbook: Workbook,
}

impl Reconciliation {
    /// Reads a workbook within the default [`Limits`].
    ///
    /// # Errors
    /// If it is not a workbook, is too large, or has no sheet `records` with a column `record_id`.
    pub fn read(content: &[u8]) -> Result<Self, ReadError> {
        Self::read_with(content, &Limits::new())
    }

    /// Reads a workbook within these limits.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn read_with(content: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let workbook = Workbook::read(content, limits)?;
        Ok(Self { workbook })
    }

    /// The sheet `general`.
    pub fn general(&self) -> &General {
        &self.workbook.general
    }

    /// The rows with a value, in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.workbook.rows()
    }

    /// The rows as records, in their order. A row that cannot be read is an error.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Result<ChunkRecord, ReadError>> + '_ {
        self.rows().map(|it| it.chunk_record())
    }

    /// All comments of the sheet with records, in the order of the rows.
    pub fn comments(&self) -> &[CellComment] {
        &self.workbook.records.comments
    }
}
