//! Streams that break, and streams that are given up.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::channel;

use connect_fake::server::Server;
use connect_usage::{ErrorKind, Outcome};

use crate::stream::{events, follow, generate, open};
use crate::support::any::{LONG, with_each};
use crate::support::printed;

const BODY: &str = "data: 1\n\ndata: 2\n\n";

/// Where the second event begins.
const FIRST: usize = 9;

#[test]
fn a_connection_that_breaks_is_an_error_and_not_an_end() {
    with_each(|kind| {
        for is_chunked in [true, false] {
            let server = Server::start(move |_| {
                let reply = match is_chunked {
                    true => events(BODY),
                    false => events(BODY).announcing(BODY.len() as u64),
                };
                reply.cut_after(FIRST)
            });
            let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
            assert_eq!(incoming.data(), "1");
            for says in ["the connection failed", "the stream has failed before"] {
                let error = incoming.next_event().expect_err("broken");
                let printed = printed(&error);
                assert_eq!(error.kind(), ErrorKind::Transport, "{printed}");
                assert!(error.to_string().contains(says), "{printed}");
                assert_eq!(error.request_path(), Some("/usage/files"));
                assert_eq!(error.origin(), Some(&*server.url("")));
                assert_eq!(error.outcome(), None);
            }
            assert_eq!(server.requests().len(), 1, "it is not opened again");
        }
    });
}

#[test]
fn values_of_a_connection_that_breaks_end_with_the_error_of_the_connection() {
    with_each(|kind| {
        let server = Server::start(|_| events("1\n{\"a\": 2}\n").cut_after(6));
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        assert_eq!(incoming.next_json::<i64>().expect("a value"), Some(1));
        let error = incoming.next_json::<i64>().expect_err("broken");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    });
}

#[test]
fn how_far_a_call_got_that_changes_something_is_unknown() {
    with_each(|kind| {
        let server = Server::start(|_| events(BODY).cut_after(FIRST));
        let mut incoming = open(&kind.client(&server), generate()).expect("a stream");
        assert_eq!(incoming.data(), "1");
        let error = incoming.next_event().expect_err("broken");
        assert_eq!(error.outcome(), Some(Outcome::Unknown));
    });
}

#[test]
fn dropping_a_stream_closes_its_connection() {
    with_each(|kind| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (closed, is_closed) = channel();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut buffer = [0; 4096];
            assert_ne!(stream.read(&mut buffer).expect("a request"), 0);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
            let sent = stream.write_all(format!("{head}9\r\ndata: 1\n\n\r\n").as_bytes());
            sent.expect("a client");
            let rest = stream.read(&mut buffer);
            closed.send(rest.unwrap_or(0)).expect("a test");
        });
        let client = kind.builder(&format!("http://{address}/public/v1")).build();
        let mut incoming = open(&client, follow()).expect("a stream");
        assert_eq!(incoming.data(), "1");
        assert!(is_closed.try_recv().is_err(), "it is open");
        drop(incoming);
        assert_eq!(is_closed.recv_timeout(LONG), Ok(0));
    });
}

#[test]
fn the_connection_of_a_stream_that_has_ended_is_used_again() {
    with_each(|kind| {
        let server = Server::start(|_| events(BODY));
        let client = kind.client(&server);
        for _ in 0..2 {
            let mut incoming = open(&client, follow()).expect("a stream");
            while incoming.next_event().expect("an event").is_some() {}
        }
        assert_eq!(server.connections(), 1);
    });
}
