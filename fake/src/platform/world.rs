//! The state of the platform, and lookups in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::RangeFrom;

use bytes::Bytes;
use time::{Duration, OffsetDateTime};

use crate::clock::Clock;
#[cfg(feature = "directory")]
use crate::platform::directory::store::Directory;
use crate::platform::format::Numbers;
use crate::platform::journal::{Entry, Side};
use crate::platform::model::chunk::Chunk;
use crate::platform::model::file::{Counts, File, PresignedUrls};
use crate::platform::model::reconciliation::Reconciliation;
use crate::platform::model::record::Record;
use crate::platform::model::{Events, Later, Named, RecordSeed, RecordStatus, Uploaded};
use crate::platform::options::Options;
use crate::platform::rate::Limiter;
use crate::platform::script::Script;
use crate::platform::storage::{Storage, Stored};
use crate::reply::Content;

pub(crate) struct World {
    pub options: Options,
    pub clock: Clock,
    pub files: BTreeMap<String, File>,
    pub chunks: BTreeMap<String, Chunk>,
    pub records: BTreeMap<String, Record>,
    pub reconciliations: BTreeMap<String, Reconciliation>,
    /// The objects in work, and how many steps are left before their next transition.
    pub busy: BTreeMap<String, u32>,
    #[cfg(feature = "directory")]
    pub directory: Directory,
    pub storage: Storage,
    pub script: Script,
    pub limiter: Limiter,
    pub journal: Vec<Entry>,
    /// The uploads, with the id of the report or reconciliation.
    pub uploads: Vec<(String, Uploaded)>,
    /// Errors of the next spreadsheets.
    pub coming_errors: VecDeque<String>,
    /// Errors of the next chunks.
    pub coming_chunk_errors: VecDeque<String>,
    /// Errors of the spreadsheets that the platform works on.
    pub errors: BTreeMap<String, String>,
    /// Statuses that are shown instead of the real ones.
    pub shown: BTreeMap<String, String>,
    /// How many reports and reconciliations there have been.
    pub made: (usize, usize),
    /// The numbers of the items and assets that spreadsheets name.
    pub numbers: Numbers,
}

impl World {
    pub fn new(options: Options, clock: Clock, storage_url: String) -> Self {
        Self {
            #[cfg(feature = "directory")]
            directory: match options.directory {
                true => Directory::with_defaults(options.schema),
                false => Directory::new(options.schema),
            },
            options,
            clock,
            files: BTreeMap::new(),
            chunks: BTreeMap::new(),
            records: BTreeMap::new(),
            reconciliations: BTreeMap::new(),
            busy: BTreeMap::new(),
            storage: Storage::new(storage_url),
            script: Script::default(),
            limiter: Limiter::default(),
            journal: Vec::new(),
            uploads: Vec::new(),
            coming_errors: VecDeque::new(),
            coming_chunk_errors: VecDeque::new(),
            errors: BTreeMap::new(),
            shown: BTreeMap::new(),
            made: (0, 0),
            numbers: Numbers::default(),
        }
    }

    /// Logs a call.
    pub fn note(&mut self, operation: &'static str, id: &str, side: Side) {
        self.journal.push(Entry {
            operation,
            id: id.to_owned(),
            side,
        });
    }

    /// The status as responses show it.
    pub fn shown(&self, id: &str, status: &str) -> String {
        match self.shown.get(id) {
            Some(shown) => shown.clone(),
            None if self.options.capitals => status.to_uppercase(),
            None => status.to_owned(),
        }
    }

    pub fn next_file_id(&mut self) -> String {
        self.made.0 += 1;
        numbered("UF", self.made.0)
    }

    pub fn next_reconciliation_id(&mut self) -> String {
        self.made.1 += 1;
        numbered("RCF", self.made.1)
    }

    /// The chunks of a report.
    pub fn chunks_of(&self, file: &str) -> impl Iterator<Item = &Chunk> {
        below(&self.chunks, "UFC", file)
    }

    /// The records of a report.
    pub fn records_of(&self, file: &str) -> impl Iterator<Item = &Record> {
        below(&self.records, "UR", file)
    }

    /// The ids of the records of a report, for changing them.
    pub fn record_ids_of(&self, file: &str) -> Vec<String> {
        self.records_of(file).map(|it| it.id.clone()).collect()
    }

    pub fn counts(&self, file: &str) -> Counts {
        count(self.records_of(file))
    }

    pub fn chunk_counts(&self, chunk: &Chunk) -> Counts {
        let records = self.records_of(&chunk.file);
        count(records.filter(|it| it.chunk.as_deref() == Some(&chunk.id)))
    }

