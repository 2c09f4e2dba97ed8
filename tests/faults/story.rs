//! The actions of a run. When a call fails, a story continues with a new object in the state that the call should have
//! produced.

mod export;
mod fetch;
mod uploads;

use std::time::Duration;

use connect_fake::{FileSeed, FileStatus, RecordSeed};
use connect_usage::models::{
    AcceptUsageFile, CloseChunk, CloseManyRecord, CloseUsageRecord, NewReconciliation,
    NewUsageFile, RejectUsageFile, UpdateChunk,
};
use connect_usage::{chunks, files, reconciliations, records};

use crate::breach::{Breach, Finding};
use crate::client::{self, TOTAL, WAITING};
use crate::habit::Habit;
use crate::stage::Stage;

use uploads::{compare_uploads, upload, workbook};

/// Runs the story that the seed selects.
pub fn run(stage: &mut Stage) {
    match stage.below(0, 7) {
        0 => report(stage),
        1 => export::run(stage),
        2 => fetch::chunk(stage),
        3 => fetch::presigned_url(stage),
        4 => bill(stage),
        5 => decline(stage),
        _ => conclude(stage),
    }
}

/// A vendor reports usage, and the provider accepts it.
fn report(stage: &mut Stage) {
    let (vendor, provider) = (stage.vendor.clone(), stage.provider.clone());
    let number = format!("INV-{}", stage.seed);
    let new = || {
        let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("October");
        // Without one, a report whose response is lost cannot be found.
        match stage_has_number(&number) {
            true => new.external_id(&number),
            false => new,
        }
    };
    let created = stage.act(&vendor, "/usage/files".to_owned(), || files::create(new()));
    let created = match created {
        None if stage.habit == Habit::TakesAnyReport => {
            Some(stage.platform.add_file(FileSeed::new()))
        }
        created => created.map(|it| it.id),
    };
    check_created(stage, "files::create", created.as_deref());
    let id = created.unwrap_or_else(|| stage.platform.add_file(FileSeed::new()));

    let content = workbook(stage);
    let sent = upload(stage, &content);
    let path = format!("/files/{id}/upload");
    let uploaded = stage.act(&vendor, path, || files::upload(&id, sent.clone()));
    compare_uploads(stage, &id, &content, uploaded.is_some());
    if uploaded.is_some() {
        let _ = stage.timed(WAITING + TOTAL, || client::ready(&vendor, &id));
    }

    let id = in_status(stage, id, FileStatus::Ready);
    let path = format!("/files/{id}/submit");
    stage.act(&vendor, path, || files::submit(&id));

    let id = in_status(stage, id, FileStatus::Pending);
    let note = || AcceptUsageFile::new().acceptance_note("as agreed");
    let path = format!("/files/{id}/accept");
    stage.act(&provider, path, || files::accept(&id).body(note()));
}

/// The provider rejects a report, and the vendor deletes another one.
fn decline(stage: &mut Stage) {
    let (vendor, provider) = (stage.vendor.clone(), stage.provider.clone());
    let seed = |status| FileSeed::new().status(status);
    let id = stage.platform.add_file(seed(FileStatus::Pending));
    let note = || RejectUsageFile::new().rejection_note("not agreed");
    let path = format!("/files/{id}/reject");
    stage.act(&provider, path, || files::reject(&id).body(note()));

    let id = stage.platform.add_file(seed(FileStatus::Draft));
    let path = format!("/files/{id}/delete");
    stage.act(&vendor, path, || files::delete(&id));
}

/// The provider approves all records of a report, bills those of another one at once, and closes a third.
fn conclude(stage: &mut Stage) {
    let provider = stage.provider.clone();
    let records = [RecordSeed::new(), RecordSeed::new().item(2)];
    let seed = FileSeed::new().records(records);
    let add = |stage: &Stage, status| stage.platform.add_file(seed.clone().status(status));

    let id = add(stage, FileStatus::Pending);
    let path = format!("/files/{id}/approve-all");
    stage.act(&provider, path, || files::approve_all(&id));

    let id = add(stage, FileStatus::Accepted);
    let records = stage.platform.records(&id);
    let bill = |it: &String| CloseManyRecord::new(it).external_billing_id("B-3");
    let path = "/usage/records/close-records".to_owned();
    let rows = stage.act(&provider, path, || {
        records::close_many(records.iter().map(bill).collect())
    });
    let closed = |it: &String| stage.platform.status(it) == Some("closed");
    if rows.is_some_and(|it| it.len() != records.len() || !records.iter().all(closed)) {
        let message = "records are reported as closed that are not";
        stage
            .findings
            .push(Finding::new(Breach::WrongOutcome, message));
    }

    let id = add(stage, FileStatus::Accepted);
    let path = format!("/files/{id}/close");
    stage.act(&provider, path, || files::close(&id));
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

    // Sets a value, so a retry is harmless.
    let _ = stage.timed(Duration::ZERO, || {
        provider.send(chunks::update(&chunk, UpdateChunk::new("INV-1")))
    });
    let path = format!("/chunks/{chunk}/close");
    stage.act(&provider, path, || {
        chunks::close(&chunk, CloseChunk::new("B-1"))
    });
    let path = format!("/records/{record}/close");
    let bill = || CloseUsageRecord::new().external_billing_id("B-2");
    stage.act(&provider, path, || records::close(&record).body(bill()));

    let content = workbook(stage);
    let sent = upload(stage, &content);
    let path = "/usage/reconciliations".to_owned();
    let note = format!("bill {}", stage.seed);
    let created = stage.act(&provider, path, || {
        let form = NewReconciliation::new(sent.clone());
        reconciliations::create(form.upload_note(&note))
    });
    let id = created.as_ref().map(|it| it.id.clone());
    check_created(stage, "reconciliations::create", id.as_deref());
    // If the response was lost, only the platform knows the id.
    let journal = stage.platform.journal();
    let entry = journal
        .iter()
        .find(|it| it.operation == "reconciliations::create");
    if let Some(entry) = entry {
        compare_uploads(stage, &entry.id, &content, created.is_some());
    }
}

/// Some reports have a number, by which they can be found.
fn stage_has_number(number: &str) -> bool {
    !number.ends_with(['0', '5'])
}

/// Checks that an object that a client says it has created was created by it.
fn check_created(stage: &mut Stage, operation: &str, id: Option<&str>) {
    let journal = stage.platform.journal();
    let mut entries = journal.iter().filter(|it| it.operation == operation);
    if let Some(id) = id
        && !entries.any(|it| it.id == id)
    {
        let message = format!("{operation} did not create {id}");
        let finding = Finding::new(Breach::WrongOutcome, message);
        stage.findings.push(finding);
    }
}

/// Returns the report if it has this status, or a new one with it.
fn in_status(stage: &Stage, id: String, status: FileStatus) -> String {
    stage.platform.settle();
    match stage.platform.status(&id) == Some(status.as_str()) {
        true => id,
        false => stage.platform.add_file(FileSeed::new().status(status)),
    }
}
