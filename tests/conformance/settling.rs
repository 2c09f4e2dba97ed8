//! Calls whose response is lost: the client reads the object, and reports the outcome.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_usage::models::UsageFileStatus;
use connect_usage::runtime::retry::Policy;
use connect_usage::{ErrorKind, Outcome, TimeLimit, Timeouts, Upload, files};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::any::AnyClient;
use crate::support::{SECRET, printed};

cases![
    a_lost_call_that_took_effect_succeeds,
    a_lost_call_without_effect_says_so,
    an_undecodable_object_still_shows_the_outcome,
    each_action_of_a_report_is_settled,
    an_unclear_outcome_is_unknown,
    the_read_of_the_object_is_retried,
    a_clear_failure_reads_no_object,
    an_action_without_an_object_is_unknown,
    what_was_confirmed_is_never_denied,
    an_empty_success_has_the_value_of_the_object,
    an_empty_success_without_an_object_has_happened,
    a_redirect_after_a_post_may_have_been_processed,
    time_is_reserved_for_the_read_of_the_object,
];

/// The time without progress after which a response is lost. A busy machine needs less for a response that arrives.
const IDLE: Duration = Duration::from_secs(2);

/// The time limit of a call without a response; a quarter of it is reserved for the read of the object.
const TOTAL: Duration = Duration::from_secs(5);

/// Starts a server that sends the first reply to the action, and the others to reads of the object. The last of them
/// is repeated.
pub fn losing(net: &Net, action: Reply, reads: impl IntoIterator<Item = Reply>) -> Host {
    let mut reads: Vec<_> = reads.into_iter().collect();
    reads.reverse();
    let reads = Mutex::new(reads);
    net.serve(move |request| {
        if request.method != "GET" {
            return action.clone();
        }
        let mut reads = reads.lock().expect("no test has failed");
        match reads.len() {
            1 => reads[0].clone(),
            _ => reads.pop().expect("a response"),
        }
    })
}