    /// Adds the records of seeds to a report. They get the next numbers.
    pub fn add_seeds(&mut self, file: &str, seeds: impl IntoIterator<Item = RecordSeed>) {
        let Some(found) = self.files.get(file) else {
            return;
        };
        let product = found.product.id.clone();
        let seeds = (self.last_number(file) + 1..).zip(seeds);
        let records = seeds.map(|(number, seed)| Record::from_seed(&product, number, seed));
        self.add_records(file, records.collect());
    }

    /// Adds records to a report. They get the next numbers.
    pub fn add_records(&mut self, file: &str, records: Vec<Record>) {
        if !self.files.contains_key(file) {
            return;
        }
        let mut categories = BTreeSet::new();
        for (number, mut record) in (self.last_number(file) + 1..).zip(records) {
            let created = Duration::microseconds(number as i64);
            record.id = format!("UR-{}-{number:06}", suffix(file));
            file.clone_into(&mut record.file);
            record.created = self.clock.now().saturating_add(created);
            categories.extend(record.category.clone());
            self.records.insert(record.id.clone(), record);
        }
        if let Some(found) = self.files.get_mut(file) {
            let known = found.categories.iter().map(|it| it.id.clone());
            let mut known: BTreeSet<_> = known.collect();
            let new = categories.into_iter();
            let new = new.filter(|it| known.insert(it.id.clone()));
            found.categories.extend(new);
        }
    }

    /// The number of the last record of a report; 0 without records.
    fn last_number(&self, file: &str) -> usize {
        let last = self.records_of(file).last();
        let number = last.and_then(|it| it.id.rsplit('-').next()?.parse().ok());
        number.unwrap_or(0)
    }

    /// Presigned URLs to the existing spreadsheets of a report.
    pub fn presigned_urls(&mut self, file: &File) -> PresignedUrls {
        let processed = file.events.at("processed").is_some();
        let usage = file.uploaded.clone();
        PresignedUrls {
            processed: usage
                .as_ref()
                .filter(|_| processed)
                .map(|it| match &file.processed {
                    Some(processed) => self.presign_later("processed.xlsx", processed.clone()),
                    None => self.sign("processed.xlsx", &it.content),
                }),
            usage: usage.map(|it| self.sign(&format!("{}.xlsx", file.id), &it.content)),
            reconciliation: file
                .reconciled
                .clone()
                .map(|it| self.sign("reconciliation.xlsx", &it.content)),
        }
    }

    fn sign(&mut self, name: &str, content: &Bytes) -> String {
        self.presign(name, Content::Whole(content.clone()))
    }

    /// A presigned URL to this content.
    pub fn presign(&mut self, name: &str, content: Content) -> String {
        let expires = self.expiry();
        self.storage.sign(name, Stored::Ready(content), expires)
    }

    /// A presigned URL to content that is written when the URL is followed.
    fn presign_later(&mut self, name: &str, content: Later) -> String {
        let expires = self.expiry();
        self.storage.sign(name, Stored::Later(content), expires)
    }

    fn expiry(&self) -> OffsetDateTime {
        let lifetime = self.options.presigned_url_lifetime;
        self.clock.now().saturating_add(lifetime)
    }
}

/// The part of an id after its kind, which the ids of dependent objects share.
pub(crate) fn suffix(id: &str) -> &str {
    id.split_once('-').map_or(id, |(_, suffix)| suffix)
}

fn numbered(kind: &str, number: usize) -> String {
    format!(
        "{kind}-2029-01-{:04}-{:04}",
        number / 10_000 + 1,
        number % 10_000
    )
}

/// The objects of a kind that belong to a report: their ids extend its suffix.
fn below<'a, T>(
    all: &'a BTreeMap<String, T>,
    kind: &str,
    file: &str,
) -> impl Iterator<Item = &'a T> + use<'a, T> {
    let front = format!("{kind}-{}-", suffix(file));
    let range: RangeFrom<String> = front.clone()..;
    let objects = all.range(range);
    objects
        .take_while(move |(id, _)| id.starts_with(&front))
        .map(|(_, it)| it)
}

fn count<'a>(records: impl Iterator<Item = &'a Record>) -> Counts {
    let mut counts = Counts::default();
    for record in records {
        counts.all += 1;
        match record.status {
            RecordStatus::Valid => counts.valid += 1,
            RecordStatus::Invalid => counts.invalid += 1,
            RecordStatus::Approved => counts.approved += 1,
            RecordStatus::Closed => counts.closed += 1,
            RecordStatus::Rejected => {}
        }
    }
    counts
}

/// The events of a new object.
pub(crate) fn created(at: time::OffsetDateTime, by: Option<Named>) -> Events {
    let mut events = Events::default();
    events.add("created", at, by);
    events
}
