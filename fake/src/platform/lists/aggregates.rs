//! The totals of usage, by item and asset.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::filter::{ReadOne, single, string};
use super::page::page;
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::json::Object;
use crate::platform::model::record::{Asset, Item, Record};
use crate::platform::model::{FileStatus, RecordStatus};
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

/// The sum of all records of one item of one asset.
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
        &single("aggregates::list", read),
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
    // The sums of the tests are within the range of the type; others would saturate.
    let usage = record.usage.unwrap_or_default();
    row.consumed = row.consumed.saturating_add(usage);
    if is_accepted {
        row.accepted = row.accepted.saturating_add(usage);
    }
    if let Some(amount) = record.amount {
        row.amount = Some(row.amount.unwrap_or_default().saturating_add(amount));
    }
    row.last = row.last.max(record.created);
}

impl Row {
    fn json(&self) -> Object {
        let last = Object::new().string("at", &write_date_time(self.last, Style::Micros));
        Object::new()
            .object("item", self.item.json())
            .object("asset", self.asset.json())
            .maybe("amount", self.amount)
            .maybe_string("currency", self.currency.as_deref())
            .raw("consumed", self.consumed)
            .raw("accepted", self.accepted)
            .object("events", Object::new().object("last_reported", last))
    }
}

/// What a filter reads from a row.
fn read(name: &str) -> Option<ReadOne<Row>> {
    let read: ReadOne<Row> = match name {
        "asset.external_uid" => |it| string(&it.asset.external_uid),
        "asset.id" => |it| string(&it.asset.id),
        "item.id" => |it| string(&it.item.id),
        "item.local_id" => |it| string(&it.item.local_id),
        "item.type" => |it| string(it.item.kind()),
        _ => return None,
    };
    Some(read)
}
