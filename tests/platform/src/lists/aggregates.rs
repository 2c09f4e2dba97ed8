//! The totals of usage, by item and asset.

use std::collections::BTreeMap;

use loopback::Reply;
use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::filter::{Filter, text};
use super::page;
use crate::clock::{Style, write_date_time};
use crate::json::Object;
use crate::model::record::{Asset, Item, Record};
use crate::model::{FileStatus, RecordStatus};
use crate::refusal::Refusal;
use crate::world::World;

/// What all records say about one item of one asset.
pub(crate) struct Row {
    item: Item,
    asset: Asset,
    amount: Option<Decimal>,
    currency: Option<String>,
    consumed: Decimal,
    accepted: Decimal,
    last: OffsetDateTime,
}

pub(crate) fn aggregates(
    world: &World,
    seen: impl Fn(&Record) -> bool,
    query: &str,
) -> Result<Reply, Refusal> {
    let mut rows = BTreeMap::new();
    let records = world.records.values().filter(|it| seen(it));
    for record in records.filter(|it| it.status != RecordStatus::Invalid) {
        add(&mut rows, world, record);
    }
    let rows = rows.into_values().collect();
    page(
        rows,
        &filters(),
        query,
        &world.options.paging,
        |row: &Row| row.json().finish(),
    )
}

fn add(rows: &mut BTreeMap<(Item, Asset), Row>, world: &World, record: &Record) {
    let key = (record.item.clone(), record.asset.clone());
    let file = world.files.get(&record.file);
    let is_accepted =
        file.is_some_and(|it| matches!(it.status, FileStatus::Accepted | FileStatus::Closed));
    let row = rows.entry(key).or_insert_with(|| Row {
        item: record.item.clone(),
        asset: record.asset.clone(),
        amount: None,
        currency: file.and_then(|it| it.currency.clone()),
        consumed: Decimal::ZERO,
        accepted: Decimal::ZERO,
        last: record.created,
    });
    // No sum of what a test puts in leaves the range of the type; one that did would stay at its end.
    row.consumed = row.consumed.saturating_add(record.usage);
    if is_accepted {
        row.accepted = row.accepted.saturating_add(record.usage);
    }
    if let Some(amount) = record.amount {
        row.amount = Some(row.amount.unwrap_or_default().saturating_add(amount));
    }
    row.last = row.last.max(record.created);
}

impl Row {
    fn json(&self) -> Object {
        let last = Object::new().text("at", &write_date_time(self.last, Style::Micros));
        Object::new()
            .object("item", self.item.json())
            .object("asset", self.asset.json())
            .maybe("amount", self.amount)
            .maybe_text("currency", self.currency.as_deref())
            .raw("consumed", self.consumed)
            .raw("accepted", self.accepted)
            .object("events", Object::new().object("last_reported", last))
    }
}

pub(crate) fn filters() -> Vec<Filter<Row>> {
    vec![
        Filter::text("asset.external_uid", |it: &Row| {
            text(&it.asset.external_uid)
        })
        .search(),
        Filter::text("asset.id", |it: &Row| text(&it.asset.id)).search(),
        Filter::text("item.id", |it: &Row| text(&it.item.id)).search(),
        Filter::text("item.local_id", |it: &Row| text(&it.item.local_id)).search(),
        Filter::choice("item.type", &["Reservation", "PPU"], |it: &Row| {
            text(it.item.kind())
        })
        .search(),
    ]
}
