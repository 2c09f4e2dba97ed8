//! Calls whose answer gets lost: the client has a look at the object, and tells what has become of
//! them.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use connect_usage::models::UsageFileStatus;
use connect_usage::runtime::retry::Policy;
use connect_usage::{ErrorKind, Outcome, TimeLimit, Timeouts, Upload, chunks, files, records};
use loopback::{Reply, Server};
use support::any::{AnyClient, Kind, with_each};
use support::{SECRET, printed};

/// Without progress for so long, an answer is lost. A busy machine needs less for one that is not.
const IDLE: Duration = Duration::from_secs(2);
/// The time of a call whose answer never comes; a quarter of it is for the look at the object.
const TOTAL: Duration = Duration::from_secs(5);

/// A server that answers the action with the first reply, and what reads the object with the others,
/// the last of them again and again.
fn losing(action: Reply, reads: impl IntoIterator<Item = Reply>) -> Server {
    let mut reads: Vec<_> = reads.into_iter().collect();
    reads.reverse();
    let reads = Mutex::new(reads);
    Server::start(move |request| {
        if request.method != "GET" {
            return action.clone();
        }
        let mut reads = reads.lock().expect("no test has failed");
        match reads.len() {
            1 => reads[0].clone(),
            _ => reads.pop().expect("an answer"),
        }
    })
}

fn file(status: &str) -> Reply {
    Reply::json(
        200,
        format!(r#"{{"id": "UF-1", "status": "{status}", "name": "N"}}"#),
    )
}

fn client(kind: Kind, server: &Server) -> AnyClient {
    kind.builder(&server.url(""))
        .timeouts(Timeouts::new().idle(IDLE))
        .build()
}

fn methods(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|it| it.method).collect()
}

/// The ways to lose an answer.
fn lost() -> [Reply; 9] {
    [
        Reply::reset(),
        Reply::raw(""),
        Reply::new(200).body("{\"id\": \"UF-1\"}").cut_after(3),
        Reply::never(),
        Reply::new(408),
        Reply::new(500),
        Reply::new(502).body("<html>"),
        Reply::new(503),
        Reply::new(504),
    ]
}

#[test]
fn a_call_that_has_happened_is_a_success() {
    with_each(|kind| {
        for reply in lost() {
            let server = losing(reply, [file("pending")]);
            let file = client(kind, &server)
                .send(files::submit("UF-1"))
                .expect("it has happened");
            assert_eq!(file.status, Some(UsageFileStatus::Pending));
            assert_eq!(file.name.as_deref(), Some("N"));
            let requests = server.requests();
            assert_eq!(methods(&server), ["POST", "GET"]);
            assert_eq!(requests[0].target, "/usage/files/UF-1/submit");
            assert_eq!(requests[1].target, "/usage/files/UF-1");
            let key = format!("ApiKey SU-1:{SECRET}");
            assert_eq!(requests[1].headers_named("authorization"), [key]);
        }
    });
}

#[test]
fn a_call_that_has_not_happened_says_so() {
    with_each(|kind| {
        for reply in lost() {
            let server = losing(reply, [file("ready")]);
            let error = client(kind, &server)
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
            assert_eq!(methods(&server), ["POST", "GET"]);
        }
    });
}

#[test]
fn each_action_of_a_report_is_looked_after() {
    with_each(|kind| {
        let server = |status: &'static str| losing(Reply::reset(), [file(status)]);
        let accept = |status| {
            let server = server(status);
            let body = connect_usage::models::AcceptUsageFile::new();
            client(kind, &server).send(files::accept("UF-1", body))
        };
        assert_eq!(
            accept("accepted").expect("accepted").status,
            Some(UsageFileStatus::Accepted)
        );
        // A rule may have accepted it too, before it was closed.
        let outcome = accept("closed").expect_err("nobody knows").outcome();
        assert_eq!(outcome, Some(Outcome::Unknown));
        let outcome = accept("pending").expect_err("not accepted").outcome();
        assert_eq!(outcome, Some(Outcome::DidNotHappen));

        let reject = |status| {
            let server = server(status);
            let body = connect_usage::models::RejectUsageFile::new();
            client(kind, &server).send(files::reject("UF-1", body))
        };
        assert_eq!(
            reject("rejected").expect("rejected").status,
            Some(UsageFileStatus::Rejected)
        );
        let outcome = reject("pending").expect_err("not rejected").outcome();
        assert_eq!(outcome, Some(Outcome::DidNotHappen));

        let close = |status| {
            let server = server(status);
            client(kind, &server).send(files::close("UF-1"))
        };
        close("closed").expect("closed");
        let outcome = close("accepted").expect_err("not closed").outcome();
        assert_eq!(outcome, Some(Outcome::DidNotHappen));
    });
}

