//! Chunks: the parts of an accepted report.

use super::file::{Counts, File};
use super::status::ChunkStatus;
use super::{Events, Named};
use crate::platform::json::Object;
use crate::platform::names::Names;
use crate::reply::Content;

#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub id: String,
    pub file: String,
    pub hub: Named,
    pub status: ChunkStatus,
    pub external_id: Option<String>,
    pub billing_id: Option<String>,
    pub billing_note: Option<String>,
    pub outdated: bool,
    pub error: Option<String>,
    /// The spreadsheet that a test has set; by default it is generated from the records.
    pub content: Option<Content>,
    /// How many times the spreadsheet has been generated.
    pub making: usize,
    pub events: Events,
}

impl Chunk {
    pub fn json(&self, status: &str, file: &File, counts: Counts) -> Object {
        let binding = Object::new()
            .object("hub", self.hub.json())
            .raw("external_id", 4711);
        let error = Object::new().maybe_string("detail", self.error.as_deref());
        Object::new()
            .string("id", &self.id)
            .string("status", status)
            .raw("outdated", self.outdated)
            .object("usagefile", file.reference())
            .object("binding", binding)
            .object("marketplace", file.marketplace.with_icon())
            .object("provider", Names::of_all().provider.json())
            .object("error", error)
            .object("events", self.events.json())
            .object("stats", counts.stats())
            .outer_id("external_id", self.external_id.as_deref())
            .maybe_string("external_billing_id", self.billing_id.as_deref())
            .maybe_string("external_billing_note", self.billing_note.as_deref())
    }
}
