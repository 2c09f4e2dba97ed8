//! Rows of a chunk.

use connect_usage::{DateTime, Decimal};

use super::error::ReadError;
use super::row::Row;

/// The columns for the bills, which the provider fills in.
pub(super) const BILLING: [&str; 2] = ["external_billing_id", "external_billing_note"];

/// A record of a chunk. A cell that is empty, or whose column does not exist, is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChunkRecord {
    /// The vendor's id of the record.
    pub record_id: String,
    /// The vendor's note.
    pub record_note: Option<String>,
    /// The first second of the span of time, in UTC.
    pub start: Option<DateTime>,
    /// The last second of the span of time, in UTC.
    pub end: Option<DateTime>,
    /// The id of the item.
    pub item_id: Option<String>,
    /// The name of the item.
    pub item_name: Option<String>,
    /// The manufacturer part number of the item.
    pub item_mpn: Option<String>,
    /// The unit of the item.
    pub item_unit: Option<String>,
    /// The type of the item, such as `PPU`.
    pub item_type: Option<String>,
    /// The billing period of the item, such as `Monthly`.
    pub item_period: Option<String>,
    /// The precision of quantities, such as `Decimal(4)`.
    pub item_precision: Option<String>,
    /// The id of the category.
    pub category_id: Option<String>,
    /// The status of the record, such as `approved`.
    pub status: Option<String>,
    /// The id of the asset.
    pub asset_id: Option<String>,
    /// The id of the asset in the provider's system.
    pub asset_external_id: Option<String>,
    /// The unique id of the asset in the provider's system.
    pub asset_external_uid: Option<String>,
    /// The value by which the asset is reconciled.
    pub asset_recon_id: Option<String>,
    /// How much was used.
    pub quantity: Option<Decimal>,
    /// The amount of money.
    pub amount: Option<Decimal>,
    /// The tier that the amount is for.
    pub tier: Option<u8>,
    /// The id in the provider's billing system. With the note, it closes the record.
    pub billing_id: Option<String>,
    /// The note of the bill.
    pub billing_note: Option<String>,
}

impl Row<'_> {
    /// The row as a record of a chunk.
    ///
    /// # Errors
    /// If the record id is missing, or a cell has no value of its type.
    pub fn chunk_record(&self) -> Result<ChunkRecord, ReadError> {
        let text = |column: &str| Ok::<_, ReadError>(self.text(column)?.map(Into::into));
        Ok(ChunkRecord {
            record_id: self.required("record_id")?,
            record_note: text("record_note")?,
            start: self.date_time("start_time_utc")?,
            end: self.date_time("end_time_utc")?,
            item_id: text("item_id")?,
            item_name: text("item_name")?,
            item_mpn: text("item_mpn")?,
            item_unit: text("item_unit")?,
            item_type: text("item_type")?,
            item_period: text("item_period")?,
            item_precision: text("item_precision")?,
            category_id: text("category_id")?,
            status: text("status")?,
            asset_id: text("asset_id")?,
            asset_external_id: text("asset_external_id")?,
            asset_external_uid: text("asset_external_uid")?,
            asset_recon_id: text("asset_recon_id")?,
            quantity: self.decimal("quantity")?,
            amount: self.decimal("amount")?,
            tier: self.tier()?,
            billing_id: text(BILLING[0])?,
            billing_note: text(BILLING[1])?,
        })
    }
}
