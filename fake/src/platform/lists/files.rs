//! The lists of reports and of their categories.

use super::filter::{Filter, Lookup, date_time, maybe, string};
use super::page::page;
use crate::platform::model::file::File;
use crate::platform::model::{FileStatus, Named};
use crate::platform::names::MARKETPLACE;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

/// The lookups of a date-time that is never compared for equality.
const MOMENT: &[Lookup] = &[Lookup::Order];
/// The lookups of a required string.
const PRESENT: &[Lookup] = &[
    Lookup::Eq,
    Lookup::Ne,
    Lookup::Like,
    Lookup::In,
    Lookup::Out,
];

pub(crate) fn files<'a>(
    world: &World,
    rows: impl Iterator<Item = &'a File>,
    query: &str,
) -> Result<Reply, Refusal> {
    page(
        rows.collect(),
        &filters(),
        query,
        &world.options.paging,
        |file| {
            let status = world.shown(&file.id, file.status.as_str());
            file.summary(&status, world.counts(&file.id)).finish()
        },
    )
}

pub(crate) fn filters<'a>() -> Vec<Filter<&'a File>> {
    vec![
        Filter::string("contract.id", |it: &&File| string(&it.contract.id)).search(),
        Filter::string("contract.name", |it: &&File| string(&it.contract.name))
            .search()
            .ordering(),
        Filter::date_time("created.at", |it: &&File| date_time(it.created))
            .lookups(MOMENT)
            .ordering(),
        Filter::string("distribution_contract_id", |it: &&File| {
            string(&it.contract.id)
        })
        .search(),
        Filter::choice("environment", &["test", "preview", "production"], |_| {
            string("production")
        })
        .search()
        .ordering(),
        Filter::string("external_id", |it: &&File| maybe(it.external_id.as_deref())).search(),
        Filter::string("id", |it: &&File| string(&it.id))
            .search()
            .ordering(),
        Filter::string("marketplace.id", |_| string(MARKETPLACE.0)).search(),
        Filter::string("marketplace.name", |_| string(MARKETPLACE.1))
            .search()
            .ordering(),
        Filter::string("marketplace_id", |_| string(MARKETPLACE.0)).search(),
        Filter::string("name", |it: &&File| maybe(it.name.as_deref())).search(),
        Filter::string("product.id", |it: &&File| string(&it.product.id)).search(),
        Filter::string("product.name", |it: &&File| string(&it.product.name))
            .search()
            .ordering(),
        Filter::string("product_id", |it: &&File| string(&it.product.id)).search(),
        Filter::string("provider.id", |_| string("PA-000-001")).search(),
        Filter::string("provider.name", |_| string("Example Provider"))
            .search()
            .ordering(),
        Filter::string("provider_id", |_| string("PA-000-001")).search(),
        Filter::choice("schema", &["tr", "pr", "qt", "cr"], |it: &&File| {
            string(it.schema)
        })
        .search()
        .ordering(),
        Filter::choice("status", FileStatus::TEXTS, |it: &&File| {
            string(it.status.as_str())
        })
        .ordering(),
        Filter::string("vendor.id", |_| string("VA-000-001")).search(),
        Filter::string("vendor.name", |_| string("Example Vendor"))
            .search()
            .ordering(),
        Filter::string("vendor_id", |_| string("VA-000-001")).search(),
    ]
}

pub(crate) fn categories(world: &World, file: &File, query: &str) -> Result<Reply, Refusal> {
    let rows = file.categories.iter().collect();
    let filters = category_filters();
    page(rows, &filters, query, &world.options.paging, |it| {
        it.json().finish()
    })
}

pub(crate) fn category_filters<'a>() -> Vec<Filter<&'a Named>> {
    vec![
        Filter::string("id", |it: &&Named| string(&it.id))
            .lookups(PRESENT)
            .search(),
        Filter::string("name", |it: &&Named| string(&it.name))
            .lookups(PRESENT)
            .search()
            .ordering(),
    ]
}
