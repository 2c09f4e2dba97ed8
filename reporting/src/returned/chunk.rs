//! The workbook of a chunk, and the bills that are filled in.

use std::collections::{BTreeMap, HashMap};
use std::{error, fmt};

use connect_usage::{Bytes, Upload};

use super::chunk_record::{BILLING, ChunkRecord};
use super::error::ReadError;
use super::general::General;
use super::limits::Limits;
use super::rewrite::rewritten;
use super::row::Row;
use super::table::RECORD_ID;
use super::workbook::Workbook;
use crate::usage::MEDIA_TYPE;
use crate::usage::text::{self, MAX_TEXT};

/// The file name of a reconciliation.
const NAME: &str = "recon_file.xlsx";

/// The workbook of a chunk. The provider fills in what it billed records by, and uploads it as a reconciliation.
#[derive(Clone)]
pub struct Chunk {
    content: Bytes,
    workbook: Workbook,
    /// The rows by record id; `None` for an id that occurs twice.
    rows: HashMap<String, Option<usize>>,
    bills: BTreeMap<usize, [String; 2]>,
}

/// Why a record cannot be billed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BillError {
    /// The chunk has no record with this id.
    UnknownRecord(String),
    /// Several records of the chunk have this id.
    AmbiguousRecord(String),
    /// The id or the note of the bill cannot be written.
    Text {
        /// The record.
        record_id: String,
        /// The column.
        column: &'static str,
        /// What belongs there.
        expected: String,
    },
}

impl fmt::Display for BillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRecord(id) => write!(f, "the chunk has no record `{}`", text::short(id)),
            Self::AmbiguousRecord(id) => {
                write!(f, "the chunk has several records `{}`", text::short(id))
            }
            Self::Text {
                record_id,
                column,
                expected,
            } => {
                let id = text::short(record_id);
                write!(
                    f,
                    "the column `{column}` of the record `{id}`: expected {expected}"
                )
            }
        }
    }
}

impl error::Error for BillError {}

impl Chunk {
    /// Reads a workbook within the default [`Limits`].
    ///
    /// # Errors
    /// If it is not a workbook, is too large, or has no sheet `records` with a column `record_id`.
    pub fn read(content: impl Into<Bytes>) -> Result<Self, ReadError> {
        Self::read_with(content, &Limits::new())
    }

    /// Reads a workbook within these limits.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn read_with(content: impl Into<Bytes>, limits: &Limits) -> Result<Self, ReadError> {
        let content = content.into();
        let workbook = Workbook::read(&content, limits)?;
        let mut rows = HashMap::new();
        for (at, row) in workbook.rows().enumerate() {
            if let Some(id) = row.value(RECORD_ID).as_text() {
                let place = rows.entry(id.into_owned());
                place.and_modify(|it| *it = None).or_insert(Some(at));
            }
        }
        Ok(Self {
            content,
            workbook,
            rows,
            bills: BTreeMap::new(),
        })
    }

    /// Whether the sheet with records has this column, such as `external_billing_id`.
    pub fn has_column(&self, name: &str) -> bool {
        self.workbook.records.columns.contains_key(name)
    }

    /// The sheet `general`, with the hub.
    pub fn general(&self) -> &General {
        &self.workbook.general
    }

    /// The rows with a value, in their order, as the platform wrote them.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.workbook.rows()
    }

    /// The rows as records, in their order. A row that cannot be read is an error.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Result<ChunkRecord, ReadError>> + '_ {
        self.rows().map(|it| it.chunk_record())
    }

    /// Fills in the bill of a record, in place of an earlier one: its id in the provider's billing system, and a note.
    /// The platform closes a record when both are given, so both are required.
    ///
    /// # Errors
    /// If no record or several ones have this id, or if a text is empty, longer than a cell, or has characters that
    /// readers drop.
    pub fn bill(&mut self, record_id: &str, id: &str, note: &str) -> Result<(), BillError> {
        let row = match self.rows.get(record_id) {
            None => return Err(BillError::UnknownRecord(record_id.to_owned())),
            Some(None) => return Err(BillError::AmbiguousRecord(record_id.to_owned())),
            Some(Some(row)) => *row,
        };
        for (column, value) in BILLING.into_iter().zip([id, note]) {
            let checked = match value.is_empty() {
                true => Err("a text".to_owned()),
                false => text::check(value, MAX_TEXT, column == BILLING[1]).map_err(|it| it.1),
            };
            checked.map_err(|expected| BillError::Text {
                record_id: record_id.to_owned(),
                column,
                expected,
            })?;
        }
        self.bills.insert(row, [id.to_owned(), note.to_owned()]);
        Ok(())
    }

    /// The workbook with the bills, for `connect_usage::reconciliations::create`. Everything else in it stays, but for
    /// formats of cells in the sheet with records.
    ///
    /// # Errors
    /// If the sheet has cells that cannot be written again, such as dates.
    pub fn reconciliation(&self) -> Result<Bytes, ReadError> {
        rewritten(&self.content, &self.workbook, &self.bills)
    }

    /// [`reconciliation`](Self::reconciliation) as an upload, with a file name and the media type of workbooks.
    ///
    /// # Errors
    /// As for it.
    pub fn upload(&self) -> Result<Upload, ReadError> {
        let upload = Upload::bytes(self.reconciliation()?);
        Ok(upload.file_name(NAME).media_type(MEDIA_TYPE))
    }
}

/// The numbers of rows, not the rows.
impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunk")
            .field("rows", &self.rows().len())
            .field("bills", &self.bills.len())
            .finish_non_exhaustive()
    }
}
