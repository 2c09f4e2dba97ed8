//! Calls that create an object, or act on several, and whose response is lost: the client looks for what became of
//! them.

use std::time::{Duration, SystemTime};

use connect_fake::faults::Fault;
use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_fake::{Received, Reply};
use connect_usage::models::{CloseManyRecord, NewReconciliation, NewUsageFile};
use connect_usage::{Error, ErrorKind, Outcome, Upload, files, reconciliations, records};

use crate::case::cases;
use crate::net::{Host, Net, QUICK};
use crate::support::any::AnyClient;

cases![
    a_created_report_is_found_by_its_external_id,
    a_report_that_is_not_found_is_unknown,
    a_report_without_an_external_id_is_unknown,
    older_reports_are_not_taken_for_the_created_one,
    the_clock_of_the_server_counts,
    a_found_report_that_cannot_be_read_has_happened,
    an_empty_creation_has_the_value_that_is_found,
    a_reconciliation_is_found_by_its_note,
    a_create_is_sent_once_unless_it_certainly_did_not_happen,
    what_the_platform_did_is_reported,
];

/// When an object of a call is created. A slow test must not make it older than the call.
fn now() -> SystemTime {
    SystemTime::now() + Duration::from_secs(60)
}

const HOUR: Duration = Duration::from_secs(3600);

pub fn client(server: &Host) -> AnyClient {
    server.builder("").retry(QUICK).build()
}

fn new() -> NewUsageFile {
    NewUsageFile::new("PRD-1", "CRD-1").external_id("INV 7 \"a\"")
}

/// A row of the list of reports.
fn row(id: &str, created: SystemTime, rest: &str) -> String {
    let at = time(created);
    format!(
        r#"{{"id": "{id}", "status": "draft", "product": {{"id": "PRD-1"}}, "events": {{"created": {{"at": "{at}"}}}}{rest}}}"#
    )
}

fn time(time: SystemTime) -> String {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let time = connect_usage::runtime::time::OffsetDateTime::from_unix_timestamp(seconds as i64);
    connect_usage::DateTime::from(time.expect("a time")).to_string()
}

