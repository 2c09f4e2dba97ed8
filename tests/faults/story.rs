//! What is done in a run. Each story goes on when a call fails, with an object that is put in place of
//! what the call should have left.

use std::time::{Duration, Instant};

use connect_usage::models::{
    AcceptUsageFile, CloseChunk, CloseUsageRecord, NewUsageFile, UpdateChunk,
};
use connect_usage::{Upload, chunks, files, reconciliations, records};
use loopback::{Content, Kind};
use platform::{ChunkSeed, FileSeed, FileStatus, RecordSeed};

use crate::client::{TOTAL, WAITING};
use crate::judge::{Breach, Finding};
use crate::stage::{Habit, Stage};

/// How often a list is taken up again before it is left.
const RESUMPTIONS: u64 = 12;

pub fn tell(stage: &mut Stage) {
    match stage.below(0, 4) {
        0 => report(stage),
        1 => export(stage),
        2 => fetch(stage),
        _ => bill(stage),
    }
}

/// A vendor reports usage, and the provider accepts it.
fn report(stage: &mut Stage) {
    let (vendor, provider) = (stage.vendor.clone(), stage.provider.clone());
    let new = || NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("October");
    let created = stage.act(&vendor, "/usage/files".to_owned(), || files::create(new()));
    let id = match created {
        Some(file) => file.id,
        None => stage.platform.add_file(FileSeed::new()),
    };

    let content = workbook(stage);
    let sent = upload(stage, &content);
    let path = format!("/files/{id}/upload");
    let uploaded = stage.act(&vendor, path, || files::upload(&id, sent.clone()));
    compare_uploads(stage, &id, &content, uploaded.is_some());
    if uploaded.is_some() {
        let _ = stage.timed(WAITING + TOTAL, || vendor.ready(&id));
    }

    let id = in_status(stage, id, FileStatus::Ready);
    let path = format!("/files/{id}/submit");
    stage.act(&vendor, path, || files::submit(&id));

    let id = in_status(stage, id, FileStatus::Pending);
    let note = || AcceptUsageFile::new().acceptance_note("as agreed");
    let path = format!("/files/{id}/accept");
    stage.act(&provider, path, || files::accept(&id, note()));
}

/// Somebody reads all records of a report, and takes the list up again where it broke off.
fn export(stage: &mut Stage) {
    let provider = stage.provider.clone();
    let count = stage.below(10, 40);
    let records = (0..count).map(|it| RecordSeed::new().item(it as usize + 1));
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(seed.records(records));
    let expected = stage.platform.records(&file);

    let mut found = Vec::new();
    let mut offset = 0;
    let mut is_whole = false;
    for _ in 0..RESUMPTIONS {
        let list = records::list()
            .filter(records::filter::USAGEFILE_ID.eq(&file))
            .page_size(1 + stage.below(11, 12) as u32)
            .prefetch(stage.below(12, 5) as usize)
            .offset(offset);
        let (mut last, mut slowest) = (Instant::now(), Duration::ZERO);
        let (position, result) = provider.rows(list, |row| {
            slowest = slowest.max(last.elapsed());
            last = Instant::now();
            found.push(row.id);
        });
        // A row comes with the page under way, and that after those before it.
        stage.took(slowest.max(last.elapsed()), TOTAL);
        stage.tally.calls += 1;
        match result {
            Ok(()) => {
                stage.tally.calls_through += 1;
                is_whole = true;
                break;
            }
            Err(error) => stage.failed(&error),
        }
        stage.tally.lists_resumed += 1;
        offset = match stage.habit {
            Habit::SkipsARow => position + 1,
            Habit::BeginsAnew => 0,
            _ => position,
        };
    }
    stage.tally.rows += found.len() as u64;
    let is_right = match is_whole {
        true => found == expected,
        false => expected.starts_with(&found),
    };
    if !is_right {
        let told = format!("{found:?} instead of {expected:?}");
        stage.findings.push(Finding::new(Breach::Rows, told));
    }
}

