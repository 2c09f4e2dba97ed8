//! Every operation against the platform, with success: the action is done, and the response is decoded.

use std::collections::BTreeSet;
use std::path::Path;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_usage::models::{
    AcceptUsageFile, ChunkStatus, CloseChunk, CloseManyRecord, CloseUsageRecord, NewReconciliation,
    NewUsageFile, ReconciliationStatus, RejectUsageFile, UpdateChunk, UpdateUsageFile,
    UpdateUsageRecord, UsageFileStatus, UsageRecordStatus,
};
use connect_usage::specification::OPERATIONS;
use connect_usage::{
    Call, OpenEnum, Upload, aggregates, chunks, files, products, reconciliations, records,
};

use crate::case::cases;
use crate::net::{Net, Stage};
use crate::support::any::AnyClient;

cases![
    every_operation_is_driven,
    responses_with_only_id_and_status_are_accepted,
];

/// Content that the platform accepts as a spreadsheet.
const WORKBOOK: &[u8] = b"PK\x03\x04 and so on";

/// The clients of both accounts, and the names of the operations that succeeded.
struct Driver {
    stage: Stage,
    vendor: AnyClient,
    provider: AnyClient,
    driven: BTreeSet<&'static str>,
}

impl Driver {
    fn new(stage: Stage) -> Self {
        Self {
            vendor: stage.vendor(),
            provider: stage.provider(),
            stage,
            driven: BTreeSet::new(),
        }
    }

    fn vendor<T>(&mut self, call: impl Into<Call<T>>) -> T {
        let client = self.vendor.clone();
        self.send(&client, call.into())
    }

    fn provider<T>(&mut self, call: impl Into<Call<T>>) -> T {
        let client = self.provider.clone();
        self.send(&client, call.into())
    }

    fn send<T>(&mut self, client: &AnyClient, call: Call<T>) -> T {
        let operation = call.operation();
        let response = client.send(call).unwrap_or_else(|error| panic!("{error}"));
        self.driven.insert(operation.name);
        response
    }

    fn add(&self, status: FileStatus) -> String {
        let records = [RecordSeed::new(), RecordSeed::new().item(2)];
        let seed = FileSeed::new().status(status).records(records);
        self.stage.platform.add_file(seed)
    }

    #[track_caller]
    fn is(&self, id: &str, status: &str) {
        assert_eq!(self.stage.platform.status(id), Some(status), "{id}");
    }
}

/// Returns the names of all generated operations of a slice, as they are in the sources of its crate.
pub fn generated(slice: &str) -> BTreeSet<String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = workspace.join("generated").join(slice).join("src");
    let mut names = BTreeSet::new();
    for entry in folder.read_dir().expect("the generated crate") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|it| it == "rs") {
            let source = std::fs::read_to_string(&path).expect("its source");
            let operations = source.split("Operation::new(").skip(1);
            let name = |it: &str| it.split('"').nth(1).map(str::to_owned);
            names.extend(operations.filter_map(name));
        }
    }
    names
}

fn every_operation_is_driven(net: &Net) {
    let mut driver = Driver::new(net.platform());
    a_report(&mut driver);
    a_rejected_and_a_deleted_report(&mut driver);
    a_bill(&mut driver);
    reconciling(&mut driver);
    lists(&mut driver);
    let driven = driver.driven.iter().map(|it| (*it).to_owned()).collect();
    let all = generated("usage");
    assert_eq!(all.len(), OPERATIONS.len(), "{all:#?}");
    let missing: Vec<_> = all.difference(&driven).cloned().collect();
    assert!(missing.is_empty(), "operations without a test: {missing:?}");
    assert_eq!(driven.len(), OPERATIONS.len());
}

