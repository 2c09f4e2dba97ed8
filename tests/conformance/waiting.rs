//! Waiting for a status.

use std::error::Error as _;
use std::sync::Mutex;
use std::time::Duration;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_fake::{Received, Reply};
use connect_usage::models::{
    ChunkStatus, ReconciliationStatus, UsageFile, UsageFileStatus, UsageRecordStatus,
};
use connect_usage::waiting::{Actor, Reason, Stateful, Targets, Waiting};
use connect_usage::{Error, ErrorKind, Upload, chunks, files, reconciliations, records};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::any::with_client;
use crate::support::{self, printed};

cases![
    each_type_of_object_can_be_waited_for,
    uploaded_counts_as_ready,
    an_unreachable_status_fails_at_once,
    a_wait_error_of_a_record_has_details_and_actors,
    a_url_in_the_detail_is_not_printed,
    progress_can_be_observed,
    a_call_can_be_observed_and_waited_with,
    the_deadline_ends_a_wait,
    a_read_without_response_ends_at_the_deadline,
    the_time_limit_of_the_call_applies_to_each_read,
    temporary_read_failures_do_not_end_a_wait,
    a_missing_object_ends_a_wait_at_once,
    an_invalid_wait_sends_nothing,
    background_work_of_the_platform_can_be_waited_for,
];

/// Starts a server that sends these replies in order, and then repeats the last one.
fn server(net: &Net, replies: Vec<Reply>) -> Host {
    let served = Mutex::new(0);
    net.serve(move |_| {
        let mut served = served.lock().expect("a count");
        let reply = replies[(*served).min(replies.len() - 1)].clone();
        *served += 1;
        reply
    })
}

/// Returns replies of objects with these statuses, each with some more members.
fn statuses(statuses: &[&str], more: &str) -> Vec<Reply> {
    let object = |status: &&str| format!(r#"{{"id": "X-1", "status": "{status}"{more}}}"#);
    statuses
        .iter()
        .map(|it| Reply::json(200, object(it)))
        .collect()
}

/// Waits with either client. The methods between `wait` and `until` are passed as they are written.
macro_rules! wait {
    ($client:expr, $call:expr, $targets:expr $(, $method:ident($($argument:expr),*))*) => {
        with_client!(
            &$client,
            it => fast(it.wait($call))$(.$method($($argument),*))*.until($targets)
        )
    };
}

fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Short pauses, for tests.
fn fast<'a, C, T: Stateful>(waiting: Waiting<'a, C, T>) -> Waiting<'a, C, T> {
    waiting.every(milliseconds(2), milliseconds(10))
}

fn wait_for_file(
    server: &Host,
    targets: impl Targets<UsageFileStatus>,
) -> Result<UsageFile, Error> {
    wait!(server.client(), files::get("UF-1"), targets)
}

fn targets_of(server: &Host) -> Vec<String> {
    let target = |it: Received| it.target;
    server.requests().into_iter().map(target).collect()
}

/// Checks a wait that must fail at the first read: its status, actors, functions and detail.
#[track_caller]
fn check_stuck<T>(
    waited: Result<T, Error>,
    server: &Host,
    expected: (&str, &[Actor], &[&str], Option<&str>),
) {
    let error = waited.err().expect("an error");
    assert_eq!(error.kind(), ErrorKind::Waiting);
    let wait_error = error.wait_error().expect("a wait error");
    let (status, actors, functions, detail) = expected;
    assert_eq!(wait_error.status.as_deref(), Some(status));
    assert_eq!(wait_error.actors(), actors);
    assert_eq!(wait_error.functions(), functions);
    assert_eq!(wait_error.detail.as_deref(), detail);
    assert_eq!(server.requests().len(), 1, "it fails at once");
    // The error has the object unchanged, including unknown members.
    let body = String::from_utf8_lossy(error.body());
    assert!(body.contains(status) && body.contains("extra"), "{body}");
    let printed = printed(&error);
    assert!(printed.contains(status), "{printed}");
    assert!(!printed.contains(support::SECRET), "{printed}");
}

fn each_type_of_object_can_be_waited_for(net: &Net) {
    let uploaded = server(net, statuses(&["uploading", "processing", "READY"], ""));
    let file = wait_for_file(&uploaded, UsageFileStatus::Ready).expect("a report");
    assert_eq!(file.status, Some("READY".into()), "unchanged, in its case");
    assert_eq!(
        targets_of(&uploaded),
        ["/public/v1/usage/files/UF-1"; 3],
        "one read a poll, and none after the last"
    );

    let filled = server(net, statuses(&["draft", "ready"], ""));
    let chunk = wait!(filled.client(), chunks::get("UFC-1"), ChunkStatus::Ready);
    assert_eq!(chunk.expect("a chunk").status, Some(ChunkStatus::Ready));

    let approved = server(net, statuses(&["valid", "valid", "approved"], ""));
    let record = wait!(
        approved.client(),
        records::get("UR-1"),
        UsageRecordStatus::Approved,
        expecting(Actor::Provider)
    );
    let record = record.expect("a record");
    assert_eq!(record.status, Some(UsageRecordStatus::Approved));

    let processed = server(net, statuses(&["uploaded", "processing", "processed"], ""));
    let reconciliation = wait!(
        processed.client(),
        reconciliations::get("RCF-1"),
        [
            ReconciliationStatus::Processed,
            ReconciliationStatus::Failed
        ]
    );
    let status = reconciliation.expect("a reconciliation").status;
    assert_eq!(status, Some(ReconciliationStatus::Processed));
}

