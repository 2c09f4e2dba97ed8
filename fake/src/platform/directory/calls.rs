//! The calls: lists of a collection, and single objects of it.

use super::filters;
use super::kind::{Collection, Kind};
use super::members;
use super::selection::Selection;
use super::store::{Oddity, Stored};
use crate::platform::calls::{Call, Result};
use crate::platform::contract;
use crate::platform::lists::page::{page_of, parsed};
use crate::platform::refusal::Refusal;
use crate::platform::world::World;
use crate::reply::Reply;

/// Handles a request for this operation, whose path has these segments.
pub(crate) fn respond(call: &Call<'_>, operation: &str, path: &[&str]) -> Result {
    let Some((collection, reads_one)) = Collection::of(operation) else {
        return Err(Refusal::not_implemented(operation));
    };
    let product = match (collection.kind, path) {
        (Kind::Item | Kind::Parameter, [_, product, ..]) => product,
        _ => "",
    };
    let world = &*call.world;
    if !product.is_empty() && world.directory.get(Kind::Product, product).is_none() {
        return Err(Refusal::not_found());
    }
    match (reads_one, path.last()) {
        (false, _) => list(world, collection, product, call.query()),
        (true, Some(id)) => get(world, collection, product, id),
        (true, None) => Err(Refusal::not_found()),
    }
}

fn list(
    world: &World,
    collection: &'static Collection,
    product: &str,
    query: &str,
) -> Result<Reply> {
    let filters = filters::of(collection);
    let rows = world.directory.all(collection.kind, product).collect();
    let query = parsed(query)?;
    let declared = contract::filters(&format!("{}::list", collection.module));
    let selection = Selection::new(declared, &query.selected);
    page_of(rows, &filters, &query, &world.options.paging, |row| {
        shown(world, collection, row, &selection).to_string()
    })
}

fn get(world: &World, collection: &Collection, product: &str, id: &str) -> Result<Reply> {
    let object = world.directory.part(collection.kind, product, id);
    let object = object.ok_or_else(Refusal::not_found)?;
    let declared = contract::filters(&format!("{}::list", collection.module));
    let selection = Selection::new(declared, &[]);
    let mut json = shown(world, collection, object, &selection);
    if world.options.sparse
        && let Some(members) = json.as_object_mut()
    {
        members.retain(|name, _| matches!(name.as_str(), "id" | "status"));
    }
    Ok(Reply::json(200, json.to_string()))
}

/// An object as responses have it.
fn shown(
    world: &World,
    collection: &Collection,
    object: &Stored,
    selection: &Selection,
) -> serde_json::Value {
    let mut json = object.json.clone();
    for path in collection.lacks {
        members::remove(&mut json, path);
    }
    selection.apply(&mut json);
    for oddity in &object.oddities {
        match oddity {
            Oddity::Without(path) => members::remove(&mut json, path),
            Oddity::Bare(path) => members::edit(&mut json, Some(path), &mut |it| {
                if let Some(id) = it.get("id").cloned() {
                    *it = id;
                }
            }),
        }
    }
    members::edit(&mut json, Some("status"), &mut |it| {
        if let Some(status) = it.as_str() {
            *it = world.shown(&object.id, status).into();
        }
    });
    json
}

#[cfg(test)]
mod tests {
    use super::respond;
    use crate::clock::Clock;
    use crate::platform::calls::Call;
    use crate::platform::journal::Side;
    use crate::platform::options::Options;
    use crate::platform::world::World;
    use crate::request::Received;

    /// As a generated crate with more operations would have it.
    #[test]
    fn an_operation_that_is_new_is_refused_by_its_name() {
        let mut world = World::new(Options::default(), Clock::new(), String::new());
        let request = Received::default();
        let call = Call {
            world: &mut world,
            side: Side::Vendor,
            request: &request,
        };
        let refusal = respond(&call, "bills::list", &["bills"]).map(|_| ());
        let reply = refusal.expect_err("a refusal").reply();
        let body = reply.content().read(0, usize::MAX);
        assert_eq!(reply.status(), 501);
        assert!(String::from_utf8_lossy(&body).contains("does not implement bills::list."));
        assert!(respond(&call, "hubs::list", &["hubs"]).is_ok());
    }
}