/// Starts a server that loses the response to a POST, lists these rows, and reads any report.
fn losing(net: &Net, lost: Reply, rows: &[String]) -> Host {
    let rows = format!("[{}]", rows.join(","));
    let total = rows.matches(r#""id": "UF"#).count();
    net.serve(move |request| answer(request, &lost, &rows, total))
}

fn answer(request: &Received, lost: &Reply, rows: &str, total: usize) -> Reply {
    let path = request.target.split('?').next().unwrap_or_default();
    match (request.method.as_str(), path.rsplit('/').next()) {
        ("POST", _) => lost.clone(),
        (_, Some("files" | "reconciliations")) => {
            let range = format!("items 0-{}/{total}", total.saturating_sub(1));
            Reply::json(200, rows).header("Content-Range", &range)
        }
        (_, id) => {
            let id = id.unwrap_or_default();
            Reply::json(
                200,
                format!(r#"{{"id": "{id}", "status": "draft", "name": "read"}}"#),
            )
        }
    }
}

pub fn lines(server: &Host) -> Vec<String> {
    let line = |it: Received| format!("{} {}", it.method, it.target);
    server.requests().into_iter().map(line).collect()
}

pub fn lost() -> [Reply; 7] {
    [
        Reply::reset(),
        Reply::raw(""),
        Reply::new(502),
        Reply::redirect(303, "/done"),
        Reply::json(201, "<html>"),
        Reply::json(201, r#"{"id": "UF-1"}"#).cut_after(4),
        Reply::json(201, r#"{"id": []}"#),
    ]
}

fn a_created_report_is_found_by_its_external_id(net: &Net) {
    for reply in lost() {
        let server = losing(net, reply.clone(), &[row("UF-7", now(), "")]);
        let file = client(&server).send(files::create(new()));
        let file = file.expect("it was created");
        assert_eq!(
            (file.id.as_str(), file.name.as_deref()),
            ("UF-7", Some("read"))
        );
        assert_eq!(
            lines(&server),
            [
                "POST /usage/files",
                "GET /usage/files?eq(external_id,%27INV%207%20%22a%22%27)&limit=1000",
                "GET /usage/files/UF-7"
            ],
            "{reply:?}"
        );
    }
}

#[track_caller]
pub fn unknown(server: &Host, result: Result<impl Sized, Error>, requests: usize) {
    let Err(error) = result else {
        panic!("nothing tells that it happened")
    };
    assert_eq!(error.outcome(), Some(Outcome::Unknown), "{error}");
    assert_eq!(server.requests().len(), requests, "{:?}", lines(server));
}

fn a_report_that_is_not_found_is_unknown(net: &Net) {
    let now = now();
    let twice = [row("UF-1", now, ""), row("UF-2", now, "")];
    let of_another_product = row("UF-1", now, "").replace("PRD-1", "PRD-2");
    let other = row("UF-1", now, r#", "external_id": "INV 8""#);
    let named = row("UF-1", now, r#", "name": "another""#);
    let without_time = row("UF-1", now, "").replace("\"at\"", "\"by\"");
    for rows in [
        &[][..],
        &twice,
        &[of_another_product],
        &[other],
        &[without_time],
    ] {
        let server = losing(net, Reply::reset(), rows);
        unknown(&server, client(&server).send(files::create(new())), 2);
    }
    // The name tells them apart only if there is one.
    let server = losing(net, Reply::reset(), std::slice::from_ref(&named));
    unknown(
        &server,
        client(&server).send(files::create(new().name("this"))),
        2,
    );
    let server = losing(net, Reply::reset(), &[named]);
    client(&server).send(files::create(new())).expect("found");
    // The list cannot be read.
    let server = net.serve(|request| match request.method.as_str() {
        "POST" => Reply::reset(),
        _ => Reply::new(403),
    });
    unknown(&server, client(&server).send(files::create(new())), 2);
}

fn a_report_without_an_external_id_is_unknown(net: &Net) {
    let server = losing(net, Reply::reset(), &[row("UF-1", now(), "")]);
    for new in [
        NewUsageFile::new("PRD-1", "CRD-1"),
        NewUsageFile::new("PRD-1", "CRD-1").external_id(""),
    ] {
        let before = server.requests().len();
        let result = client(&server).send(files::create(new));
        unknown(&server, result, before + 1);
    }
}

fn older_reports_are_not_taken_for_the_created_one(net: &Net) {
    let now = now();
    let old = row("UF-1", now - HOUR, "");
    let server = losing(net, Reply::reset(), std::slice::from_ref(&old));
    unknown(&server, client(&server).send(files::create(new())), 2);
    let server = losing(net, Reply::reset(), &[old, row("UF-2", now, "")]);
    let file = client(&server).send(files::create(new())).expect("found");
    assert_eq!(file.id, "UF-2");
}

/// The clocks of the client and of the server differ by hours.
fn the_clock_of_the_server_counts(net: &Net) {
    for (hours, is_ahead) in [(5, true), (5, false)] {
        let offset = HOUR * hours;
        let now = match is_ahead {
            true => now() + offset,
            false => now() - offset,
        };
        let found = |created: SystemTime| {
            let rows = format!("[{}]", row("UF-1", created, ""));
            let server = net.serve(move |request| {
                let reply = answer(request, &Reply::reset(), &rows, 1);
                reply.header("Date", &httpdate::fmt_http_date(now))
            });
            client(&server).send(files::create(new())).is_ok()
        };
        assert!(found(now));
        assert!(!found(now - HOUR));
    }
}

fn a_found_report_that_cannot_be_read_has_happened(net: &Net) {
    let rows = format!("[{}]", row("UF-1", now(), ""));
    for read in [Reply::new(403), Reply::json(200, "no JSON")] {
        let rows = rows.clone();
        let server = net.serve(move |request| match request.target.ends_with("/UF-1") {
            true => read.clone(),
            false => answer(request, &Reply::reset(), &rows, 1),
        });
        let error = client(&server).send(files::create(new()));
        let error = error.expect_err("there is no value");
        assert_eq!(error.outcome(), Some(Outcome::Happened), "{error}");
    }
}

fn an_empty_creation_has_the_value_that_is_found(net: &Net) {
    let row = row("UF-1", now(), "");
    for status in [201, 204] {
        let server = losing(net, Reply::new(status), std::slice::from_ref(&row));
        let file = client(&server).send(files::create(new())).expect("found");
        assert_eq!(file.id, "UF-1");
        // It was created, although it is not found.
        let server = losing(net, Reply::new(status), &[]);
        let error = client(&server).send(files::create(new()));
        let error = error.expect_err("no value");
        assert_eq!(error.kind(), ErrorKind::NoContent, "{error}");
        assert_eq!(error.outcome(), Some(Outcome::Happened), "{error}");
    }
}

fn a_reconciliation_is_found_by_its_note(net: &Net) {
    let now = now();
    let row = |id: &str, created: SystemTime, note: &str| {
        let at = time(created);
        format!(
            r#"{{"id": "{id}", "status": "uploaded", "notes": {note}, "events": {{"uploaded": {{"at": "{at}"}}}}}}"#
        )
    };
    let form = |note: Option<&str>| {
        let form = NewReconciliation::new(Upload::bytes("abc"));
        match note {
            Some(note) => form.upload_note(note),
            None => form,
        }
    };
    let ours = row("UF-2", now, r#"{"uploaded": "bill 7"}"#);
    let rows = [
        row("UF-1", now - HOUR, r#"{"uploaded": "bill 7"}"#),
        ours.clone(),
        row("UF-3", now, r#"{"uploaded": "bill 8"}"#),
        row("UF-4", now, "null"),
    ];
    let server = losing(net, Reply::reset(), &rows);
    let found = client(&server).send(reconciliations::create(form(Some("bill 7"))));
    assert_eq!(found.expect("it was created").id, "UF-2");
    let list = "GET /usage/reconciliations?limit=1000";
    assert_eq!(lines(&server)[1], list);

    unknown(
        &server,
        client(&server).send(reconciliations::create(form(None))),
        4,
    );
    let server = losing(
        net,
        Reply::reset(),
        &[ours.clone(), ours.replace("UF-2", "UF-5")],
    );
    unknown(
        &server,
        client(&server).send(reconciliations::create(form(Some("bill 7")))),
        2,
    );
    let server = losing(net, Reply::reset(), &rows[3..]);
    unknown(
        &server,
        client(&server).send(reconciliations::create(form(Some("bill 7")))),
        2,
    );
}

pub fn bills(ids: &[&str]) -> Vec<CloseManyRecord> {
    let bill = |id: &&str| CloseManyRecord::new(*id).external_billing_id("B-1");
    ids.iter().map(bill).collect()
}

fn a_create_is_sent_once_unless_it_certainly_did_not_happen(net: &Net) {
    let posts = |server: &Host| {
        let requests = server.requests();
        requests.iter().filter(|it| it.method == "POST").count()
    };
    for reply in lost() {
        let server = losing(net, reply.clone(), &[]);
        let error = client(&server).send(files::create(new()));
        assert_eq!(error.expect_err("lost").outcome(), Some(Outcome::Unknown));
        assert_eq!(posts(&server), 1, "{reply:?}");
    }
    for reply in [Reply::new(429), Reply::new(503).header("Retry-After", "0")] {
        let server = losing(net, reply.clone(), &[]);
        let error = client(&server).send(files::create(new()));
        assert_eq!(error.expect_err("not now").outcome(), None);
        assert_eq!(posts(&server), 4, "{reply:?}");
    }
}

fn check_report(net: &Net, fault: &Fault, processed: bool) {
    let stage = net.stage(Platform::builder(), [fault.clone()], []);
    let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
    let result = stage.vendor().send(files::create(new.external_id("INV-7")));
    assert_eq!(stage.processed("files::create"), usize::from(processed));
    match result {
        Ok(file) => {
            assert!(processed, "{fault:?}");
            assert_eq!(stage.platform.status(&file.id), Some("draft"));
        }
        Err(error) => {
            assert!(!processed, "{fault:?}: {error}");
            assert_eq!(error.outcome(), Some(Outcome::Unknown), "{fault:?}");
        }
    }
}

fn check_reconciliation(net: &Net, fault: &Fault, processed: bool) {
    let stage = net.stage(Platform::builder(), [fault.clone()], []);
    let form = NewReconciliation::new(Upload::bytes("abc")).upload_note("bill 7");
    let result = stage.provider().send(reconciliations::create(form));
    assert_eq!(
        stage.processed("reconciliations::create"),
        usize::from(processed)
    );
    assert_eq!(result.is_ok(), processed, "{fault:?}");
}

fn check_records(net: &Net, fault: &Fault, processed: bool) {
    let stage = net.stage(Platform::builder(), [fault.clone()], []);
    let records = [RecordSeed::new(), RecordSeed::new().item(2)];
    let seed = FileSeed::new()
        .status(FileStatus::Accepted)
        .records(records);
    let file = stage.platform.add_file(seed);
    let ids = stage.platform.records(&file);
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let result = stage.provider().send(records::close_many(bills(&ids)));
    assert_eq!(
        stage.processed("records::close_many"),
        2 * usize::from(processed)
    );
    match result {
        Ok(rows) => assert!(processed && rows.len() == 2, "{fault:?}"),
        Err(error) => {
            assert!(!processed, "{fault:?}: {error}");
            assert_eq!(error.outcome(), Some(Outcome::DidNotHappen), "{fault:?}");
        }
    }
}

fn what_the_platform_did_is_reported(net: &Net) {
    let error = |processed| Fault::ServerError {
        status: 504,
        processed,
    };
    let faults = [
        (Fault::ResetProcessed, true),
        (Fault::Cut { at: 500 }, true),
        (Fault::Garbage, true),
        (Fault::GarbageBody, true),
        (error(true), true),
        (error(false), false),
        (Fault::ResetUnprocessed, false),
        (Fault::RedirectElsewhere { status: 303 }, false),
    ];
    for (fault, processed) in faults {
        check_report(net, &fault, processed);
        check_reconciliation(net, &fault, processed);
        check_records(net, &fault, processed);
    }
}
