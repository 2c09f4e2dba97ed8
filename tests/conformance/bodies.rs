//! Bodies of errors that are long or break off.
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_usage::{ErrorKind, Timeouts, files};

use crate::case::cases;
use crate::net::{Net, QUICK};
use crate::retries::{ok, responding, string_call};
use crate::support::{get, post};

cases![
    a_long_error_body_is_cut,
    the_status_of_an_error_counts_when_its_body_breaks_off,
    a_call_that_is_put_off_is_retried_when_the_body_breaks_off,
];

/// Only so much of an error's body is kept as its own limit says, not as much as of a response.
fn a_long_error_body_is_cut(net: &Net) {
    let limit = 64 * 1024;
    let long = |length: usize| {
        let body = "x".repeat(length);
        net.serve(move |request| match request.target.as_str() {
            "/usage/files/cut" => Reply::new(400).body(&*body),
            // The end never comes, so it cannot have been read.
            "/usage/files/stalled" => Reply::new(400).body(&*body).stalled_after(length - 1),
            _ => Reply::redirect(302, "ftp://host.example/").body(&*body),
        })
    };
    let host = long(limit);
    let error = host.builder("").build().send(files::get("cut"));
    let error = error.expect_err("an error");
    assert_eq!(error.body().len(), limit);
    assert!(!error.to_string().contains("is cut"), "{error}");

    let host = long(3_000_000);
    for id in ["cut", "stalled", "redirected"] {
        let error = host.builder("").build().send(files::get(id));
        let error = error.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Api, "{error}");
        assert_eq!(error.body(), "x".repeat(limit).as_bytes(), "{id}");
        let message = "its body is cut after 65536 bytes (`max_error_body` of the client)";
        assert!(error.to_string().contains(message), "{error}");
        let is_redirect = error.to_string().contains("the redirect was not followed");
        assert_eq!(is_redirect, id == "redirected", "{error}");
    }
    let error = host.builder("").max_error_body(10).build();
    let error = error.send(files::get("cut")).expect_err("an error");
    assert_eq!(error.body(), b"xxxxxxxxxx");
    // A limit of responses does not make another error of it.
    let error = host.builder("").max_response(10).build();
    let error = error.send(files::get("cut")).expect_err("an error");
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Api, limit));
}

/// Error responses whose body does not come to its end.
fn broken_off(status: u16) -> [Reply; 5] {
    let reply = Reply::new(status).body("content");
    [
        reply.clone().cut_after(3),
        reply.clone().reset_after(3),
        reply.clone().chunked().cut_after(3),
        reply.clone().stalled_after(3),
        reply.chunked().stalled_after(3),
    ]
}

fn the_status_of_an_error_counts_when_its_body_breaks_off(net: &Net) {
    for status in [401, 404, 413] {
        for reply in broken_off(status) {
            let server = responding(net, [reply.clone()]);
            let timeouts = Timeouts::new().attempt(Duration::from_millis(300));
            let client = server.builder("").retry(QUICK).timeouts(timeouts).build();
            for (sent, call) in [get(), post()].into_iter().enumerate() {
                let error = client.send(string_call(call)).expect_err("refused");
                assert_eq!(error.kind(), ErrorKind::Api, "{reply:?}: {error}");
                assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
                assert!(b"content".starts_with(error.body()), "{reply:?}: {error}");
                let note = "its body was not read to its end";
                assert!(error.to_string().contains(note), "{error}");
                assert!(!error.may_have_been_processed(), "{reply:?}: {error}");
                assert_eq!((error.attempts(), error.outcome()), (1, None), "{error}");
                assert_eq!(server.requests().len(), sent + 1, "{reply:?}: {error}");
            }
        }
    }
}

fn a_call_that_is_put_off_is_retried_when_the_body_breaks_off(net: &Net) {
    for reply in broken_off(429) {
        let reply = reply.header("Retry-After", "1");
        let server = responding(net, [reply.clone(), ok()]);
        let timeouts = Timeouts::new().attempt(Duration::from_millis(300));
        let client = server.builder("").retry(QUICK).timeouts(timeouts).build();
        let start = Instant::now();
        let response = client.send(string_call(post()));
        assert_eq!(response.expect("the second response"), "ok", "{reply:?}");
        assert!(start.elapsed() >= Duration::from_secs(1), "{reply:?}");
    }
}
