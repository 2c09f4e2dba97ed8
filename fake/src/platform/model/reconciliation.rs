//! Reconciliations: the bills that a provider reports.

use bytes::Bytes;

use super::chunk::Chunk;
use super::file::File;
use super::status::ReconciliationStatus;
use super::{Events, Uploaded};
use crate::platform::json::Object;
use crate::platform::names::Names;

#[derive(Debug, Clone)]
pub(crate) struct Reconciliation {
    pub id: String,
    pub status: ReconciliationStatus,
    pub file: Option<String>,
    pub chunk: Option<String>,
    pub note: Option<String>,
    pub processing_note: Option<String>,
    pub error: Option<String>,
    pub uploaded: Uploaded,
    /// The spreadsheet after processing.
    pub processed: Option<Bytes>,
    pub events: Events,
}

impl Reconciliation {
    pub fn json(&self, status: &str, file: Option<&File>, chunk: Option<&Chunk>) -> Object {
        let part = chunk.map(|it| {
            Object::new()
                .string("id", &it.id)
                .object("provider", Names::of_all().provider.json())
        });
        let binding = chunk.map(|it| {
            Object::new()
                .object("hub", it.hub.json())
                .raw("external_id", 4711)
        });
        let error = self.error.as_deref();
        let notes = Object::new()
            .nulls(true)
            .maybe_string("uploaded", self.note.as_deref())
            .maybe_string("processing", self.processing_note.as_deref());
        Object::new()
            .string("id", &self.id)
            .string("status", status)
            .maybe_object("usagefile", file.map(File::reference))
            .maybe_object("partusagefile", part)
            .maybe_object("binding", binding)
            .object("error", Object::new().maybe_string("detail", error))
            .object("notes", notes)
            .object("events", self.events.json())
    }
}
