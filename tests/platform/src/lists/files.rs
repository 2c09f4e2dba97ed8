//! The lists of reports and of their categories.

use loopback::Reply;

use super::filter::{Filter, Lookup, maybe, moment, text};
use super::page;
use crate::model::file::File;
use crate::model::{FileStatus, Named};
use crate::refusal::Refusal;
use crate::world::{MARKETPLACE, World};

/// The only lookups of a moment that nobody compares for being the same.
const MOMENT: &[Lookup] = &[Lookup::Order];
/// Those of a text that is always there.
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
        Filter::text("contract.id", |it: &&File| text(&it.contract.id)).search(),
        Filter::text("contract.name", |it: &&File| text(&it.contract.name))
            .search()
            .ordering(),
        Filter::time("created.at", |it: &&File| moment(it.created))
            .lookups(MOMENT)
            .ordering(),
        Filter::text("distribution_contract_id", |it: &&File| {
            text(&it.contract.id)
        })
        .search(),
        Filter::choice("environment", &["test", "preview", "production"], |_| {
            text("production")
        })
        .search()
        .ordering(),
        Filter::text("external_id", |it: &&File| maybe(it.external_id.as_deref())).search(),
        Filter::text("id", |it: &&File| text(&it.id))
            .search()
            .ordering(),
        Filter::text("marketplace.id", |_| text(MARKETPLACE.0)).search(),
        Filter::text("marketplace.name", |_| text(MARKETPLACE.1))
            .search()
            .ordering(),
        Filter::text("marketplace_id", |_| text(MARKETPLACE.0)).search(),
        Filter::text("name", |it: &&File| maybe(it.name.as_deref())).search(),
        Filter::text("product.id", |it: &&File| text(&it.product.id)).search(),
        Filter::text("product.name", |it: &&File| text(&it.product.name))
            .search()
            .ordering(),
        Filter::text("product_id", |it: &&File| text(&it.product.id)).search(),
        Filter::text("provider.id", |_| text("PA-000-001")).search(),
        Filter::text("provider.name", |_| text("Example Provider"))
            .search()
            .ordering(),
        Filter::text("provider_id", |_| text("PA-000-001")).search(),
        Filter::choice("schema", &["tr", "pr", "qt", "cr"], |it: &&File| {
            text(it.schema)
        })
        .search()
        .ordering(),
        Filter::choice("status", FileStatus::TEXTS, |it: &&File| {
            text(it.status.as_str())
        })
        .ordering(),
        Filter::text("vendor.id", |_| text("VA-000-001")).search(),
        Filter::text("vendor.name", |_| text("Example Vendor"))
            .search()
            .ordering(),
        Filter::text("vendor_id", |_| text("VA-000-001")).search(),
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
        Filter::text("id", |it: &&Named| text(&it.id))
            .lookups(PRESENT)
            .search(),
        Filter::text("name", |it: &&Named| text(&it.name))
            .lookups(PRESENT)
            .search()
            .ordering(),
    ]
}
