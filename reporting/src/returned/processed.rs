//! The processed file of a report: the vendor's rows, and what is wrong with them.

use super::comments::CellComment;
use super::error::ReadError;
use super::general::General;
use super::limits::Limits;
use super::row::Row;
use super::workbook::Workbook;
use crate::usage::{
    AssetBy, ItemBy, ItemDetails, OF_ITEMS, PARAMETER, RECONCILIATION, UsageRow, text,
};

/// The processed file of a report, as `connect_usage::files` offers it for download.
///
/// It has the rows that the vendor uploaded. What is wrong with them is in comments of cells, and maybe in columns that the
/// vendor did not write: rows keep both.
#[derive(Debug, Clone)]
pub struct Processed {
    workbook: Workbook,
}

impl Processed {
    /// Reads a workbook within the default [`Limits`].
    ///
    /// # Errors
    /// If it is not a workbook, is too large, or has no sheet `records` with a column `record_id`. What single cells hold
    /// is not checked before it is asked for.
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

    /// The sheet `general`, with the counts of valid and invalid records.
    pub fn general(&self) -> &General {
        &self.workbook.general
    }

    /// The names of the columns, in their order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let header = self.workbook.records.header.iter();
        header.map(String::as_str).filter(|it| !it.is_empty())
    }

    /// The rows with a value, in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.workbook.rows()
    }

    /// All comments of the sheet with records, in the order of the rows; also those of cells without a row or column.
    pub fn comments(&self) -> &[CellComment] {
        &self.workbook.records.comments
    }
}

impl Row<'_> {
    /// The row as the vendor wrote it. The columns that begin with `v.` are its custom parameters.
    ///
    /// # Errors
    /// The first cell that is required and empty, or has no value of its type.
    pub fn usage(&self) -> Result<UsageRow, ReadError> {
        let value = self.required("item_search_value")?;
        let criterion = self.required("item_search_criteria")?;
        let item = ItemBy::from_cells(&criterion, value)
            .map_err(|_| self.wrong("item_search_criteria", ItemBy::CRITERIA))?;
        let value = self.required("asset_search_value")?;
        let criterion = self.required("asset_search_criteria")?;
        let asset = AssetBy::from_cells(&criterion, value)
            .map_err(|_| self.wrong("asset_search_criteria", AssetBy::CRITERIA))?;
        let time = |column: &str| {
            let time = self.date_time(column)?;
            time.ok_or_else(|| self.wrong(column, "a date-time"))
        };
        let id = self.required("record_id")?;
        let mut row = UsageRow::new(
            id,
            item,
            asset,
            time("start_time_utc")?,
            time("end_time_utc")?,
        );
        row.quantity = self.decimal("quantity")?;
        row.amount = self.decimal("amount")?;
        row.tier = self.tier()?;
        row.category = self.text("category_id")?.map(Into::into);
        row.note = self.text("record_note")?.map(Into::into);
        row.reconciliation_id = self.text(RECONCILIATION)?.map(Into::into);
        row.item_details = self.item_details()?;
        for (name, _) in self
            .values()
            .filter(|(name, _)| name.starts_with(PARAMETER))
        {
            row.parameters.push((name.to_owned(), self.required(name)?));
        }
        Ok(row)
    }

    /// The description of an item, unless all of its cells are empty.
    fn item_details(&self) -> Result<Option<ItemDetails>, ReadError> {
        let text = |column: &str| {
            self.text(column)
                .map(|it| it.unwrap_or_default().into_owned())
        };
        let [name, unit, mpn, precision] = OF_ITEMS;
        let cells = [text(name)?, text(unit)?, text(mpn)?, text(precision)?];
        Ok(ItemDetails::from_cells(cells))
    }

    /// The tier: 0, 1 or 2.
    pub(super) fn tier(&self) -> Result<Option<u8>, ReadError> {
        let Some(tier) = self.decimal("tier")? else {
            return Ok(None);
        };
        match text::tier(&tier) {
            Some(tier) => Ok(Some(tier)),
            None => Err(self.wrong("tier", "0, 1 or 2")),
        }
    }
}