fn uploaded_counts_as_ready(net: &Net) {
    let server = server(net, statuses(&["processing", "uploaded"], ""));
    let file = wait_for_file(&server, UsageFileStatus::Ready).expect("a report");
    assert_eq!(file.status, Some(UsageFileStatus::Uploaded));
}

fn an_unreachable_status_fails_at_once(net: &Net) {
    let more = r#", "error_detail": "no sheet `records`", "extra": 1"#;
    let invalid = server(net, statuses(&["invalid"], more));
    check_stuck(
        wait_for_file(&invalid, UsageFileStatus::Ready),
        &invalid,
        (
            "invalid",
            &[Actor::Vendor],
            &["files::upload"],
            Some("no sheet `records`"),
        ),
    );

    let more = r#", "error": {"detail": "the hub is gone"}, "extra": 1"#;
    let failed = server(net, statuses(&["failed"], more));
    check_stuck(
        wait!(failed.client(), chunks::get("UFC-1"), ChunkStatus::Ready),
        &failed,
        ("failed", &[], &[], Some("the hub is gone")),
    );
    let failed = server(net, statuses(&["failed"], more));
    check_stuck(
        wait!(
            failed.client(),
            reconciliations::get("RCF-1"),
            ReconciliationStatus::Processed
        ),
        &failed,
        ("failed", &[], &[], Some("the hub is gone")),
    );
}

