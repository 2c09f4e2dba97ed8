//! Events, JSON values and chunks are there as soon as they arrive.

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::models::UsageRecord;
use connect_usage::{ErrorKind, Json};

use crate::stream::{Gated, events, follow, open, reply};
use crate::support::any::with_each;
use crate::support::printed;

#[test]
fn each_event_is_received_before_the_server_sends_the_next_one() {
    with_each(|kind| {
        let gated = Gated::new(&[b"data: 1\n\n", b"id: 7\nevent: end\ndata: 2\n\n"]);
        let body = gated.clone();
        let server = Server::start(move |_| body.of(events("").chunked()));
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        assert_eq!((incoming.status(), gated.sent()), (200, 0));
        let media_type = incoming.header("content-type");
        assert_eq!(media_type.as_deref(), Some("text/event-stream"));
        gated.send();
        assert_eq!(incoming.data(), "1");
        assert_eq!(gated.sent(), 1);
        gated.send();
        let event = incoming.next_event().expect("an event").expect("no end");
        assert_eq!((&*event.event, &*event.data), ("end", "2"));
        assert_eq!(event.id.as_deref(), Some("7"));
        assert_eq!(incoming.next_event().expect("an end"), None);
        assert_eq!(incoming.next_event().expect("an end"), None);
    });
}

#[test]
fn a_coding_that_is_not_understood_is_an_error() {
    with_each(|kind| {
        let server = Server::start(|_| events("x").header("Content-Encoding", "br"));
        let error = open(&kind.client(&server), follow()).map(drop);
        let error = error.expect_err("coded");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("`br`"), "{error}");
    });
}

#[test]
fn each_value_is_received_before_the_server_sends_the_next_one() {
    with_each(|kind| {
        let gated = Gated::new(&[b"{\"id\": \"UR-1\"}\n\n", b"{\"id\": \"UR-2\"}"]);
        let body = gated.clone();
        let server = Server::start(move |_| body.of(reply("application/x-ndjson", "").chunked()));
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        gated.send();
        let record = incoming.next_json::<UsageRecord>().expect("a record");
        assert_eq!(record.expect("no end").id, "UR-1");
        assert_eq!(gated.sent(), 1);
        gated.send();
        let record = incoming.next_json::<UsageRecord>().expect("a record");
        assert_eq!(record.expect("no end").id, "UR-2");
        assert_eq!(incoming.next_json::<Json>().expect("an end"), None);
        assert_eq!(incoming.next_json::<Json>().expect("an end"), None);
    });
}

#[test]
fn a_value_that_cannot_be_read_is_an_error_with_its_number_and_the_next_one_is_read() {
    with_each(|kind| {
        let body = "{\"id\": \"UR-1\"}\n{\"id\": [\"s3cr3t\"]}\n{\"s3cr3t\n[\"s3cr3t\", \"of more than 40 bytes\"]\n{\"id\": \"UR-5\"}\n";
        let server = Server::start(move |_| {
            let reply = reply("application/x-ndjson", body);
            reply.header("X-Request-Id", "R-1")
        });
        let incoming = open(&kind.client(&server), follow()).expect("a stream");
        let mut incoming = incoming.max_record(30);
        let mut next = || incoming.next_json::<UsageRecord>();
        assert_eq!(next().expect("a record").expect("no end").id, "UR-1");
        for (says, path, json) in [
            (
                "record 2 is not of the expected form",
                Some("$.id"),
                "{\"id\": [\"s3cr3t\"]}",
            ),
            ("record 3 is not JSON", None, ""),
            ("record 4 is longer than the limit of 30 bytes", None, ""),
        ] {
            let error = next().expect_err("not a record");
            let printed = printed(&error);
            assert_eq!(error.kind(), ErrorKind::Decode, "{printed}");
            assert!(error.to_string().contains(says), "{printed}");
            assert!(!printed.contains("s3cr3t"), "{printed}");
            assert_eq!(error.path(), path);
            assert_eq!(error.body(), json.as_bytes());
            assert_eq!(error.request_id(), Some("R-1"));
            assert_eq!(error.request_path(), Some("/usage/files"));
            assert_eq!(error.origin(), Some(&*server.url("")));
        }
        assert_eq!(next().expect("a record").expect("no end").id, "UR-5");
        assert!(next().expect("an end").is_none());
    });
}

#[test]
fn an_event_over_the_limit_is_an_error_and_the_next_one_is_read() {
    with_each(|kind| {
        let server = Server::start(|_| events(format!("data: {}\n\ndata: 2\n\n", "x".repeat(99))));
        let incoming = open(&kind.client(&server), follow()).expect("a stream");
        let mut incoming = incoming.max_record(64);
        let error = incoming.next_event().expect_err("too long");
        assert_eq!(error.kind(), ErrorKind::Decode);
        let says = "record 1 is longer than the limit of 64 bytes";
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(incoming.data(), "2");
    });
}

#[test]
fn what_is_no_stream_of_events_is_not_read_as_one() {
    with_each(|kind| {
        for (media_type, is_read) in [
            (None, true),
            (Some("Text/Event-Stream; charset=utf-8"), true),
            (Some("application/x-ndjson"), false),
            (Some("text/html"), false),
        ] {
            let server = Server::start(move |_| {
                let reply = Reply::new(200).body("data: 1\n\n");
                media_type
                    .into_iter()
                    .fold(reply, |it, value| it.header("Content-Type", value))
            });
            let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
            match incoming.next_event() {
                Ok(event) => {
                    assert_eq!((event.expect("no end").data.as_str(), is_read), ("1", true))
                }
                Err(error) => {
                    assert_eq!((error.kind(), is_read), (ErrorKind::Decode, false));
                    // The bytes are still there.
                    let chunk = incoming.chunk().expect("a chunk").expect("no end");
                    assert_eq!(&*chunk, b"data: 1\n\n");
                }
            }
        }
    });
}

#[test]
fn chunks_are_the_bytes_that_are_not_read_yet() {
    with_each(|kind| {
        let server = Server::start(|_| events("data: 1\n\nrest"));
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        assert_eq!(incoming.data(), "1");
        let mut rest = Vec::new();
        while let Some(chunk) = incoming.chunk().expect("a chunk") {
            rest.extend_from_slice(&chunk);
        }
        assert_eq!(rest, b"rest");
    });
}

#[test]
fn a_success_without_a_body_is_an_empty_stream() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(204));
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        assert_eq!(incoming.status(), 204);
        assert_eq!(incoming.next_event().expect("an end"), None);
        assert_eq!(incoming.chunk().expect("an end"), None);
    });
}
