//! The list of chunks.

use super::filter::{Filter, string};
use super::page::page;
use crate::platform::model::ChunkStatus;
use crate::platform::model::chunk::Chunk;
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

pub(crate) fn chunks(world: &World, query: &str) -> Result<Reply, Refusal> {
    let rows = world.chunks.values().collect();
    page(rows, &filters(), query, &world.options.paging, |chunk| {
        let status = world.shown(&chunk.id, chunk.status.as_str());
        let file = world.files.get(&chunk.file);
        let object = file.map(|it| chunk.json(&status, it, world.chunk_counts(chunk)));
        object
            .map(crate::platform::json::Object::finish)
            .unwrap_or_default()
    })
}

pub(crate) fn filters<'a>() -> Vec<Filter<&'a Chunk>> {
    vec![
        Filter::string("binding.hub.id", |it: &&Chunk| string(&it.hub.id)).search(),
        Filter::string("id", |it: &&Chunk| string(&it.id)).search(),
        Filter::string("provider.id", |_| string("PA-000-001")).search(),
        Filter::choice("status", ChunkStatus::TEXTS, |it: &&Chunk| {
            string(it.status.as_str())
        }),
        Filter::string("usagefile.id", |it: &&Chunk| string(&it.file))
            .search()
            .ordering(),
    ]
}
