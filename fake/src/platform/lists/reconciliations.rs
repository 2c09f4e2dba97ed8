//! The list of reconciliations.

use super::filter::{ReadOne, maybe, single};
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
        &single("reconciliations::list", read),
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

/// What a filter reads from a row.
fn read<'r>(name: &str) -> Option<ReadOne<Row<'r>>> {
    let read: ReadOne<Row<'r>> = match name {
        "binding.hub.id" => |it| maybe(it.chunk.map(|it| it.hub.id.as_str())),
        "partusagefile.id" => |it| maybe(it.reconciliation.chunk.as_deref()),
        "partusagefile.provider.id" => |it| maybe(it.chunk.map(|_| "PA-000-001")),
        "usagefile.id" => |it| maybe(it.reconciliation.file.as_deref()),
        _ => return None,
    };
    Some(read)
}
