//! The background work of the platform: it reads spreadsheets and generates chunks.

use std::collections::BTreeSet;

use crate::platform::format::{Reading, Upload};
use crate::platform::model::chunk::Chunk;
use crate::platform::model::{ChunkStatus, FileStatus, Named, ReconciliationStatus, RecordStatus};
use crate::platform::options::{Decision, Pace};
use crate::platform::transitions;
use crate::platform::world::{World, created, suffix};

impl World {
    /// Starts work on an object: its transition follows after the configured steps.
    pub fn begin(&mut self, id: &str) {
        let steps = match self.options.pace {
            Pace::Reads(steps) => steps,
            Pace::ByHand => 1,
        };
        self.busy.insert(id.to_owned(), steps);
    }

    /// Called for each GET.
    pub fn read(&mut self) {
        if let Pace::Reads(_) = self.options.pace {
            self.step();
        }
    }

    /// Called after each call; with zero steps the work is done at once.
    pub fn called(&mut self) {
        if self.options.pace == Pace::Reads(0) {
            self.settle();
        }
    }

    /// Works until everything is done.
    pub fn settle(&mut self) {
        while !self.busy.is_empty() {
            self.step();
        }
    }

    /// One step of work on each busy object.
    pub fn step(&mut self) {
        let mut ready = Vec::new();
        for (id, left) in &mut self.busy {
            *left = left.saturating_sub(1);
            if *left == 0 {
                ready.push(id.clone());
            }
        }
        for id in ready {
            self.busy.remove(&id);
            #[cfg(feature = "directory")]
            if self.advance_in_directory(&id) {
                continue;
            }
            match id.split('-').next() {
                Some("UF") => self.advance_file(&id),
                Some("UFC") => self.advance_chunk(&id),
                _ => self.advance_reconciliation(&id),
            }
        }
    }

    fn advance_file(&mut self, id: &str) {
        let Some(file) = self.files.get_mut(id) else {
            return;
        };
        match file.status {
            FileStatus::Uploading => {
                file.status = FileStatus::Processing;
                self.begin(id);
            }
            FileStatus::Processing => self.finish_upload(id),
            FileStatus::Pending => match self.options.decision {
                Some(Decision::Accept) => self.accept(id),
                Some(Decision::Reject) => {
                    file.status = FileStatus::Rejected;
                    file.events.add("rejected", self.clock.tick(), None);
                }
                None => {}
            },
            _ => {}
        }
    }

    /// The spreadsheet was read: its records replace the earlier ones.
    fn finish_upload(&mut self, id: &str) {
        let success = match self.options.uploaded_is_success {
            true => FileStatus::Uploaded,
            false => FileStatus::Ready,
        };
        let reading = self.read_upload(id, success);
        if reading.is_some() {
            for record in self.record_ids_of(id) {
                self.records.remove(&record);
            }
        }
        let at = self.clock.tick();
        let Some(file) = self.files.get_mut(id) else {
            return;
        };
        file.events.add("processed", at, None);
        file.status = match reading.as_ref().is_some_and(|it| it.error.is_some()) {
            true => FileStatus::Invalid,
            false => success,
        };
        if let Some(reading) = reading {
            file.categories = reading.categories;
            file.error_detail = reading.error;
            file.processed = reading.processed;
            self.add_records(id, reading.records);
        }
    }

    /// Reads the latest spreadsheet of a report. `None` if a test has added the report in this status, without one: its
    /// records are what the spreadsheet would have had.
    fn read_upload(&mut self, id: &str, success: FileStatus) -> Option<Reading> {
        let report = self.files.get(id)?;
        if let Some(error) = self.errors.remove(id) {
            return Some(Reading::failed(error));
        }
        let content = &report.uploaded.as_ref()?.content;
        if let Some(read) = &self.options.read_usage {
            let seeds = read(content);
            return Some(Reading::from_seeds(&report.product.id, seeds));
        }
        let upload = Upload {
            report,
            content,
            success,
            #[cfg(feature = "directory")]
            directory: &self.directory,
        };
        let format = &self.options.format;
        Some(format.read_usage(&upload, &mut self.numbers))
    }

