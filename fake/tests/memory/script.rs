//! What a platform is told about an operation, and what it tells.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use connect_client::blocking::Client;
use connect_client::runtime::retry::Policy;
use connect_client::{ErrorKind, Upload};
use connect_fake::{ANY, FileSeed, FileStatus, Platform, RecordSeed, Reply, Side, Step};
use connect_usage_api::models::{AcceptUsageFile, UsageFile, UsageRecord};
use connect_usage_api::{chunks, files, reconciliations, records};

fn stage() -> (Platform, Client) {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Provider).expect("a client");
    (platform, client)
}

fn pending(platform: &Platform) -> String {
    platform.add_file(FileSeed::new().status(FileStatus::Pending))
}

#[test]
fn a_failure_happens_once_and_has_no_effect() {
    let (platform, client) = stage();
    let id = pending(&platform);
    platform.on(files::accept(ANY)).fail_once(400);
    let error = client.send(files::accept(&id)).expect_err("a failure");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(400));
    assert_eq!(platform.status(&id), Some("pending"));
    client.send(files::accept(&id)).expect("a report");
    assert_eq!(platform.status(&id), Some("accepted"));
}

#[test]
fn steps_are_used_up_in_their_order() {
    let (platform, client) = stage();
    let id = pending(&platform);
    let on = platform.on(files::get(ANY));
    let teapot = Step::respond(|it| Reply::new(418).header("X-Path", it.path()));
    on.sequence([Step::fail(500), Step::pass(), Step::reply(Reply::new(404))]);
    on.sequence([teapot]).always(Step::fail(409));
    let statuses = [(); 6].map(|()| {
        let result = client.send(files::get(&id).retry(Policy::none()));
        match result {
            Ok(_) => None,
            Err(error) => error.status().map(|it| it.as_u16()),
        }
    });
    let expected = [500, 0, 404, 418, 409, 409].map(|it| (it != 0).then_some(it));
    assert_eq!(statuses, expected);
    on.clear();
    client.send(files::get(&id)).expect("a report");
}

#[test]
fn a_lost_response_was_handled() {
    let (platform, client) = stage();
    let create = || reconciliations::create(Upload::bytes("PK\x03\x04").file_name("a.xlsx"));
    platform.on(create()).sequence([Step::lose()]);
    let error = client.send(create().retry(Policy::none()));
    assert_eq!(error.expect_err("lost").kind(), ErrorKind::Transport);
    let journal = platform.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0].operation, "reconciliations::create");
}

#[test]
fn delays_pass_by_the_clock() {
    let (platform, client) = stage();
    let id = pending(&platform);
    let second = Duration::from_secs(1);
    platform.on(files::get(ANY)).delay(second);
    let before = platform.elapsed();
    client.send(files::get(&id)).expect("a report");
    assert_eq!(platform.elapsed() - before, second);
}

#[test]
fn a_pause_that_is_asked_for_is_kept() {
    let (platform, client) = stage();
    let id = pending(&platform);
    let pause = Duration::from_millis(4_500);
    // A call that is not idempotent, which the client repeats only because it is told when.
    platform
        .on(files::accept(ANY))
        .sequence([Step::retry_after(503, pause)]);
    client.send(files::accept(&id)).expect("a report");
    assert_eq!(platform.on(files::accept(&id)).requests().len(), 2);
    assert!(platform.elapsed() >= Duration::from_secs(5));
}

#[test]
fn rules_are_for_their_operation_and_object_alone() {
    let (platform, client) = stage();
    let (one, other) = (pending(&platform), pending(&platform));
    platform.on(files::get(&one)).fail(404);
    client.send(files::get(&one)).expect_err("the rule");
    platform.on(files::update(&other)).fail(409);
    client.send(files::get(&other)).expect("another object");
    client.send(files::accept(&one)).expect("another operation");
    // A later rule is asked first.
    platform.on(files::get(ANY)).fail(410);
    let error = client.send(files::get(&one)).expect_err("the rule");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(410));
}

#[test]
fn ids_are_compared_as_they_are_meant() {
    let (platform, client) = stage();
    let id = "a b/c";
    platform
        .on(files::get(id))
        .respond_with(&UsageFile::new(id));
    let report = client.send(files::get(id)).expect("a report");
    assert_eq!(report.id, id);
    client.send(files::get("a b")).expect_err("no such report");
}

#[test]
fn values_rows_and_content_are_responses() {
    let (platform, client) = stage();
    let mut report = UsageFile::new("UF-1");
    report.name = Some("January".to_owned());
    platform.on(files::get("UF-1")).respond_with(&report);
    let got = client.send(files::get("UF-1")).expect("a report");
    assert_eq!(got.name.as_deref(), Some("January"));

    let rows = [UsageRecord::new("UR-1"), UsageRecord::new("UR-2")];
    platform.on(records::list()).respond_with_rows(&rows);
    let page = client.send(records::list()).expect("a page");
    let ids: Vec<_> = page.rows.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids, page.total), (vec!["UR-1", "UR-2"], Some(2)));
    assert_eq!(client.stream(records::list()).count(), 2);

    platform
        .on(chunks::download(ANY))
        .respond_with_content("sheet");
    let content = client.send(chunks::download("UFC-1")).expect("content");
    assert_eq!(&content.bytes[..], b"sheet");
}

#[test]
fn an_empty_list_has_the_range_of_the_platform() {
    let (platform, client) = stage();
    platform.on(records::list()).respond_with_rows(&[]);
    let scripted = client.send(records::list()).expect("a page");
    platform.on(records::list()).clear();
    let real = client.send(records::list()).expect("a page");
    assert_eq!(scripted.rows.len(), 0);
    assert_eq!((scripted.total, scripted.first), (real.total, real.first));
}

#[test]
fn requests_are_told_with_their_bodies() {
    let (platform, client) = stage();
    let id = pending(&platform);
    let note = AcceptUsageFile::new().acceptance_note("as agreed");
    let accept = files::accept(&id).body(note.clone());
    client.send(accept).expect("a report");
    let accepted = platform.on(files::accept(&id)).requests();
    assert_eq!(accepted.len(), 1);
    assert!(accepted[0].sends(&note));
    assert!(!accepted[0].sends(&AcceptUsageFile::new()));
    let sent: BTreeMap<String, String> = accepted[0].json().expect("the body");
    assert_eq!(sent["acceptance_note"], "as agreed");
    assert!(accepted[0].json::<Vec<String>>().is_err());
    platform.on(files::reject(ANY)).assert_never_called();
    platform.on(files::accept("UF-other")).assert_never_called();
}

#[test]
#[should_panic(expected = "files::submit was called")]
fn a_call_that_should_not_have_been_made_is_shown() {
    let (platform, client) = stage();
    let submit = client.send(files::submit("UF-1"));
    submit.expect_err("not the provider's");
    platform.on(files::submit(ANY)).assert_never_called();
}

#[test]
fn a_function_of_a_step_may_ask_the_platform() {
    let platform = Arc::new(Platform::in_memory());
    let client = platform.blocking_client(Side::Provider).expect("a client");
    let id = platform.add_file(FileSeed::new().records([RecordSeed::new()]));
    let asked = Arc::downgrade(&platform);
    platform.on(files::get(ANY)).always(Step::respond(move |_| {
        let count = asked.upgrade().map_or(0, |it| it.files().len());
        Reply::value(200, &UsageFile::new(format!("UF-{count}")))
    }));
    let report = client.send(files::get(&id)).expect("a report");
    assert_eq!(report.id, "UF-1");
}
