//! The list of records.

use loopback::Reply;

use super::filter::{Filter, Lookup, maybe, moment, text};
use super::page;
use crate::model::RecordStatus;
use crate::model::file::File;
use crate::model::record::Record;
use crate::refusal::Refusal;
use crate::world::World;

/// A record, with what it belongs to.
pub(crate) struct Row<'a> {
    record: &'a Record,
    file: &'a File,
    hub: Option<&'a str>,
}

/// One of a few values, which may be missing.
const STATUS: &[Lookup] = &[
    Lookup::Eq,
    Lookup::Ne,
    Lookup::Like,
    Lookup::Null,
    Lookup::In,
    Lookup::Out,
];

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
        &filters(),
        query,
        &world.options.paging,
        |row| {
            let status = world.shown(&row.record.id, row.record.status.as_str());
            row.record.json(&status, row.file).finish()
        },
    )
}

pub(crate) fn filters<'a>() -> Vec<Filter<Row<'a>>> {
    let mut filters = about_objects();
    filters.extend(about_the_row());
    filters
}

/// Many have two names: one with a dot, and one from an older version.
fn about_objects<'a>() -> Vec<Filter<Row<'a>>> {
    vec![
        Filter::text("asset.external_id", |it: &Row<'_>| {
            text(&it.record.asset.external_id)
        }),
        Filter::text("asset.external_uid", |it: &Row<'_>| {
            text(&it.record.asset.external_uid)
        }),
        Filter::text("asset.id", |it: &Row<'_>| text(&it.record.asset.id)),
        Filter::text("asset_external_id", |it: &Row<'_>| {
            text(&it.record.asset.external_id)
        }),
        Filter::text("asset_external_uid", |it: &Row<'_>| {
            text(&it.record.asset.external_uid)
        }),
        Filter::text("asset_id", |it: &Row<'_>| text(&it.record.asset.id)).search(),
        Filter::text("hub.id", |it: &Row<'_>| maybe(it.hub)),
        Filter::text("item.id", |it: &Row<'_>| text(&it.record.item.id)),
        Filter::text("item_id", |it: &Row<'_>| text(&it.record.item.id)),
        Filter::text("part_usage_file__hub__id", |it: &Row<'_>| maybe(it.hub)),
        Filter::text("product.id", |it: &Row<'_>| text(&it.file.product.id)),
        Filter::text("product_id", |it: &Row<'_>| text(&it.file.product.id)).search(),
        Filter::text("usage_file", |it: &Row<'_>| text(&it.record.file)).search(),
        Filter::text("usagefile.id", |it: &Row<'_>| text(&it.record.file)).search(),
    ]
}

fn about_the_row<'a>() -> Vec<Filter<Row<'a>>> {
    vec![
        Filter::time("created_time", |it: &Row<'_>| moment(it.record.created)).ordering(),
        Filter::time("end_date", |it: &Row<'_>| moment(it.record.end)),
        Filter::time("start_date", |it: &Row<'_>| moment(it.record.start)),
        Filter::choice("status", RecordStatus::TEXTS, |it: &Row<'_>| {
            text(it.record.status.as_str())
        })
        .lookups(STATUS)
        .ordering(),
        Filter::time("usage_start_time", |it: &Row<'_>| moment(it.record.start)).ordering(),
        Filter::choice(
            "usagefile.schema",
            &["tr", "pr", "qt", "cr"],
            |it: &Row<'_>| text(it.file.schema),
        )
        .search(),
    ]
}
