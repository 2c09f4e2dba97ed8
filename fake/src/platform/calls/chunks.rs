//! `chunks::…`

use super::{Call, Result};
use crate::platform::format::Part;
use crate::platform::journal::Side;
use crate::platform::lists;
use crate::platform::model::chunk::Chunk;
use crate::platform::model::{ChunkStatus, RecordStatus};
use crate::platform::names::user;
use crate::platform::refusal::Refusal;
use crate::platform::{storage, transitions};
use crate::reply::{Content, Reply};

impl Call<'_> {
    pub fn list_chunks(&mut self) -> Result {
        lists::chunks(self.world, self.query())
    }

    pub fn get_chunk(&mut self, id: &str) -> Result {
        self.chunk_reply(id)
    }

    pub fn update_chunk(&mut self, id: &str) -> Result {
        self.only(Side::Provider)?;
        self.chunk(id)?;
        let external_id = self.body()?.required("external_id")?;
        self.change_chunk(id, "chunks::update", |it| {
            it.external_id = Some(external_id)
        })
    }

    pub fn close_chunk(&mut self, id: &str) -> Result {
        self.permits(transitions::CHUNKS, "chunks::close")?;
        let chunk = self.chunk(id)?;
        let file = chunk.file.clone();
        let status = chunk.status.as_str();
        let mut targets = transitions::targets(transitions::CHUNKS, "chunks::close", status);
        let target = targets.find_map(ChunkStatus::read);
        let target = target.ok_or_else(|| Refusal::wrong_status(status))?;
        let body = self.body()?;
        let bill = body.required("external_billing_id")?;
        let note = body.string("external_billing_note")?;
        for record in self.records_of_chunk(id) {
            // Records that cannot be billed are not changed.
            let _ = self
                .world
                .close_record(&record, Some(&bill), note.as_deref());
        }
        let at = self.world.clock.tick();
        let by = user(self.side);
        if let Some(chunk) = self.world.chunks.get_mut(id) {
            chunk.status = target;
            chunk.billing_id = Some(bill);
            chunk.billing_note = note;
            chunk.events.add("closed", at, Some(by));
        }
        self.world.close_if_billed(&file);
        self.world.note("chunks::close", id, self.side);
        self.chunk_reply(id)
    }

    pub fn regenerate(&mut self, id: &str) -> Result {
        self.only(Side::Provider)?;
        let chunk = self.chunk(id)?;
        if !matches!(chunk.status, ChunkStatus::Ready | ChunkStatus::Failed) {
            return Err(Refusal::wrong_status(chunk.status.as_str()));
        }
        self.world.begin(id);
        self.change_chunk(id, "chunks::regenerate", |it| {
            it.status = ChunkStatus::Draft;
            it.outdated = false;
            it.error = None;
            it.making += 1;
        })
    }

    pub fn download_chunk(&mut self, id: &str) -> Result {
        let chunk = self.chunk(id)?;
        if !matches!(chunk.status, ChunkStatus::Ready | ChunkStatus::Closed) {
            return Err(Refusal::wrong_status(chunk.status.as_str()));
        }
        let content = match &chunk.content {
            Some(content) => content.clone(),
            None => self.spreadsheet(chunk)?,
        };
        Ok(self.download(&format!("{id}.xlsx"), content))
    }

    /// A reply with a file, or a redirect to the storage.
    pub(super) fn download(&mut self, name: &str, content: Content) -> Reply {
        if self.world.options.presigned_downloads {
            return Reply::redirect(302, &self.world.presign(name, content));
        }
        let ranges = self.world.options.ranges;
        storage::content(self.request, name, &content, ranges)
    }

    fn change_chunk(
        &mut self,
        id: &str,
        operation: &'static str,
        change: impl FnOnce(&mut Chunk),
    ) -> Result {
        self.world.clock.tick();
        if let Some(chunk) = self.world.chunks.get_mut(id) {
            change(chunk);
        }
        self.world.note(operation, id, self.side);
        self.chunk_reply(id)
    }

    fn chunk(&self, id: &str) -> Result<&Chunk> {
        self.world.chunks.get(id).ok_or_else(Refusal::not_found)
    }

    fn records_of_chunk(&self, id: &str) -> Vec<String> {
        let Some(chunk) = self.world.chunks.get(id) else {
            return Vec::new();
        };
        let records = self.world.records_of(&chunk.file);
        let own = records.filter(|it| it.chunk.as_deref() == Some(id));
        own.map(|it| it.id.clone()).collect()
    }

    /// The spreadsheet of a chunk, with the records that can be billed.
    fn spreadsheet(&self, chunk: &Chunk) -> Result<Content> {
        let report = self.world.files.get(&chunk.file);
        let records = self.world.records_of(&chunk.file).filter(|it| {
            it.chunk.as_deref() == Some(&chunk.id) && it.status != RecordStatus::Invalid
        });
        let part = Part {
            chunk,
            report: report.ok_or_else(Refusal::not_found)?,
            records: records.collect(),
        };
        let content = self.world.options.format.chunk(&part);
        content.map(Content::Whole).map_err(Refusal::broken)
    }

    fn chunk_reply(&mut self, id: &str) -> Result {
        self.world.called();
        let chunk = self.chunk(id)?;
        let shown = self.world.shown(id, chunk.status.as_str());
        let file = self.world.files.get(&chunk.file);
        let file = file.ok_or_else(Refusal::not_found)?;
        let counts = self.world.chunk_counts(chunk);
        let object = chunk.json(&shown, file, counts);
        Ok(self.reply(200, id, &shown, object))
    }
}
