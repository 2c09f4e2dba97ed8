//! Spreadsheets as real workbooks.

mod bills;
mod catalog;
mod chunk;
mod fields;
mod general;
#[cfg(feature = "directory")]
mod in_directory;
mod inline;
mod objects;
mod precision;
mod read;
mod schema;
mod table;
mod usage;
mod write;

use std::sync::Arc;

use bytes::Bytes;
use rust_xlsxwriter::XlsxError;

pub use catalog::{Catalog, Known};

use crate::platform::format::{Bills, Format, Numbers, Part, Problem, Reading, Upload};
use crate::platform::model::{FileStatus, Later, RecordStatus};
use general::Kind;
use objects::{Objects, Of};
use read::Tables;
use schema::Schema;
use usage::{Context, Usage};

/// The format of real workbooks.
pub(crate) struct Workbooks {
    catalog: Option<Arc<dyn Catalog>>,
}

impl Workbooks {
    /// Workbooks with the items and assets of the directory, if there is one. Otherwise every item and asset is accepted.
    pub fn new() -> Self {
        Self { catalog: None }
    }

    /// Workbooks with the items and assets of a catalog.
    pub fn with_catalog(catalog: Arc<dyn Catalog>) -> Self {
        Self {
            catalog: Some(catalog),
        }
    }

    fn usage(&self, upload: &Upload<'_>, numbers: &mut Numbers) -> Result<Reading, String> {
        let schema = Schema::read(upload.report.schema)?;
        let [first, second] = usage::SHEETS;
        let tables = read::tables(upload.content, &[first, second, "categories"])?;
        let catalog = self.catalog.as_deref().map(Of);
        let objects: &dyn Objects = match &catalog {
            Some(catalog) => catalog,
            None => upload.objects(),
        };
        let mut context = Context {
            product: &upload.report.product.id,
            schema,
            objects,
            numbers,
        };
        let usage = usage::read(&tables, &mut context)?;
        let count = |it: &&_| **it == RecordStatus::Invalid;
        let statuses = usage.records.iter().map(|it| &it.status);
        let invalid = statuses.filter(count).count();
        let all = usage.records.len();
        let error = (invalid > 0)
            .then(|| format!("{invalid} of {all} records are invalid: see the processed file."));
        let status = match invalid {
            0 => upload.success,
            _ => FileStatus::Invalid,
        };
        let kind = Kind::Processed {
            status: status.as_str(),
            valid: all - invalid,
            invalid,
        };
        let general = general::rows(upload.report, &kind);
        Ok(Reading {
            processed: Some(processed(general, tables, &usage)),
            records: usage.records,
            categories: usage.categories,
            error,
        })
    }
}

impl Upload<'_> {
    /// The items and assets of the platform.
    #[cfg(feature = "directory")]
    fn objects(&self) -> &dyn Objects {
        self.directory
    }

    /// Without a directory, the platform has no items and assets of its own.
    #[cfg(not(feature = "directory"))]
    #[expect(clippy::unused_self, reason = "as with the directory")]
    fn objects(&self) -> &dyn Objects {
        &objects::Anything
    }
}

impl Format for Workbooks {
    fn read_usage(&self, upload: &Upload<'_>, numbers: &mut Numbers) -> Reading {
        self.usage(upload, numbers).unwrap_or_else(Reading::failed)
    }

    fn read_bills(&self, content: &Bytes) -> Result<Bills, String> {
        bills::read(&read::tables(content, &["records", general::SHEET])?)
    }

    fn template(&self, product: &str, schema: &str) -> Result<Bytes, String> {
        write::template(product, schema).map_err(unwritten)
    }

    fn chunk(&self, part: &Part<'_>) -> Result<Bytes, String> {
        let schema = Schema::read(part.report.schema)?;
        inline::workbook(&chunk::sheets(part, schema))
    }

    fn processed_bills(
        &self,
        content: &Bytes,
        note: &str,
        problems: &[Problem],
    ) -> Result<Bytes, String> {
        let tables = read::tables(content, &["records"])?;
        let names = ["attribute_id", "attribute_value"].map(str::to_owned);
        let note = ["processing_note", note].map(str::to_owned);
        let general = [names.to_vec(), note.to_vec()];
        let tables: Vec<_> = tables.iter().map(|(name, it)| (*name, it)).collect();
        write::processed(&general, &tables, problems).map_err(unwritten)
    }
}

/// The workbook of a report after processing: the vendor's columns only, with quantities at the precision of their item.
fn processed(general: Vec<Vec<String>>, mut tables: Tables, usage: &Usage) -> Later {
    let problems = usage.problems.clone();
    let texts = usage::quantities(&usage.records);
    Later::new(move || {
        let mut sheets = Vec::new();
        if let Some(categories) = tables.get("categories") {
            sheets.push(("categories", categories.clone()));
        }
        if let Some((name, records)) = usage::take_records(&mut tables) {
            sheets.push((name, usage::with_quantities(records, texts)));
        }
        let sheets: Vec<_> = sheets.iter().map(|(name, it)| (*name, it)).collect();
        write::processed(&general, &sheets, &problems).map_err(unwritten)
    })
}

fn unwritten(error: XlsxError) -> String {
    format!("The workbook cannot be written: {error}.")
}
