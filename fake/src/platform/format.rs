//! How spreadsheets are read and written: the interface of the two formats, the stand-in and real workbooks.
#![cfg_attr(
    not(feature = "spreadsheets"),
    allow(dead_code, reason = "only real workbooks use all of it")
)]

pub(crate) mod stand_in;

use std::collections::BTreeMap;

use bytes::Bytes;

#[cfg(feature = "directory")]
use crate::platform::directory::store::Directory;
use crate::platform::model::chunk::Chunk;
use crate::platform::model::file::File;
use crate::platform::model::record::Record;
use crate::platform::model::{FileStatus, Later, Named, RecordSeed};

/// A format of spreadsheets.
pub(crate) trait Format: Send + Sync {
    /// Reads the usage of a report.
    fn read_usage(&self, upload: &Upload<'_>, numbers: &mut Numbers) -> Reading;

    /// Reads the bills of a reconciliation. The error says why it is no such spreadsheet.
    fn read_bills(&self, content: &Bytes) -> Result<Bills, String>;

    /// Writes the spreadsheet that a vendor fills in.
    fn template(&self, product: &str, schema: &str) -> Result<Bytes, String>;

    /// Writes the spreadsheet of a chunk, which is a reconciliation once the bills are filled in.
    fn chunk(&self, part: &Part<'_>) -> Result<Bytes, String>;

    /// Writes a reconciliation after processing.
    fn processed_bills(
        &self,
        content: &Bytes,
        note: &str,
        problems: &[Problem],
    ) -> Result<Bytes, String>;
}

/// An uploaded spreadsheet with usage.
pub(crate) struct Upload<'a> {
    pub report: &'a File,
    pub content: &'a Bytes,
    /// The status that a valid report gets.
    pub success: FileStatus,
    /// The items and assets that rows can name.
    #[cfg(feature = "directory")]
    pub directory: &'a Directory,
}

/// What was read from a spreadsheet with usage.
#[derive(Default)]
pub(crate) struct Reading {
    /// The records, without ids.
    pub records: Vec<Record>,
    /// The categories, used or not.
    pub categories: Vec<Named>,
    /// Why the report is invalid.
    pub error: Option<String>,
    /// The spreadsheet after processing, if it is not the same.
    pub processed: Option<Later>,
}

impl Reading {
    /// The spreadsheet as a whole cannot be read.
    pub fn failed(error: String) -> Self {
        Self {
            error: Some(error),
            ..Self::default()
        }
    }

    /// The records that a function read.
    pub fn from_seeds(product: &str, seeds: Result<Vec<RecordSeed>, String>) -> Self {
        let seeds = match seeds {
            Ok(seeds) => seeds,
            Err(error) => return Self::failed(error),
        };
        let seeds = (1..).zip(seeds);
        Self {
            records: seeds
                .map(|(number, seed)| Record::from_seed(product, number, seed))
                .collect(),
            ..Self::default()
        }
    }
}

/// What a chunk's spreadsheet is written from.
pub(crate) struct Part<'a> {
    pub chunk: &'a Chunk,
    pub report: &'a File,
    /// Those of the chunk, without the invalid ones.
    pub records: Vec<&'a Record>,
}

/// What was read from a reconciliation.
#[derive(Debug, Default)]
pub(crate) struct Bills {
    /// The report, if the spreadsheet names it.
    pub report: Option<String>,
    /// The hub whose chunk it is, if the spreadsheet names it.
    pub hub: Option<String>,
    pub bills: Vec<Bill>,
    /// What is wrong with single rows.
    pub problems: Vec<Problem>,
}

/// The bill of a record.
#[derive(Debug)]
pub(crate) struct Bill {
    /// The row of the sheet, counted from 0.
    pub row: u32,
    pub record: Key,
    pub id: String,
    pub note: Option<String>,
}

/// How a spreadsheet names a record.
#[derive(Debug)]
pub(crate) enum Key {
    /// By the platform's id.
    Id(String),
    /// By the vendor's id, which is unique in a report.
    RecordId(String),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The row of the sheet, counted from 0.
    pub row: u32,
    /// The column's name in the header.
    pub column: String,
    pub message: String,
}

/// The numbers of the items and assets that spreadsheets name, so that the same name is the same object in all reports.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    items: BTreeMap<String, usize>,
    assets: BTreeMap<String, usize>,
}

impl Numbers {
    /// The number of the item that a spreadsheet names in this way; the first has 1.
    pub fn item(&mut self, name: &str) -> usize {
        number(&mut self.items, name)
    }

    /// As [`item`](Self::item), for an asset.
    pub fn asset(&mut self, name: &str) -> usize {
        number(&mut self.assets, name)
    }
}

fn number(numbers: &mut BTreeMap<String, usize>, name: &str) -> usize {
    let next = numbers.len() + 1;
    *numbers.entry(name.to_owned()).or_insert(next)
}
