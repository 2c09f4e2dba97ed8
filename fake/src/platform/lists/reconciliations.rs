//! The list of reconciliations.

use super::filter::{Filter, maybe};
use super::page::page;
use crate::platform::model::chunk::Chunk;
use crate::platform::model::reconciliation::Reconciliation;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

/// A reconciliation with its chunk.
pub(crate) struct Row<'a> {
    reconciliation: &'a Reconciliation,
    chunk: Option<&'a Chunk>,
}

pub(crate) fn reconciliations(world: &World, query: &str) -> Result<Reply, Refusal> {
    let rows = world.reconciliations.values().map(|reconciliation| Row {
        reconciliation,
        chunk: reconciliation
            .chunk
            .as_ref()
            .and_then(|it| world.chunks.get(it)),
    });
    page(
        rows.collect(),
        &filters(),
        query,
        &world.options.paging,
        |row| {
            let it = row.reconciliation;
            let status = world.shown(&it.id, it.status.as_str());
            let file = it.file.as_ref().and_then(|it| world.files.get(it));
            it.json(&status, file, row.chunk).finish()
        },
    )
}

pub(crate) fn filters<'a>() -> Vec<Filter<Row<'a>>> {
    vec![
        Filter::string("binding.hub.id", |it: &Row<'_>| {
            maybe(it.chunk.map(|it| it.hub.id.as_str()))
        })
        .search(),
        Filter::string("partusagefile.id", |it: &Row<'_>| {
            maybe(it.reconciliation.chunk.as_deref())
        })
        .search()
        .ordering(),
        Filter::string("partusagefile.provider.id", |it: &Row<'_>| {
            maybe(it.chunk.map(|_| "PA-000-001"))
        })
        .search(),
        Filter::string("usagefile.id", |it: &Row<'_>| {
            maybe(it.reconciliation.file.as_deref())
        })
        .search()
        .ordering(),
    ]
}
