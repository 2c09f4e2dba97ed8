//! What the platform keeps: reports, chunks, records, reconciliations.

pub(crate) mod chunk;
pub(crate) mod file;
pub(crate) mod reconciliation;
pub(crate) mod record;
mod seed;
pub(crate) mod status;

use bytes::Bytes;
use time::OffsetDateTime;

pub use seed::{ChunkSeed, FileSeed, RecordSeed};
pub use status::{ChunkStatus, FileStatus, ReconciliationStatus, RecordStatus};

use crate::clock::{Style, write_date_time};
use crate::json::Object;

/// Another object, as it is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub id: String,
    pub name: String,
}

impl Named {
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
        }
    }

    pub fn json(&self) -> Object {
        Object::new().text("id", &self.id).text("name", &self.name)
    }

    /// With an icon that is empty or not there, as icons are.
    pub fn with_icon(&self) -> Object {
        self.json().text("icon", "")
    }
}

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The name that it was given.
    pub file_name: Option<String>,
    /// The media type that it was given.
    pub media_type: Option<String>,
    /// What is in it.
    pub content: Bytes,
}

/// The steps that an object has taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events(Vec<(&'static str, OffsetDateTime, Option<Named>)>);

impl Events {
    /// Adds a step, or takes it anew.
    pub fn add(&mut self, name: &'static str, at: OffsetDateTime, by: Option<Named>) {
        self.0.retain(|(it, _, _)| *it != name);
        self.0.push((name, at, by));
    }

    pub fn at(&self, name: &str) -> Option<OffsetDateTime> {
        let mut events = self.0.iter();
        events.find(|(it, _, _)| *it == name).map(|it| it.1)
    }

    /// As an object; the times are written in all the forms that there are, and whoever took the step
    /// is there, without an id, or not there, in turn.
    pub fn json(&self) -> Object {
        let events = self.0.iter().enumerate();
        events.fold(Object::new(), |object, (index, (name, at, by))| {
            let at = write_date_time(*at, Style::of(index));
            let by = by.as_ref().and_then(|by| match index % 3 {
                0 => Some(by.json()),
                1 => Some(Object::new().text("name", &by.name)),
                _ => None,
            });
            let event = Object::new().text("at", &at).maybe_object("by", by);
            object.object(name, event)
        })
    }
}
