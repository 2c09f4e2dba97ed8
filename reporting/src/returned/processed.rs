//! The processed file of a report: the vendor's rows, and what is wrong with them.

use connect_usage::Decimal;

use super::comments::CellComment;
use super::error::ReadError;
use super::general::General;
use super::limits::Limits;
use super::row::Row;
use super::workbook::Workbook;
use crate::usage::{AssetBy, ItemBy, ItemDetails, UsageRow};

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
    /// If it is no workbook, is too large, or has no sheet `records` with a column `record_id`. What single cells hold
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
        let item = match self.required("item_search_criteria")?.as_str() {
            "item.mpn" => ItemBy::Mpn(value),
            "item.global_id" => ItemBy::GlobalId(value),
            "item.local_id" => ItemBy::LocalId(value),
            _ => {
                let expected = "item.mpn, item.global_id or item.local_id";
                return Err(self.wrong("item_search_criteria", expected));
            }
        };
        let value = self.required("asset_search_value")?;
        let criterion = self.required("asset_search_criteria")?;
        let asset = match criterion.strip_prefix("parameter.") {
            Some(id) if !id.is_empty() => AssetBy::parameter(id, value),
            _ if criterion == "asset.id" => AssetBy::Id(value),
            _ => {
                let expected = "asset.id, or `parameter.` and the id of a parameter";
                return Err(self.wrong("asset_search_criteria", expected));
            }
        };
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
        row.reconciliation_id = self.text("asset_recon_id")?.map(Into::into);
        row.item_details = self.item_details()?;
        for (name, _) in self.values().filter(|(name, _)| name.starts_with("v.")) {
            row.parameters.push((name.to_owned(), self.required(name)?));
        }
        Ok(row)
    }

    /// The description of an item, unless all of its cells are empty.
    fn item_details(&self) -> Result<Option<ItemDetails>, ReadError> {
        let text = |column: &str| self.text(column).map(|it| it.map(Into::<String>::into));
        let (name, unit) = (text("item_name")?, text("item_unit")?);
        let (mpn, precision) = (text("item_mpn")?, text("item_precision")?);
        if [&name, &unit, &mpn, &precision]
            .into_iter()
            .all(Option::is_none)
        {
            return Ok(None);
        }
        let [name, mpn, precision] = [name, mpn, precision].map(Option::unwrap_or_default);
        let mut details = ItemDetails::new(name, mpn, precision);
        details.unit = unit;
        Ok(Some(details))
    }

    /// The tier: 0, 1 or 2.
    pub(super) fn tier(&self) -> Result<Option<u8>, ReadError> {
        let Some(tier) = self.decimal("tier")? else {
            return Ok(None);
        };
        let tiers = (0..=2_u8).find(|it| tier == Decimal::from(i32::from(*it)));
        tiers
            .map(Some)
            .ok_or_else(|| self.wrong("tier", "0, 1 or 2"))
    }
}