fn file(status: &str) -> Reply {
    Reply::json(
        200,
        format!(r#"{{"id": "UF-1", "status": "{status}", "name": "N"}}"#),
    )
}

pub fn client(server: &Host) -> AnyClient {
    server
        .builder("")
        .timeouts(Timeouts::new().idle(IDLE))
        .build()
}

fn methods(server: &Host) -> Vec<String> {
    server.requests().into_iter().map(|it| it.method).collect()
}

/// The ways to lose a response that says that the call has succeeded.
fn confirmed() -> [Reply; 5] {
    [
        Reply::json(200, "<html>"),
        Reply::json(200, r#"{"id": []}"#),
        Reply::new(201),
        Reply::new(204),
        Reply::new(200).body("{\"id\": \"UF-1\"}").cut_after(3),
    ]
}

/// The ways to lose a response without a word of what became of the call.
fn lost() -> [Reply; 11] {
    [
        Reply::reset(),
        Reply::raw(""),
        Reply::never(),
        Reply::redirect(302, "/elsewhere"),
        Reply::redirect(303, "/elsewhere"),
        Reply::new(408),
        Reply::new(500),
        Reply::new(502).body("<html>"),
        Reply::new(503),
        Reply::new(504),
        Reply::new(500).body("{").cut_after(0),
    ]
}

fn a_lost_call_that_took_effect_succeeds(net: &Net) {
    for reply in lost().into_iter().chain(confirmed()) {
        let server = losing(net, reply, [file("pending")]);
        let file = client(&server)
            .send(files::submit("UF-1"))
            .expect("it took effect");
        assert_eq!(file.status, Some(UsageFileStatus::Pending));
        assert_eq!(file.name.as_deref(), Some("N"));
        let requests = server.requests();
        assert_eq!(methods(&server), ["POST", "GET"]);
        assert_eq!(requests[0].target, "/usage/files/UF-1/submit");
        assert_eq!(requests[1].target, "/usage/files/UF-1");
        let key = format!("ApiKey SU-1:{SECRET}");
        assert_eq!(requests[1].headers_named("authorization"), [key]);
    }
}

fn a_lost_call_without_effect_says_so(net: &Net) {
    for reply in lost() {
        let server = losing(net, reply, [file("ready")]);
        let error = client(&server)
            .send(files::submit("UF-1"))
            .expect_err("lost");
        assert_eq!(
            error.outcome(),
            Some(Outcome::DidNotHappen),
            "{}",
            printed(&error)
        );
        assert!(
            error.to_string().ends_with("; it has not happened"),
            "{error}"
        );
        assert_eq!(error.operation().map(|it| it.name), Some("files::submit"));
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(methods(&server), ["POST", "GET"]);
    }
}

/// Neither the response nor the object has the expected form, but the status can be read.
fn an_undecodable_object_still_shows_the_outcome(net: &Net) {
    let undecodable = |status: &str| {
        let body = format!(r#"{{"id": "UF-1", "status": "{status}", "name": []}}"#);
        Reply::json(200, body)
    };
    for (is_confirmed, status, outcome) in [
        (true, "pending", Outcome::Happened),
        (true, "ready", Outcome::Unknown),
        (true, "uploading", Outcome::Unknown),
        (false, "pending", Outcome::Happened),
        (false, "ready", Outcome::DidNotHappen),
        (false, "uploading", Outcome::Unknown),
    ] {
        let action = match is_confirmed {
            true => undecodable(status),
            false => Reply::new(502),
        };
        let server = losing(net, action, [undecodable(status)]);
        let error = client(&server)
            .send(files::submit("UF-1"))
            .expect_err("it cannot be read");
        let is_read = is_confirmed || outcome == Outcome::Happened;
        let kind = if is_read {
            ErrorKind::Decode
        } else {
            ErrorKind::Api
        };
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(
            (error.outcome(), error.attempts()),
            (Some(outcome), 1),
            "{error}"
        );
        assert!(error.may_have_been_processed());
        assert_eq!(methods(&server), ["POST", "GET"]);
    }
}

fn each_action_of_a_report_is_settled(net: &Net) {
    let server = |status: &'static str| losing(net, Reply::reset(), [file(status)]);
    let accept = |status| {
        let server = server(status);
        client(&server).send(files::accept("UF-1"))
    };
    assert_eq!(
        accept("accepted").expect("accepted").status,
        Some(UsageFileStatus::Accepted)
    );
    // A rule may have accepted it, too, before it was closed.
    let outcome = accept("closed").expect_err("unknown").outcome();
    assert_eq!(outcome, Some(Outcome::Unknown));
    let outcome = accept("pending").expect_err("not accepted").outcome();
    assert_eq!(outcome, Some(Outcome::DidNotHappen));

    let reject = |status| {
        let server = server(status);
        client(&server).send(files::reject("UF-1"))
    };
    assert_eq!(
        reject("rejected").expect("rejected").status,
        Some(UsageFileStatus::Rejected)
    );
    let outcome = reject("pending").expect_err("not rejected").outcome();
    assert_eq!(outcome, Some(Outcome::DidNotHappen));

    let close = |status| {
        let server = server(status);
        client(&server).send(files::close("UF-1"))
    };
    close("closed").expect("closed");
    let outcome = close("accepted").expect_err("not closed").outcome();
    assert_eq!(outcome, Some(Outcome::DidNotHappen));
}

fn an_unclear_outcome_is_unknown(net: &Net) {
    for read in [
        file("uploading"),
        file("something-new"),
        Reply::json(200, r#"{"id": "UF-1"}"#),
        Reply::json(200, "no JSON"),
        Reply::new(404),
        Reply::new(500),
        Reply::reset(),
        Reply::never(),
    ] {
        let server = losing(net, Reply::reset(), [read.clone()]);
        let error = client(&server)
            .send(files::submit("UF-1"))
            .expect_err("lost");
        assert_eq!(error.outcome(), Some(Outcome::Unknown), "{read:?}");
        assert_eq!(
            error.kind(),
            ErrorKind::Transport,
            "the first failure is returned"
        );
        assert!(error.to_string().contains("not known"), "{error}");
    }
}

fn the_read_of_the_object_is_retried(net: &Net) {
    let server = losing(
        net,
        Reply::reset(),
        [Reply::new(503), Reply::reset(), file("pending")],
    );
    let quick = Policy::new().base(Duration::from_millis(1));
    let call = files::submit("UF-1").retry(quick);
    client(&server).send(call).expect("it took effect");
    assert_eq!(methods(&server), ["POST", "GET", "GET", "GET"]);
}

fn a_clear_failure_reads_no_object(net: &Net) {
    for status in [400, 401, 403, 404, 409, 429] {
        let server = losing(net, Reply::new(status), [file("pending")]);
        let error = client(&server)
            .send(files::submit("UF-1"))
            .expect_err("refused");
        assert_eq!(
            (error.outcome(), methods(&server).len()),
            (None, 1),
            "{status}"
        );
    }
    let later = Reply::new(503).header("Retry-After", "600");
    let server = losing(net, later, [file("pending")]);
    let error = client(&server)
        .send(files::submit("UF-1"))
        .expect_err("later");
    assert_eq!((error.outcome(), methods(&server).len()), (None, 1));
    server.refuse();
    let error = client(&server)
        .send(files::submit("UF-1"))
        .expect_err("refused");
    assert_eq!(error.outcome(), None);
}

fn an_action_without_an_object_is_unknown(net: &Net) {
    let server = losing(net, Reply::reset(), [file("draft")]);
    let error = client(&server)
        .send(files::reprocess("UF-1"))
        .expect_err("lost");
    let unknown = Some(Outcome::Unknown);
    assert_eq!((error.outcome(), methods(&server).len()), (unknown, 1));
    assert!(error.may_have_been_processed());
    assert!(
        error
            .to_string()
            .ends_with("; whether it has happened is not known")
    );
    // A call that sets values, after all its attempts.
    let body = connect_usage::models::UpdateUsageFile::new();
    let error = client(&server).send(files::update("UF-1").body(body));
    let error = error.expect_err("lost");
    assert_eq!((error.outcome(), methods(&server).len()), (unknown, 2));
    // A call that only reads has no outcome.
    let server = net.serve(|_| Reply::reset());
    let error = client(&server).send(files::get("UF-1")).expect_err("lost");
    assert_eq!(error.outcome(), None);
}

/// A success cannot be denied, whatever the report shows.
fn what_was_confirmed_is_never_denied(net: &Net) {
    for reply in confirmed() {
        let server = losing(net, reply.clone(), [file("ready")]);
        let error = client(&server)
            .send(files::submit("UF-1"))
            .expect_err("the report does not show it");
        assert_eq!(error.outcome(), Some(Outcome::Unknown), "{reply:?}");
        assert_eq!(methods(&server), ["POST", "GET"]);
    }
}

fn an_empty_success_has_the_value_of_the_object(net: &Net) {
    let update = || {
        let body = connect_usage::models::UpdateUsageFile::new();
        files::update("UF-1").body(body)
    };
    let calls = [
        files::reprocess("UF-1"),
        files::approve_all("UF-1"),
        files::upload("UF-1", Upload::bytes("abc")),
        update(),
    ];
    for call in calls {
        for reply in [Reply::new(201), Reply::new(204), Reply::json(200, " ")] {
            // For an upload this status alone would not be clear.
            let server = losing(net, reply.clone(), [file("ready")]);
            let file = client(&server).send(call.clone());
            let file = file.expect("the value of the report");
            assert_eq!(file.name.as_deref(), Some("N"), "{reply:?}");
            assert_eq!(server.requests().len(), 2, "{reply:?}");
        }
        let server = losing(net, Reply::new(204), [Reply::new(404)]);
        let error = client(&server).send(call).expect_err("no value");
        assert_eq!(error.kind(), ErrorKind::NoContent, "{error}");
        assert_eq!(error.outcome(), Some(Outcome::Happened), "{error}");
    }
    // With another content than the value nothing is known of what came of it.
    let server = losing(net, Reply::json(200, "<html>"), [file("ready")]);
    let error = client(&server).send(update()).expect_err("noise");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert_eq!(error.outcome(), Some(Outcome::Unknown), "{error}");
}

fn an_empty_success_without_an_object_has_happened(net: &Net) {
    let server = net.serve(|_| Reply::new(204));
    let call: connect_usage::Call<connect_usage::Json> = crate::support::post().returns_json();
    let error = client(&server).send(call).expect_err("no value");
    assert_eq!(error.kind(), ErrorKind::NoContent, "{error}");
    assert_eq!(error.outcome(), Some(Outcome::Happened), "{error}");
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("the call succeeded"), "{error}");
    // A response that has no value anyway is a plain success.
    let call = crate::support::post().returns_empty();
    client(&server).send(call).expect("a success");
    // A read without content has not read anything.
    let call: connect_usage::Call<connect_usage::Json> = crate::support::get().returns_json();
    let error = client(&server).send(call).expect_err("nothing to read");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, None));
}

fn a_redirect_after_a_post_may_have_been_processed(net: &Net) {
    for (status, may_have_been) in [(301, false), (302, true), (303, true), (307, false)] {
        let server = net.serve(move |_| Reply::redirect(status, "/elsewhere"));
        let call = crate::support::post().returns_text();
        let error = client(&server).send(call).expect_err("a redirect");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(error.may_have_been_processed(), may_have_been, "{status}");
        let outcome = may_have_been.then_some(Outcome::Unknown);
        assert_eq!(error.outcome(), outcome, "{status}");
        assert_eq!(server.requests().len(), 1, "it is not followed");
    }
}

fn time_is_reserved_for_the_read_of_the_object(net: &Net) {
    let server = losing(net, Reply::never(), [file("pending")]);
    let client = server.builder("").build();
    let start = Instant::now();
    let call = files::submit("UF-1").timeout(TOTAL);
    client.send(call).expect("it took effect");
    assert!(start.elapsed() < TOTAL, "{:?}", start.elapsed());

    let server = losing(net, Reply::never(), [Reply::never()]);
    let client = server.builder("").build();
    let start = Instant::now();
    let call = files::submit("UF-1").timeout(TOTAL);
    let error = client.send(call).expect_err("unknown");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(error.outcome(), Some(Outcome::Unknown));
    assert_eq!(error.time_limit(), Some(TimeLimit::Total));
}