#[test]
fn what_cannot_be_told_is_not_known() {
    with_each(|kind| {
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
            let server = losing(Reply::reset(), [read.clone()]);
            let error = client(kind, &server)
                .send(files::submit("UF-1"))
                .expect_err("lost");
            assert_eq!(error.outcome(), Some(Outcome::Unknown), "{read:?}");
            assert_eq!(
                error.kind(),
                ErrorKind::Transport,
                "the first failure is told"
            );
            assert!(error.to_string().contains("not known"), "{error}");
        }
    });
}

#[test]
fn the_look_itself_may_be_repeated() {
    with_each(|kind| {
        let server = losing(
            Reply::reset(),
            [Reply::new(503), Reply::reset(), file("pending")],
        );
        let quick = Policy::new().base(Duration::from_millis(1));
        let call = files::submit("UF-1").retry(quick);
        client(kind, &server).send(call).expect("it has happened");
        assert_eq!(methods(&server), ["POST", "GET", "GET", "GET"]);
    });
}

#[test]
fn a_failure_that_says_enough_is_not_looked_after() {
    with_each(|kind| {
        for status in [400, 401, 403, 404, 409, 429] {
            let server = losing(Reply::new(status), [file("pending")]);
            let error = client(kind, &server)
                .send(files::submit("UF-1"))
                .expect_err("refused");
            assert_eq!(
                (error.outcome(), methods(&server).len()),
                (None, 1),
                "{status}"
            );
        }
        let later = Reply::new(503).header("Retry-After", "600");
        let server = losing(later, [file("pending")]);
        let error = client(kind, &server)
            .send(files::submit("UF-1"))
            .expect_err("later");
        assert_eq!((error.outcome(), methods(&server).len()), (None, 1));
        server.refuse();
        let error = client(kind, &server)
            .send(files::submit("UF-1"))
            .expect_err("nobody");
        assert_eq!(error.outcome(), None);
    });
}

#[test]
fn an_action_without_an_object_is_not_looked_after() {
    with_each(|kind| {
        let server = losing(Reply::reset(), [file("draft")]);
        let new = connect_usage::models::NewUsageFile::new("PRD-1", "CRD-1");
        let error = client(kind, &server)
            .send(files::create(new))
            .expect_err("lost");
        assert_eq!((error.outcome(), methods(&server).len()), (None, 1));
        assert!(error.may_have_been_processed());
    });
}

#[test]
fn there_is_time_for_the_look() {
    with_each(|kind| {
        let server = losing(Reply::never(), [file("pending")]);
        let client = kind.builder(&server.url("")).build();
        let start = Instant::now();
        let call = files::submit("UF-1").timeout(TOTAL);
        client.send(call).expect("it has happened");
        assert!(start.elapsed() < TOTAL, "{:?}", start.elapsed());

        let server = losing(Reply::never(), [Reply::never()]);
        let client = kind.builder(&server.url("")).build();
        let start = Instant::now();
        let call = files::submit("UF-1").timeout(TOTAL);
        let error = client.send(call).expect_err("it cannot be told");
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(error.outcome(), Some(Outcome::Unknown));
        assert_eq!(error.time_limit(), Some(TimeLimit::Total));
    });
}

#[test]
fn other_objects_are_looked_at_too() {
    with_each(|kind| {
        let object = |id: &str, status: &str| {
            Reply::json(200, format!(r#"{{"id": "{id}", "status": "{status}"}}"#))
        };
        let outcomes = |status: &str| {
            let server = losing(Reply::new(502), [object("X-1", status)]);
            let client = client(kind, &server);
            let upload = Upload::bytes("abc");
            let outcome = |it: connect_usage::Error| it.outcome();
            [
                client
                    .send(chunks::close(
                        "X-1",
                        connect_usage::models::CloseChunk::new("1"),
                    ))
                    .map(|_| ())
                    .map_err(outcome),
                client
                    .send(records::close(
                        "X-1",
                        connect_usage::models::CloseUsageRecord::new(),
                    ))
                    .map(|_| ())
                    .map_err(outcome),
                client
                    .send(files::upload("X-1", upload))
                    .map(|_| ())
                    .map_err(outcome),
            ]
        };
        let unknown = Err(Some(Outcome::Unknown));
        assert_eq!(outcomes("closed"), [Ok(()), Ok(()), unknown]);
        let not_happened = Err(Some(Outcome::DidNotHappen));
        assert_eq!(outcomes("ready"), [not_happened, unknown, unknown]);
    });
}
