//! Maps requests to calls.

use crate::platform::calls::{Call, Result};
use crate::platform::contract;
#[cfg(feature = "directory")]
use crate::platform::directory::calls as directory;
use crate::platform::journal::Side;
use crate::platform::rate;
use crate::platform::refusal::Refusal;
use crate::platform::url;
use crate::platform::world::World;
use crate::reply::Reply;
use crate::request::Received;

/// Handles a request to the API.
pub(crate) fn respond(world: &mut World, request: &Received) -> Reply {
    let result = side(world, request).and_then(|side| {
        let mut call = Call {
            world,
            side,
            request,
        };
        call.route()
    });
    result.unwrap_or_else(|refusal| refusal.reply())
}

/// The reply to a request that is above the limit of its key. Requests without a valid key have no limit.
pub(crate) fn refuse_above_limit(world: &mut World, request: &Received) -> Option<Reply> {
    let rate = world.options.rate?;
    let side = side(world, request).ok()?;
    let now = world.clock.now();
    let wait = world.limiter.count(rate, side, now).err()?;
    Some(rate::refuse(wait, world.options.retry_after_dates))
}

/// The side whose key the request has.
fn side(world: &World, request: &Received) -> Result<Side> {
    let [value] = request.headers_named("authorization")[..] else {
        return Err(Refusal::key());
    };
    match value.strip_prefix("ApiKey ") {
        Some(key) if key == world.options.vendor_key => Ok(Side::Vendor),
        Some(key) if key == world.options.provider_key => Ok(Side::Provider),
        _ => Err(Refusal::key()),
    }
}

impl Call<'_> {
    fn route(&mut self) -> Result {
        let segments = url::segments(self.request.path()).ok_or_else(Refusal::not_found)?;
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        let ["usage", segments @ ..] = segments.as_slice() else {
            return self.in_directory(&segments);
        };
        match self.request.method.as_str() {
            "GET" => {
                self.world.read();
                self.get(segments)
            }
            "POST" => self.post(segments),
            "PUT" => self.put(segments),
            _ => Err(self.no_such()),
        }
    }

    #[cfg(feature = "directory")]
    fn in_directory(&mut self, segments: &[&str]) -> Result {
        let Some(declared) = contract::operation(self.request) else {
            return Err(Refusal::not_found());
        };
        self.world.read();
        directory::respond(self, declared.operation.name, segments)
    }

    #[cfg(not(feature = "directory"))]
    #[expect(clippy::unused_self, reason = "as with the directory")]
    fn in_directory(&mut self, _: &[&str]) -> Result {
        Err(Refusal::not_found())
    }

    /// Refuses a request that no function below handles. If it is one of the contract, that is told: the platform itself
    /// handles it.
    fn no_such(&self) -> Refusal {
        match contract::operation(self.request) {
            Some(declared) => Refusal::not_implemented(declared.operation.name),
            None => Refusal::not_found(),
        }
    }

    fn get(&mut self, segments: &[&str]) -> Result {
        match segments {
            ["files"] => self.list_files(),
            ["files", id] => self.get_file(id),
            ["files", id, "categories"] => self.list_categories(id),
            ["chunks"] => self.list_chunks(),
            ["chunks", id] => self.get_chunk(id),
            ["chunks", id, "download"] => self.download_chunk(id),
            ["records"] => self.list_records(),
            ["records", id] => self.get_record(id),
            ["aggregates"] => self.list_aggregates(),
            ["reconciliations"] => self.list_reconciliations(),
            ["reconciliations", id] => self.get_reconciliation(id),
            ["reconciliations", id, "uploadedfile"] => self.uploaded_file(id),
            ["reconciliations", id, "processedfile"] => self.processed_file(id),
            ["products", id, "template"] => self.template(id),
            _ => Err(self.no_such()),
        }
    }

    fn post(&mut self, segments: &[&str]) -> Result {
        match segments {
            ["files"] => self.create_file(),
            ["files", id, "upload"] => self.upload(id),
            ["files", id, "submit"] => self.submit(id),
            ["files", id, "accept"] => self.accept(id),
            ["files", id, "reject"] => self.reject(id),
            ["files", id, "close"] => self.close_file(id),
            ["files", id, "delete"] => self.delete(id),
            ["files", id, "reprocess"] => self.reprocess(id),
            ["files", id, "reconciliation"] => self.upload_reconciliation(id),
            ["chunks", id, "close"] => self.close_chunk(id),
            ["chunks", id, "regenerate"] => self.regenerate(id),
            ["records", "close-records"] => self.close_records(),
            ["records", id, "close"] => self.close_record(id),
            ["reconciliations"] => self.create_reconciliation(),
            _ => Err(self.no_such()),
        }
    }

    fn put(&mut self, segments: &[&str]) -> Result {
        match segments {
            ["files", id] => self.update_file(id),
            ["files", id, "approve-all"] => self.approve_all(id),
            ["chunks", id] => self.update_chunk(id),
            ["records", id] => self.update_record(id),
            _ => Err(self.no_such()),
        }
    }
}
