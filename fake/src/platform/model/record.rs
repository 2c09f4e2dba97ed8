//! Records: the rows of reports.

use rust_decimal::Decimal;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::file::File;
use super::status::RecordStatus;
use super::{Named, RecordSeed};
use crate::clock::BEGINNING;
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::json::{Object, list};

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub id: String,
    pub file: String,
    /// The vendor's id of it, in spreadsheets; responses do not have it.
    pub record_id: String,
    /// The vendor's note on it, in spreadsheets too.
    #[cfg_attr(
        not(feature = "spreadsheets"),
        expect(dead_code, reason = "only real workbooks have it")
    )]
    pub record_note: Option<String>,
    /// The chunk that bills it, if any.
    pub chunk: Option<String>,
    pub status: RecordStatus,
    pub item: Item,
    pub asset: Asset,
    pub category: Option<Named>,
    pub amount: Option<Decimal>,
    /// The quantity; `None` in a row whose quantity is empty or cannot be read.
    pub usage: Option<Decimal>,
    pub tier: Option<u8>,
    /// The custom parameters of it, by name.
    pub params: Vec<(String, String)>,
    /// `None` in a row whose date-time cannot be read.
    pub start: Option<OffsetDateTime>,
    /// As the start.
    pub end: Option<OffsetDateTime>,
    pub created: OffsetDateTime,
    pub billing_id: Option<String>,
    pub billing_note: Option<String>,
    pub closed_at: Option<OffsetDateTime>,
    pub error: Option<String>,
}

/// The item that was used. In a row whose item cannot be read, the id is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub id: String,
    pub local_id: String,
    pub name: String,
    pub mpn: String,
    pub unit: String,
    /// Such as `Decimal(8)` or `integer`.
    pub precision: String,
    pub is_reserved: bool,
}

/// The asset for which it was used, as for the item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asset {
    pub id: String,
    pub external_id: String,
    pub external_uid: String,
    pub recon_id: String,
}

impl Item {
    /// The item of this number of a product. Every second item is a reservation.
    pub fn numbered(product: &str, number: usize) -> Self {
        let is_reserved = number.is_multiple_of(2);
        let precision = match is_reserved {
            true => "integer",
            false => "Decimal(8)",
        };
        Self {
            id: format!("{product}-{number:04}"),
            local_id: format!("item-{number}"),
            name: format!("Item {number}"),
            mpn: format!("ITEM-{number}"),
            unit: "GB".to_owned(),
            precision: precision.to_owned(),
            is_reserved,
        }
    }

    /// The type of the item, as filters name it.
    pub fn kind(&self) -> &'static str {
        match self.is_reserved {
            true => "Reservation",
            false => "PPU",
        }
    }

    /// The type has several spellings.
    pub fn json(&self) -> Object {
        let kind = match self.is_reserved {
            true => "Reservation",
            false => "ppu",
        };
        Object::new()
            .string("id", &self.id)
            .string("local_id", &self.local_id)
            .string("name", &self.name)
            .string("unit", &self.unit)
            .string("mpn", &self.mpn)
            .string("precision", &self.precision)
            .string("type", kind)
    }
}

impl Asset {
    pub fn numbered(number: usize) -> Self {
        Self {
            id: format!("AS-0000-0000-{number:04}"),
            external_id: format!("{}", 1000 + number),
            external_uid: format!("00000000-0000-0000-0000-{number:012}"),
            recon_id: format!("R-{}", 1000 + number),
        }
    }

    pub fn json(&self) -> Object {
        Object::new()
            .string("id", &self.id)
            .outer_id("external_id", Some(&self.external_id))
            .string("external_uid", &self.external_uid)
            .string("recon_id", &self.recon_id)
    }
}

impl Record {
    /// The record of a seed; it gets its id and its report when it is added to one.
    pub fn from_seed(product: &str, number: usize, seed: RecordSeed) -> Self {
        let start = seed.start.unwrap_or(datetime!(2029-01-01 00:00:00 UTC));
        let is_invalid = seed.status == RecordStatus::Invalid;
        Self {
            id: String::new(),
            file: String::new(),
            record_id: format!("record-{number}"),
            record_note: None,
            chunk: None,
            status: seed.status,
            item: Item::numbered(product, seed.item),
            asset: Asset::numbered(seed.asset),
            category: seed.category.map(|(id, name)| Named::new(id, name)),
            amount: seed.amount,
            usage: Some(seed.usage),
            tier: None,
            params: Vec::new(),
            start: Some(start),
            end: Some(start.saturating_add(Duration::seconds(3599))),
            created: BEGINNING,
            billing_id: None,
            billing_note: None,
            closed_at: None,
            error: is_invalid.then(|| "The row cannot be read.".to_owned()),
        }
    }

    pub fn json(&self, status: &str, file: &File) -> Object {
        let closed_at = self.closed_at.map(|it| write_date_time(it, Style::Micros));
        let start = self.start.map(|it| write_date_time(it, Style::Offset));
        let end = self.end.map(|it| write_date_time(it, Style::Zulu));
        let item = Some(&self.item).filter(|it| !it.id.is_empty());
        let asset = Some(&self.asset).filter(|it| !it.id.is_empty());
        Object::new()
            .nulls(self.id.ends_with(['1', '3', '5', '7', '9']))
            .string("id", &self.id)
            .string("status", status)
            .object("usagefile", file.reference())
            .maybe_string("start_date", start.as_deref())
            .maybe_string("end_date", end.as_deref())
            .string("product_id", &file.product.id)
            .maybe_object("item", item.map(Item::json))
            .maybe_object("asset", asset.map(Asset::json))
            .maybe_object("category", self.category.as_ref().map(Named::json))
            .maybe("amount", self.amount)
            .raw("multiplier", 1)
            .maybe("usage", self.usage)
            .maybe("tier", self.tier)
            .maybe_string("item_id", item.map(|it| it.id.as_str()))
            .maybe_string("asset_id", asset.map(|it| it.id.as_str()))
            .outer_id("asset_external_id", asset.map(|it| it.external_id.as_str()))
            .maybe_string(
                "asset_external_uid",
                asset.map(|it| it.external_uid.as_str()),
            )
            .maybe_string("resource_local_id", item.map(|it| it.local_id.as_str()))
            .maybe_string("external_billing_id", self.billing_id.as_deref())
            .maybe_string("external_billing_note", self.billing_note.as_deref())
            .maybe_string("closed_at", closed_at.as_deref())
            .maybe_string("closed_by", closed_at.as_ref().map(|_| "PA-000-001"))
            .maybe_string("error_codes", self.error.as_ref().map(|_| "USG_011"))
            .maybe_string("error_details", self.error.as_deref())
            .raw("params", self.params())
    }

    fn params(&self) -> String {
        let params = self.params.iter().map(|(name, value)| {
            let param = Object::new().string("parameter_name", name);
            param.string("parameter_value", value).finish()
        });
        list(params)
    }
}