/// A report, from the template to the last record that is closed.
fn a_report(driver: &mut Driver) {
    let template = driver.vendor(products::template("PRD-000-000-001"));
    assert!(template.template_link.is_some());

    let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("October");
    let id = driver.vendor(files::create(new)).id;
    let change = UpdateUsageFile::new().note("ü").external_id("2029-10");
    let changed = driver.vendor(files::update(&id).body(change));
    assert_eq!(changed.note.as_deref(), Some("ü"));
    assert_eq!(changed.external_id.as_deref(), Some("2029-10"));

    let upload = Upload::bytes(WORKBOOK).file_name("october.xlsx");
    let file = driver.vendor(files::upload(&id, upload));
    assert_eq!(file.status, Some(UsageFileStatus::Uploading));
    assert_eq!(driver.stage.platform.uploads(&id)[0].content, WORKBOOK);
    driver.stage.platform.settle();
    let file = driver.vendor(files::get(&id));
    assert_eq!(
        (file.id.as_str(), file.status),
        (id.as_str(), Some(UsageFileStatus::Ready))
    );
    assert_eq!(file.name.as_deref(), Some("October"));

    let file = driver.vendor(files::submit(&id));
    assert_eq!(file.status, Some(UsageFileStatus::Pending));
    driver.provider(files::approve_all(&id));
    driver.is(&driver.stage.platform.records(&id)[0], "approved");
    let note = AcceptUsageFile::new().acceptance_note("as agreed");
    let file = driver.provider(files::accept(&id).body(note));
    assert_eq!(file.status, Some(UsageFileStatus::Accepted));
    driver.provider(files::reprocess(&id));
    let file = driver.provider(files::close(&id));
    assert_eq!(file.status, Some(UsageFileStatus::Closed));
    driver.is(&id, "closed");
}

fn a_rejected_and_a_deleted_report(driver: &mut Driver) {
    let pending = driver.add(FileStatus::Pending);
    let note = RejectUsageFile::new().rejection_note("not agreed");
    let file = driver.provider(files::reject(&pending).body(note));
    assert_eq!(file.status, Some(UsageFileStatus::Rejected));
    let draft = driver.add(FileStatus::Draft);
    let file = driver.vendor(files::delete(&draft));
    assert_eq!(file.status, Some(UsageFileStatus::Deleted));
    driver.is(&draft, "deleted");
}

/// Chunks and records, and the ids of their bills.
fn a_bill(driver: &mut Driver) {
    let file = driver.add(FileStatus::Accepted);
    let chunk = driver.stage.platform.chunks(&file).swap_remove(0);
    let of_chunk = driver.provider(chunks::regenerate(&chunk));
    assert_eq!(of_chunk.status, Some(ChunkStatus::Draft));
    driver.stage.platform.settle();
    let of_chunk = driver.provider(chunks::update(&chunk, UpdateChunk::new("INV-1")));
    assert_eq!(of_chunk.external_id.as_deref(), Some("INV-1"));
    let content = driver.provider(chunks::download(&chunk));
    assert!(content.bytes.starts_with(b"PK\x03\x04"));
    let name = format!("{chunk}.xlsx");
    assert_eq!(content.file_name, Some(name));
    let of_chunk = driver.provider(chunks::close(&chunk, CloseChunk::new("B-1")));
    assert_eq!(of_chunk.status, Some(ChunkStatus::Closed));
    assert_eq!(driver.stage.platform.bill(&chunk).as_deref(), Some("B-1"));
    let of_chunk = driver.provider(chunks::get(&chunk));
    assert_eq!(
        (of_chunk.id, of_chunk.status),
        (chunk, Some(ChunkStatus::Closed))
    );

    let file = driver.add(FileStatus::Accepted);
    let [one, two] = &driver.stage.platform.records(&file)[..] else {
        panic!("two records")
    };
    let body = UpdateUsageRecord::new(UsageRecordStatus::Approved);
    let record = driver.provider(records::update(one, body));
    assert_eq!(record.status, Some(UsageRecordStatus::Approved));
    let body = CloseUsageRecord::new().external_billing_id("B-2");
    let record = driver.provider(records::close(one).body(body));
    assert_eq!(record.status, Some(UsageRecordStatus::Closed));
    let bodies = [one, two].map(|it| CloseManyRecord::new(it).external_billing_id("B-3"));
    let rows = driver.provider(records::close_many(bodies.into()));
    let [refused, closed] = &rows[..] else {
        panic!("{rows:?}")
    };
    assert_eq!(refused.error_codes.as_deref(), Some("USG_011"));
    assert_eq!(closed.status, Some(UsageRecordStatus::Closed));
    assert_eq!(driver.stage.platform.bill(two).as_deref(), Some("B-3"));
    let record = driver.vendor(records::get(one));
    assert_eq!(record.external_billing_id.as_deref(), Some("B-2"));
}

