//! The lists of reports and of their categories.

use super::filter::{ReadOne, date_time, maybe, single, string};
use super::page::page;
use crate::platform::model::Named;
use crate::platform::model::file::File;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

pub(crate) fn files<'a>(
    world: &World,
    rows: impl Iterator<Item = &'a File>,
    query: &str,
) -> Result<Reply, Refusal> {
    page(
        rows.collect(),
        &single("files::list", read),
        query,
        &world.options.paging,
        |file| {
            let status = world.shown(&file.id, file.status.as_str());
            file.summary(&status, world.counts(&file.id)).finish()
        },
    )
}

/// What a filter reads from a row. Many filters have two names: one with a dot, and one from an older version.
fn read<'r>(name: &str) -> Option<ReadOne<&'r File>> {
    let read: ReadOne<&'r File> = match name {
        "contract.id" | "distribution_contract_id" => |it| string(&it.contract.id),
        "contract.name" => |it| string(&it.contract.name),
        "created.at" => |it| date_time(it.created),
        "environment" => |_| string("production"),
        "external_id" => |it| maybe(it.external_id.as_deref()),
        "id" => |it| string(&it.id),
        "marketplace.id" | "marketplace_id" => |it| string(&it.marketplace.id),
        "marketplace.name" => |it| string(&it.marketplace.name),
        "name" => |it| maybe(it.name.as_deref()),
        "product.id" | "product_id" => |it| string(&it.product.id),
        "product.name" => |it| string(&it.product.name),
        "provider.id" | "provider_id" => |_| string("PA-000-001"),
        "provider.name" => |_| string("Example Provider"),
        "schema" => |it| string(it.schema),
        "status" => |it| string(it.status.as_str()),
        "vendor.id" | "vendor_id" => |_| string("VA-000-001"),
        "vendor.name" => |_| string("Example Vendor"),
        _ => return None,
    };
    Some(read)
}

pub(crate) fn categories(world: &World, file: &File, query: &str) -> Result<Reply, Refusal> {
    let rows = file.categories.iter().collect();
    let filters = single("files::list_categories", read_category);
    page(rows, &filters, query, &world.options.paging, |it| {
        it.json().finish()
    })
}

/// What a filter of categories reads from a row.
fn read_category<'r>(name: &str) -> Option<ReadOne<&'r Named>> {
    let read: ReadOne<&'r Named> = match name {
        "id" => |it| string(&it.id),
        "name" => |it| string(&it.name),
        _ => return None,
    };
    Some(read)
}