    /// Accepts a report, and generates its chunks.
    pub fn accept(&mut self, id: &str) {
        let at = self.clock.tick();
        if let Some(file) = self.files.get_mut(id) {
            file.status = FileStatus::Accepted;
            if file.events.at("accepted").is_none() {
                file.events.add("accepted", at, None);
            }
        }
        for hub in self.hubs_of(id) {
            let chunk = self.add_chunk(id, hub, ChunkStatus::Draft);
            self.begin(&chunk);
        }
        self.share_out(id);
    }

    /// Adds a chunk of a report, for a hub.
    pub fn add_chunk(&mut self, file: &str, hub: Named, status: ChunkStatus) -> String {
        let place = self.chunks_of(file).count() + 1;
        let id = format!("UFC-{}-{place:03}", suffix(file));
        let at = self.clock.tick();
        let chunk = Chunk {
            id: id.clone(),
            file: file.to_owned(),
            hub,
            status,
            external_id: None,
            billing_id: None,
            billing_note: None,
            outdated: false,
            error: None,
            content: None,
            making: 1,
            events: created(at, None),
        };
        self.chunks.insert(id.clone(), chunk);
        id
    }

    /// Distributes the records of a report among its chunks in turn.
    pub fn share_out(&mut self, file: &str) {
        let chunks: Vec<_> = self.chunks_of(file).map(|it| it.id.clone()).collect();
        for (index, id) in self.record_ids_of(file).iter().enumerate() {
            if let Some(record) = self.records.get_mut(id) {
                record.chunk = chunks.get(index % chunks.len().max(1)).cloned();
            }
        }
    }

    fn advance_chunk(&mut self, id: &str) {
        let error = self.coming_chunk_errors.pop_front();
        let Some(chunk) = self.chunks.get_mut(id) else {
            return;
        };
        if chunk.status == ChunkStatus::Draft {
            chunk.status = match error {
                Some(_) => ChunkStatus::Failed,
                None => ChunkStatus::Ready,
            };
            chunk.error = error;
        }
    }

    fn advance_reconciliation(&mut self, id: &str) {
        let Some(reconciliation) = self.reconciliations.get_mut(id) else {
            return;
        };
        match reconciliation.status {
            ReconciliationStatus::Uploaded => {
                reconciliation.status = ReconciliationStatus::Processing;
                self.begin(id);
            }
            ReconciliationStatus::Processing => self.finish_reconciliation(id),
            _ => {}
        }
    }

    /// Closes a record, and its chunk and report once they are complete. The error is the status that does
    /// not allow it.
    pub fn close_record(
        &mut self,
        id: &str,
        bill: Option<&str>,
        note: Option<&str>,
    ) -> Result<(), &'static str> {
        let at = self.clock.now();
        let Some(record) = self.records.get_mut(id) else {
            return Err("missing");
        };
        let status = record.status.as_str();
        let mut targets = transitions::targets(transitions::RECORDS, "records::close", status);
        if targets.next().is_none() {
            return Err(status);
        }
        let file = record.file.clone();
        match self.files.get(&file).map(|it| it.status) {
            Some(FileStatus::Accepted) => {}
            Some(status) => return Err(status.as_str()),
            None => return Err("missing"),
        }
        record.status = RecordStatus::Closed;
        record.billing_id = bill.map(str::to_owned);
        record.billing_note = note.map(str::to_owned);
        record.closed_at = Some(at);
        Ok(())
    }

    /// Closes the reports of closed records, if these were the last.
    pub fn close_if_these_were_last(&mut self, records: &[&str]) {
        let files = records.iter().filter_map(|it| self.records.get(*it));
        let files: BTreeSet<_> = files.map(|it| it.file.clone()).collect();
        for file in files {
            self.close_if_billed(&file);
        }
    }

    /// Closes a report once all its chunks or records are billed.
    pub fn close_if_billed(&mut self, file: &str) {
        let counts = self.counts(file);
        let by_records = counts.closed > 0 && counts.valid + counts.approved == 0;
        let by_chunks = self.chunks_of(file).next().is_some()
            && self
                .chunks_of(file)
                .all(|it| it.status == ChunkStatus::Closed);
        if !by_records && !by_chunks {
            return;
        }
        let at = self.clock.tick();
        if let Some(file) = self.files.get_mut(file)
            && file.status == FileStatus::Accepted
        {
            file.status = FileStatus::Closed;
            file.events.add("closed", at, None);
        }
    }
}
