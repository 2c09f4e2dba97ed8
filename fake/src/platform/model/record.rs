//! Records: the rows of reports.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::Named;
use super::file::File;
use super::status::RecordStatus;
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::json::Object;

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub id: String,
    pub file: String,
    /// The chunk that bills it, if any.
    pub chunk: Option<String>,
    pub status: RecordStatus,
    pub item: Item,
    pub asset: Asset,
    pub category: Option<Named>,
    pub amount: Option<Decimal>,
    pub usage: Decimal,
    pub start: OffsetDateTime,
    pub end: OffsetDateTime,
    pub created: OffsetDateTime,
    pub billing_id: Option<String>,
    pub billing_note: Option<String>,
    pub closed_at: Option<OffsetDateTime>,
    pub error: Option<String>,
}

/// The item that was used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub id: String,
    pub local_id: String,
    pub name: String,
    pub is_reserved: bool,
}

/// The asset for which it was used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asset {
    pub id: String,
    pub external_id: String,
    pub external_uid: String,
}

impl Item {
    /// The item of this number of a product. Every second item is a reservation.
    pub fn numbered(product: &str, number: usize) -> Self {
        Self {
            id: format!("{product}-{number:04}"),
            local_id: format!("item-{number}"),
            name: format!("Item {number}"),
            is_reserved: number.is_multiple_of(2),
        }
    }

    /// The type of the item, as filters name it.
    pub fn kind(&self) -> &'static str {
        match self.is_reserved {
            true => "Reservation",
            false => "PPU",
        }
    }

    /// Precision and type have several spellings.
    pub fn json(&self) -> Object {
        let (precision, kind) = match self.is_reserved {
            true => ("integer", "Reservation"),
            false => ("Decimal(8)", "ppu"),
        };
        Object::new()
            .string("id", &self.id)
            .string("local_id", &self.local_id)
            .string("name", &self.name)
            .string("unit", "GB")
            .string("mpn", &self.local_id.to_uppercase())
            .string("precision", precision)
            .string("type", kind)
    }
}

impl Asset {
    pub fn numbered(number: usize) -> Self {
        Self {
            id: format!("AS-0000-0000-{number:04}"),
            external_id: format!("{}", 1000 + number),
            external_uid: format!("00000000-0000-0000-0000-{number:012}"),
        }
    }

    pub fn json(&self) -> Object {
        Object::new()
            .string("id", &self.id)
            .outer_id("external_id", Some(&self.external_id))
            .string("external_uid", &self.external_uid)
            .string("recon_id", &format!("R-{}", self.external_id))
    }
}

impl Record {
    pub fn json(&self, status: &str, file: &File) -> Object {
        let closed_at = self.closed_at.map(|it| write_date_time(it, Style::Micros));
        Object::new()
            .nulls(self.id.ends_with(['1', '3', '5', '7', '9']))
            .string("id", &self.id)
            .string("status", status)
            .object("usagefile", file.reference())
            .string("start_date", &write_date_time(self.start, Style::Offset))
            .string("end_date", &write_date_time(self.end, Style::Zulu))
            .string("product_id", &file.product.id)
            .object("item", self.item.json())
            .object("asset", self.asset.json())
            .maybe_object("category", self.category.as_ref().map(Named::json))
            .maybe("amount", self.amount)
            .raw("multiplier", 1)
            .raw("usage", self.usage)
            .string("item_id", &self.item.id)
            .string("asset_id", &self.asset.id)
            .outer_id("asset_external_id", Some(&self.asset.external_id))
            .string("asset_external_uid", &self.asset.external_uid)
            .string("resource_local_id", &self.item.local_id)
            .maybe_string("external_billing_id", self.billing_id.as_deref())
            .maybe_string("external_billing_note", self.billing_note.as_deref())
            .maybe_string("closed_at", closed_at.as_deref())
            .maybe_string("closed_by", closed_at.as_ref().map(|_| "PA-000-001"))
            .maybe_string("error_codes", self.error.as_ref().map(|_| "USG_011"))
            .maybe_string("error_details", self.error.as_deref())
            .raw("params", "[]")
    }
}
