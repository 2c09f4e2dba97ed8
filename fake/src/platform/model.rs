//! The objects of the platform: reports, chunks, records, reconciliations.

pub(crate) mod chunk;
pub(crate) mod file;
pub(crate) mod reconciliation;
pub(crate) mod record;
mod seed;
pub(crate) mod status;

use std::fmt;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use time::OffsetDateTime;

pub use seed::{ChunkSeed, FileSeed, RecordSeed};
pub use status::{ChunkStatus, FileStatus, ReconciliationStatus, RecordStatus};

use crate::platform::date_time::{Style, write_date_time};
use crate::platform::json::Object;

/// A reference to another object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
        Object::new()
            .string("id", &self.id)
            .string("name", &self.name)
    }

    /// With an empty icon.
    pub fn with_icon(&self) -> Object {
        self.json().string("icon", "")
    }
}

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The file name that the upload declares.
    pub file_name: Option<String>,
    /// The media type that the upload declares.
    pub media_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

/// A file that is written when it is read for the first time: most are never read.
#[derive(Clone)]
pub(crate) struct Later(Arc<LazyLock<Written, Write>>);

type Written = Result<Bytes, String>;
type Write = Box<dyn FnOnce() -> Written + Send>;

impl Later {
    #[cfg_attr(
        not(feature = "spreadsheets"),
        expect(dead_code, reason = "only real workbooks are written later")
    )]
    pub fn new(write: impl FnOnce() -> Written + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(write))))
    }

    /// The file. The error says why it cannot be written.
    pub fn content(&self) -> Written {
        LazyLock::force(&self.0).clone()
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

/// The events of an object.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events(Vec<(&'static str, OffsetDateTime, Option<Named>)>);

impl Events {
    /// Adds an event, or replaces the earlier one of that name.
    pub fn add(&mut self, name: &'static str, at: OffsetDateTime, by: Option<Named>) {
        self.0.retain(|(it, _, _)| *it != name);
        self.0.push((name, at, by));
    }

    pub fn at(&self, name: &str) -> Option<OffsetDateTime> {
        let mut events = self.0.iter();
        events.find(|(it, _, _)| *it == name).map(|it| it.1)
    }

    /// As an object; the date-times are written in all styles, and the actor is present, without an id, or
    /// absent, in turn.
    pub fn json(&self) -> Object {
        let events = self.0.iter().enumerate();
        events.fold(Object::new(), |object, (index, (name, at, by))| {
            let at = write_date_time(*at, Style::of(index));
            let by = by.as_ref().and_then(|by| match index % 3 {
                0 => Some(by.json()),
                1 => Some(Object::new().string("name", &by.name)),
                _ => None,
            });
            let event = Object::new().string("at", &at).maybe_object("by", by);
            object.object(name, event)
        })
    }
}
