//! Opening a stream is a call like any other.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::runtime::Request;
use connect_usage::runtime::retry::Policy;
use connect_usage::{ErrorKind, Outcome, files};

use crate::stream::{ask, events, follow, generate, open};
use crate::support::any::with_each;
use crate::support::{PRODUCT, SECRET, printed};

#[test]
fn a_stream_is_asked_for_with_the_key_and_as_it_is() {
    with_each(|kind| {
        let server = Server::start(|_| events("data: 1\n\n"));
        let incoming = open(&kind.client(&server), generate()).expect("a stream");
        let request = &server.requests()[0];
        assert_eq!(request.method, "POST");
        assert_eq!(request.target, "/public/v1/usage/files");
        assert_eq!(request.body, b"\"tell me\"");
        let key = request.header("authorization").expect("a key");
        assert!(key.contains(SECRET));
        assert_eq!(request.header("accept-encoding"), Some("identity"));
        let agent = request.header("user-agent").expect("an agent");
        assert!(agent.contains(PRODUCT), "{agent}");
        let printed = incoming.debug();
        assert!(printed.contains("files::create"), "{printed}");
        assert!(!printed.contains("event-stream"), "{printed}");
    });
}

#[test]
fn a_body_is_left_out_or_sent() {
    with_each(|kind| {
        let server = Server::start(|_| events("data: 1\n\n"));
        let client = kind.client(&server);
        let mut incoming = open(&client, ask()).expect("a stream");
        assert_eq!(incoming.data(), "1");
        let call = ask().header("Last-Event-ID", "41").body("rain".to_owned());
        let mut incoming = open(&client, call).expect("a stream");
        assert_eq!(incoming.data(), "1");
        let requests = server.requests();
        assert_eq!(requests[0].header("content-type"), None);
        assert_eq!(requests[0].body, b"");
        let media_type = requests[1].header("content-type");
        assert_eq!(media_type, Some("application/json"));
        assert_eq!(requests[1].header("last-event-id"), Some("41"));
        assert_eq!(requests[1].body, b"\"rain\"");
    });
}

#[test]
fn a_status_that_is_not_a_success_is_an_error_with_the_decoded_body() {
    with_each(|kind| {
        let server = Server::start(|_| {
            Reply::json(
                400,
                r#"{"error_code": "VAL_001", "errors": ["from: required"]}"#,
            )
        });
        let error = open(&kind.client(&server), follow()).map(drop);
        let error = error.expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::Api);
        assert!(error.status() == 400);
        assert_eq!(error.code(), Some("VAL_001"));
        assert_eq!(error.messages(), ["from: required"]);
        assert_eq!(error.attempts(), 1);
        assert_eq!(error.request_path(), Some("/usage/files"));
    });
}

#[test]
fn opening_is_retried_and_hooks_see_it() {
    with_each(|kind| {
        let count = AtomicUsize::new(0);
        let server = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::new(503),
            1 => Reply::reset(),
            _ => events("data: 1\n\n"),
        });
        let seen = Arc::new(Mutex::new(Vec::new()));
        let hook = Arc::clone(&seen);
        let base_url = server.url("/public/v1");
        let client = kind
            .builder(&base_url)
            .on_request(|request| request.header("X-Tenant", "blue"))
            .on_response(move |it| {
                let status = it.status().map(|it| it.as_u16());
                hook.lock().expect("one call").push(status);
            })
            .build();
        let pause = Duration::from_millis(1);
        let policy = Policy::default().max_attempts(3).base(pause);
        let mut incoming = open(&client, follow().retry(policy)).expect("a stream");
        assert_eq!(
            *seen.lock().expect("one call"),
            [Some(503), None, Some(200)]
        );
        assert_eq!(incoming.data(), "1");
        assert_eq!(server.requests()[2].header("x-tenant"), Some("blue"));
    });
}

#[test]
fn a_call_that_changes_something_is_not_sent_twice() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::reset());
        let client = kind.client(&server);
        let error = open(&client, generate().retry(Policy::default())).map(drop);
        let error = error.expect_err("lost");
        assert_eq!(
            error.outcome(),
            Some(Outcome::Unknown),
            "{}",
            printed(&error)
        );
        assert_eq!(server.requests().len(), 1);
    });
}

/// An object cannot stand for a stream.
#[test]
fn a_lost_stream_is_not_replaced_by_an_object() {
    let submit = files::submit("UF-1").operation();
    assert!(submit.settlement.is_some());
    with_each(|kind| {
        let server = Server::start(|request| match request.method.as_str() {
            "POST" => Reply::reset(),
            _ => Reply::json(200, r#"{"id": "UF-1", "status": "pending"}"#),
        });
        let call = Request::new(submit).path("id", "UF-1").returns_stream();
        let error = open(&kind.client(&server), call).map(drop);
        let error = error.expect_err("lost");
        assert_eq!(error.outcome(), Some(Outcome::Unknown));
        assert_eq!(server.requests().len(), 1, "nothing was read");
    });
}

#[test]
fn a_call_that_is_not_valid_is_not_sent() {
    with_each(|kind| {
        let server = Server::start(|_| events(""));
        let error = open(&kind.client(&server), follow().header("odd name", "x")).map(drop);
        let error = error.expect_err("not valid");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(server.requests().is_empty());
    });
}

#[test]
fn redirects_of_a_call_that_reads_are_followed() {
    with_each(|kind| {
        let server = Server::start(|request| match request.target.contains("elsewhere") {
            false => Reply::redirect(307, "/public/v1/elsewhere"),
            true => events("data: 1\n\n").cut_after(9),
        });
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        assert_eq!(incoming.data(), "1");
        let error = incoming.next_event().expect_err("broken");
        assert!(error.to_string().contains("redirect"), "{error}");
    });
}