fn a_wait_error_of_a_record_has_details_and_actors(net: &Net) {
    let more = r#", "error_codes": "USG_011", "error_details": "it was billed", "extra": 1"#;
    let invalid = server(net, statuses(&["invalid"], more));
    check_stuck(
        wait!(
            invalid.client(),
            records::get("UR-1"),
            UsageRecordStatus::Closed
        ),
        &invalid,
        ("invalid", &[], &[], Some("USG_011; it was billed")),
    );

    let approved = server(net, statuses(&["approved"], r#", "extra": 1"#));
    check_stuck(
        wait!(
            approved.client(),
            records::get("UR-1"),
            UsageRecordStatus::Closed
        ),
        &approved,
        (
            "approved",
            &[Actor::Provider],
            &[
                "records::close",
                "records::close_many",
                "records::update",
                "chunks::close",
            ],
            None,
        ),
    );
}

fn a_url_in_the_detail_is_not_printed(net: &Net) {
    let text = format!("cannot be read: /b/x.xlsx?sig={}", support::SECRET);
    let more = format!(r#", "error_detail": "{text}", "extra": 1"#);
    let server = server(net, statuses(&["invalid"], &more));
    let error = wait_for_file(&server, UsageFileStatus::Ready).expect_err("an error");
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(wait_error.detail.as_deref(), Some(&*text), "kept unchanged");
    let printed = format!(
        "{} {wait_error} {wait_error:?} {wait_error:#?}",
        printed(&error)
    );
    assert!(
        printed.contains("`wait_error()` has what the object says"),
        "{printed}"
    );
    assert!(!printed.contains("cannot be read"), "{printed}");
    assert!(!printed.contains(support::SECRET), "{printed}");
}

fn progress_can_be_observed(net: &Net) {
    let server = server(
        net,
        statuses(&["uploading", "processing", "frozen", "ready"], ""),
    );
    let mut observed_statuses = Vec::new();
    let observed = |file: &UsageFile, elapsed: Duration| {
        let status = file.status.as_ref().map(ToString::to_string);
        observed_statuses.push((status.unwrap_or_default(), elapsed));
    };
    let waited = wait!(
        server.client(),
        files::get("UF-1"),
        UsageFileStatus::Ready,
        observe(observed)
    );
    waited.expect("a report");
    let statuses: Vec<&str> = observed_statuses
        .iter()
        .map(|(status, _)| status.as_str())
        .collect();
    assert_eq!(statuses, ["uploading", "processing", "frozen", "ready"]);
    assert!(
        observed_statuses.is_sorted_by_key(|(_, elapsed)| *elapsed),
        "{observed_statuses:?}"
    );
}

fn a_call_can_be_observed_and_waited_with(net: &Net) {
    let server = server(net, statuses(&["processing", "ready"], r#", "extra": 1"#));
    let call = files::get("UF-1").observed();
    let file = wait!(server.client(), call, UsageFileStatus::Ready).expect("a report");
    assert_eq!(file.unknown()[0].pointer, "/extra");
}

fn the_deadline_ends_a_wait(net: &Net) {
    let server = server(net, statuses(&["processing"], ""));
    let waited = wait!(
        server.client(),
        files::get("UF-1"),
        UsageFileStatus::Ready,
        deadline(milliseconds(400))
    );
    let error = waited.expect_err("an error");
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(wait_error.reason, Reason::Deadline(milliseconds(400)));
    assert_eq!(wait_error.status.as_deref(), Some("processing"));
    assert!(server.requests().len() > 1);
}

fn a_read_without_response_ends_at_the_deadline(net: &Net) {
    let mut replies = statuses(&["uploading"], "");
    replies.push(Reply::never());
    let server = server(net, replies);
    let waited = wait!(
        server.client(),
        files::get("UF-1"),
        UsageFileStatus::Ready,
        deadline(milliseconds(1500))
    );
    let error = waited.expect_err("an error");
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(wait_error.reason, Reason::Deadline(milliseconds(1500)));
    assert_eq!(wait_error.status.as_deref(), Some("uploading"));
    let source = error.source().expect("the error of the last read");
    let source = source.downcast_ref::<Error>().expect("an error of ours");
    assert_eq!(source.kind(), ErrorKind::Timeout);
    assert_eq!((error.attempts(), source.attempts()), (1, 1));
}

fn the_time_limit_of_the_call_applies_to_each_read(net: &Net) {
    let server = server(net, vec![Reply::never()]);
    let call = files::get("UF-1").timeout(milliseconds(200));
    let error = wait!(server.client(), call, UsageFileStatus::Ready).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(server.requests().len(), 5, "five reads in a row failed");
}

fn temporary_read_failures_do_not_end_a_wait(net: &Net) {
    let mut replies = vec![Reply::new(503), Reply::new(502)];
    replies.extend(statuses(&["processing"], ""));
    replies.extend([Reply::reset(), Reply::new(503)]);
    replies.extend(statuses(&["ready"], ""));
    let server = server(net, replies);
    let file = wait_for_file(&server, UsageFileStatus::Ready).expect("a report");
    assert_eq!(file.status, Some(UsageFileStatus::Ready));
    assert_eq!(server.requests().len(), 6);
}

fn a_missing_object_ends_a_wait_at_once(net: &Net) {
    let server = server(
        net,
        vec![Reply::json(404, r#"{"errors": ["no such report"]}"#)],
    );
    let error = wait_for_file(&server, UsageFileStatus::Ready).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.messages(), ["no such report"]);
    assert_eq!(server.requests().len(), 1);
}

fn an_invalid_wait_sends_nothing(net: &Net) {
    let server = server(net, statuses(&["ready"], ""));
    let error = wait_for_file(&server, []).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let waited = wait!(server.client(), files::get(""), UsageFileStatus::Ready);
    let error = waited.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
}

/// The platform reads spreadsheets, creates chunks and processes reconciliations by itself. The provider closes
/// records.
fn background_work_of_the_platform_can_be_waited_for(net: &Net) {
    let stage = net.stage(Platform::builder().steps(3), [], []);
    let (vendor, provider) = (stage.vendor(), stage.provider());
    let upload = |id: &str, content: &'static str| {
        let call = files::upload(id, Upload::bytes(content));
        vendor.send(call).expect("uploaded");
    };
    let id = stage.platform.add_file(FileSeed::new());
    upload(&id, "PK\x03\x04");
    let file = wait!(vendor, files::get(&id), UsageFileStatus::Ready).expect("ready");
    assert_eq!(file.status, Some(UsageFileStatus::Ready));
    upload(&id, "no spreadsheet");
    let error = wait!(vendor, files::get(&id), UsageFileStatus::Ready).expect_err("invalid");
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(wait_error.status.as_deref(), Some("invalid"));
    assert_eq!(
        wait_error.detail.as_deref(),
        Some("The file is not a spreadsheet.")
    );

    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(seed.records([RecordSeed::new()]));
    let chunk = stage.platform.chunks(&file).swap_remove(0);
    provider.send(chunks::regenerate(&chunk)).expect("begun");
    let made = wait!(provider, chunks::get(&chunk), ChunkStatus::Ready).expect("made");
    assert_eq!(made.status, Some(ChunkStatus::Ready));

    let record = stage.platform.records(&file).swap_remove(0);
    let call = records::get(&record);
    let error =
        wait!(vendor, call, UsageRecordStatus::Closed).expect_err("the provider must close it");
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(wait_error.actors(), [Actor::Provider]);
    let upload = Upload::bytes(format!("PK\x03\x04\n{record},B-1\n"));
    let created = provider
        .send(reconciliations::create(upload))
        .expect("created");
    let call = reconciliations::get(&created.id);
    let done = wait!(provider, call, ReconciliationStatus::Processed).expect("processed");
    assert_eq!(done.status, Some(ReconciliationStatus::Processed));
    let closed = wait!(vendor, records::get(&record), UsageRecordStatus::Closed);
    assert_eq!(
        closed.expect("closed").external_billing_id.as_deref(),
        Some("B-1")
    );
}