/// The provider downloads a chunk.
fn fetch(stage: &mut Stage) {
    let provider = stage.provider.clone();
    let file = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(file);
    let content = workbook(stage);
    let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
    let chunk = stage.platform.add_chunk(&file, seed);

    let download = stage.timed(Duration::ZERO, || {
        provider.download(chunks::download(&chunk))
    });
    let Ok(download) = download else { return };
    stage.tally.downloads += 1;
    let mut bytes = download.bytes.to_vec();
    if stage.habit == Habit::AltersDownloads
        && let Some(byte) = bytes.last_mut()
    {
        *byte ^= 1;
    }
    // Against a server that lies about the length, or sends something else that looks well, there is
    // nothing that a client can do.
    let mut events = stage.faults.log();
    events.extend(stage.storage_faults.log());
    let cannot_be_seen = [Some(Kind::TooShort), Some(Kind::GarbageBody)];
    let is_excused = events
        .iter()
        .any(|it| cannot_be_seen.contains(&it.fault.kind()));
    if bytes != content && !is_excused {
        let told = format!("{} bytes instead of {}", bytes.len(), content.len());
        stage.findings.push(Finding::new(Breach::Download, told));
    }
}

/// The provider bills a chunk and a record, and uploads a reconciliation.
fn bill(stage: &mut Stage) {
    let provider = stage.provider.clone();
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let seed = seed.records([RecordSeed::new(), RecordSeed::new().item(2)]);
    let (file, other) = (
        stage.platform.add_file(seed.clone()),
        stage.platform.add_file(seed),
    );
    let chunk = stage.platform.chunks(&file).swap_remove(0);
    let record = stage.platform.records(&other).swap_remove(0);

    // Puts a value in place: to repeat it is no harm.
    let _ = stage.timed(Duration::ZERO, || {
        provider.send(chunks::update(&chunk, UpdateChunk::new("INV-1")))
    });
    let path = format!("/chunks/{chunk}/close");
    stage.act(&provider, path, || {
        chunks::close(&chunk, CloseChunk::new("B-1"))
    });
    let path = format!("/records/{record}/close");
    let bill = || CloseUsageRecord::new().external_billing_id("B-2");
    stage.act(&provider, path, || records::close(&record, bill()));

    let content = workbook(stage);
    let sent = upload(stage, &content);
    let path = "/usage/reconciliations".to_owned();
    let created = stage.act(&provider, path, || reconciliations::create(sent.clone()));
    // If the answer got lost, nobody but the platform knows the id.
    let journal = stage.platform.journal();
    let entry = journal
        .iter()
        .find(|it| it.operation == "reconciliations::create");
    if let Some(entry) = entry {
        compare_uploads(stage, &entry.id, &content, created.is_some());
    }
}

/// A spreadsheet, as long as the seed says: mostly short, now and then longer than what the kernel takes
/// at once.
fn workbook(stage: &Stage) -> Vec<u8> {
    let bits = stage.below(20, 19);
    let length = stage.below(21, 1 << bits);
    let mut content = b"PK\x03\x04".to_vec();
    content.extend((0..length).map(|it| (it * 31 + stage.seed) as u8));
    content
}

fn upload(stage: &Stage, content: &[u8]) -> Upload {
    let mut content = content.to_vec();
    if stage.habit == Habit::AltersUploads
        && let Some(byte) = content.last_mut()
    {
        *byte ^= 1;
    }
    Upload::bytes(content).file_name("usage.xlsx")
}

fn compare_uploads(stage: &mut Stage, id: &str, sent: &[u8], is_done: bool) {
    let arrived = stage.platform.uploads(id);
    stage.tally.uploads += arrived.len() as u64;
    if is_done && arrived.is_empty() {
        let told = "it arrived nowhere, and counts as done";
        stage.findings.push(Finding::new(Breach::Upload, told));
    }
    for upload in arrived.iter().filter(|it| it.content != sent) {
        let told = format!(
            "{} bytes instead of {}, or others",
            upload.content.len(),
            sent.len()
        );
        stage.findings.push(Finding::new(Breach::Upload, told));
    }
}

/// The report, if it is in this status, or another one that is.
fn in_status(stage: &Stage, id: String, status: FileStatus) -> String {
    stage.platform.settle();
    match stage.platform.status(&id) == Some(status.as_str()) {
        true => id,
        false => stage.platform.add_file(FileSeed::new().status(status)),
    }
}
