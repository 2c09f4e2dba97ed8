//! The list of records.

use super::filter::{Filter, Lookup, date_time, maybe, string};
use super::page::page;
use crate::platform::model::RecordStatus;
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

/// The lookups of an enum that may be missing.
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

/// Many filters have two names: one with a dot, and one from an older version.
fn about_objects<'a>() -> Vec<Filter<Row<'a>>> {
    vec![
        Filter::string("asset.external_id", |it: &Row<'_>| {
            string(&it.record.asset.external_id)
        }),
        Filter::string("asset.external_uid", |it: &Row<'_>| {
            string(&it.record.asset.external_uid)
        }),
        Filter::string("asset.id", |it: &Row<'_>| string(&it.record.asset.id)),
        Filter::string("asset_external_id", |it: &Row<'_>| {
            string(&it.record.asset.external_id)
        }),
        Filter::string("asset_external_uid", |it: &Row<'_>| {
            string(&it.record.asset.external_uid)
        }),
        Filter::string("asset_id", |it: &Row<'_>| string(&it.record.asset.id)).search(),
        Filter::string("hub.id", |it: &Row<'_>| maybe(it.hub)),
        Filter::string("item.id", |it: &Row<'_>| string(&it.record.item.id)),
        Filter::string("item_id", |it: &Row<'_>| string(&it.record.item.id)),
        Filter::string("part_usage_file__hub__id", |it: &Row<'_>| maybe(it.hub)),
        Filter::string("product.id", |it: &Row<'_>| string(&it.file.product.id)),
        Filter::string("product_id", |it: &Row<'_>| string(&it.file.product.id)).search(),
        Filter::string("usage_file", |it: &Row<'_>| string(&it.record.file)).search(),
        Filter::string("usagefile.id", |it: &Row<'_>| string(&it.record.file)).search(),
    ]
}

fn about_the_row<'a>() -> Vec<Filter<Row<'a>>> {
    vec![
        Filter::date_time("created_time", |it: &Row<'_>| date_time(it.record.created)).ordering(),
        Filter::date_time("end_date", |it: &Row<'_>| date_time(it.record.end)),
        Filter::date_time("start_date", |it: &Row<'_>| date_time(it.record.start)),
        Filter::choice("status", RecordStatus::TEXTS, |it: &Row<'_>| {
            string(it.record.status.as_str())
        })
        .lookups(STATUS)
        .ordering(),
        Filter::date_time("usage_start_time", |it: &Row<'_>| {
            date_time(it.record.start)
        })
        .ordering(),
        Filter::choice(
            "usagefile.schema",
            &["tr", "pr", "qt", "cr"],
            |it: &Row<'_>| string(it.file.schema),
        )
        .search(),
    ]
}
