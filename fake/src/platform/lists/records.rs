//! The list of records.

use super::filter::{ReadOne, date_time, maybe, maybe_date_time, single, string};
use super::page::page;
use crate::platform::model::file::File;
use crate::platform::model::record::Record;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

/// A record with its report and hub.
pub(crate) struct Row<'a> {
    record: &'a Record,
    file: &'a File,
    hub: Option<&'a str>,
}

pub(crate) fn records(
    world: &World,
    seen: impl Fn(&Record) -> bool,
    query: &str,
) -> Result<Reply, Refusal> {
    let records = world.records.values().filter(|it| seen(it));
    let rows = records.filter_map(|record| {
        let chunk = record.chunk.as_ref().and_then(|it| world.chunks.get(it));
        Some(Row {
            record,
            file: world.files.get(&record.file)?,
            hub: chunk.map(|it| it.hub.id.as_str()),
        })
    });
    page(
        rows.collect(),
        &single("records::list", read),
        query,
        &world.options.paging,
        |row| {
            let status = world.shown(&row.record.id, row.record.status.as_str());
            row.record.json(&status, row.file).finish()
        },
    )
}

/// What a filter reads from a row. Many filters have two names: one with a dot, and one from an older version.
fn read<'r>(name: &str) -> Option<ReadOne<Row<'r>>> {
    let read: ReadOne<Row<'r>> = match name {
        "asset.external_id" | "asset_external_id" => |it| string(&it.record.asset.external_id),
        "asset.external_uid" | "asset_external_uid" => |it| string(&it.record.asset.external_uid),
        "asset.id" | "asset_id" => |it| string(&it.record.asset.id),
        "hub.id" | "part_usage_file__hub__id" => |it| maybe(it.hub),
        "item.id" | "item_id" => |it| string(&it.record.item.id),
        "product.id" | "product_id" => |it| string(&it.file.product.id),
        "usage_file" | "usagefile.id" => |it| string(&it.record.file),
        "created_time" => |it| date_time(it.record.created),
        "end_date" => |it| maybe_date_time(it.record.end),
        "start_date" | "usage_start_time" => |it| maybe_date_time(it.record.start),
        "status" => |it| string(it.record.status.as_str()),
        "usagefile.schema" => |it| string(it.file.schema),
        _ => return None,
    };
    Some(read)
}
