//! The list of chunks.

use super::filter::{ReadOne, single, string};
use super::page::page;
use crate::platform::model::chunk::Chunk;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

pub(crate) fn chunks(world: &World, query: &str) -> Result<Reply, Refusal> {
    let rows = world.chunks.values().collect();
    page(
        rows,
        &single("chunks::list", read),
        query,
        &world.options.paging,
        |chunk| {
            let status = world.shown(&chunk.id, chunk.status.as_str());
            let file = world.files.get(&chunk.file);
            let object = file.map(|it| chunk.json(&status, it, world.chunk_counts(chunk)));
            object
                .map(crate::platform::json::Object::finish)
                .unwrap_or_default()
        },
    )
}

/// What a filter reads from a row.
fn read<'r>(name: &str) -> Option<ReadOne<&'r Chunk>> {
    let read: ReadOne<&'r Chunk> = match name {
        "binding.hub.id" => |it| string(&it.hub.id),
        "id" => |it| string(&it.id),
        "provider.id" => |_| string("PA-000-001"),
        "status" => |it| string(it.status.as_str()),
        "usagefile.id" => |it| string(&it.file),
        _ => return None,
    };
    Some(read)
}