fn reconciling(driver: &mut Driver) {
    let file = driver.add(FileStatus::Accepted);
    let record = driver.stage.platform.records(&file).swap_remove(0);
    let content = [b"PK\x03\x04\n", record.as_bytes(), b",B-4\n"].concat();
    let upload = || Upload::bytes(content.clone()).file_name("bills.xlsx");
    let body = NewReconciliation::new(upload()).upload_note("of October");
    let created = driver.provider(reconciliations::create(body));
    assert_eq!(created.status, Some(ReconciliationStatus::Uploaded));
    driver.stage.platform.settle();
    let done = driver.provider(reconciliations::get(&created.id));
    assert_eq!(done.status, Some(ReconciliationStatus::Processed));
    assert_eq!(driver.stage.platform.bill(&record).as_deref(), Some("B-4"));
    let uploaded = driver.provider(reconciliations::uploaded_file(&created.id));
    assert_eq!(&uploaded.bytes[..], content);
    let processed = driver.provider(reconciliations::processed_file(&created.id));
    assert!(processed.bytes.len() > content.len());

    let of_file = driver.provider(files::upload_reconciliation(&file, upload()));
    assert_eq!(of_file.id, file);
}

/// One page of each list, with rows in it.
fn lists(driver: &mut Driver) {
    let file = driver.stage.platform.add_file(
        FileSeed::new()
            .status(FileStatus::Accepted)
            .external_id("of-lists")
            .records([RecordSeed::new().category("backup", "Backup")]),
    );
    let of_file = files::filter::EXTERNAL_ID.eq("of-lists");
    let page = driver.vendor(files::list().filter(of_file));
    assert_eq!(
        (page.rows[0].id.as_str(), page.total),
        (file.as_str(), Some(1))
    );
    let page = driver.vendor(files::list_categories(&file));
    assert_eq!(page.rows.len() as u64, page.total.expect("a total"));
    let page = driver.provider(chunks::list().filter(chunks::filter::USAGEFILE_ID.eq(&file)));
    assert_eq!(page.rows.len(), 1);
    let page = driver.provider(records::list().filter(records::filter::USAGEFILE_ID.eq(&file)));
    assert_eq!(page.rows.len(), 1);
    let page = driver.provider(reconciliations::list());
    assert_eq!(page.rows.len(), 2);
    let page = driver.provider(aggregates::list());
    assert!(!page.rows.is_empty());
}

/// Some servers return an object with only its id and status.
fn responses_with_only_id_and_status_are_accepted(net: &Net) {
    let stage = net.stage(Platform::builder().sparse().capitals(), [], []);
    let seed = FileSeed::new().status(FileStatus::Ready);
    let id = stage.platform.add_file(seed.name("October"));
    let file = stage.vendor().send(files::submit(&id)).expect("submitted");
    assert_eq!((file.id.as_str(), file.name), (id.as_str(), None));
    let status = file.status.expect("a status");
    assert_eq!(status.as_str(), "PENDING");
    assert_eq!(status.known_ignoring_case(), Some(UsageFileStatus::Pending));
}
