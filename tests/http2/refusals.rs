//! Servers that refuse a request: with a response, or without having looked at it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connect_usage::runtime::retry::Policy;
use connect_usage::{Bytes, Timeouts, Upload};
use h2::Reason;
use http::{Response, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::server::{Server, Stream, upload};
use crate::support::any::{AnyClient, Kind, with_each};
use crate::support::{post, printed};

/// A client that retries at once.
fn client(server: &Server, kind: Kind) -> AnyClient {
    let policy = Policy::new().base(Duration::from_millis(1));
    server.builder(kind, Timeouts::new()).retry(policy).build()
}

/// A window that is larger than any upload here, so that the client is still writing when the connection is closed.
const WINDOW: u32 = 64 << 20;

/// Responds with 413 at the head of the request, and closes the connection at once, with bytes of the body unread.
async fn refuse_and_close(stream: Stream, _: usize) {
    let mut builder = h2::server::Builder::new();
    builder
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    let mut connection = builder.handshake::<_, Bytes>(stream).await.expect("HTTP/2");
    let Some(Ok((_request, mut respond))) = connection.accept().await else {
        return;
    };
    let response = Response::builder().status(StatusCode::PAYLOAD_TOO_LARGE);
    let response = response.body(()).expect("a response");
    let mut body = respond.send_response(response, false).expect("a stream");
    body.send_data("too large".into(), true).expect("sent");
    // It writes what it has to write.
    let _ = tokio::time::timeout(Duration::from_millis(1), connection.accept()).await;
}

#[test]
fn an_early_response_is_seen_though_the_server_closes_at_once() {
    with_each(|kind| {
        let server = Server::serving(refuse_and_close);
        let client = client(&server, kind);
        for run in 0..40 {
            let error = client.send(upload(8 << 20)).expect_err("refused");
            assert_eq!(error.status(), 413, "{run}: {}", printed(&error));
            assert_eq!(error.attempts(), 1);
        }
        assert_eq!(server.connections(), 40);
    });
}

/// A call that must not be sent twice is sent again if the server has not looked at it.
#[test]
fn a_refused_stream_is_sent_again() {
    with_each(|kind| {
        let refused = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&refused);
        let server = Server::serving(move |stream, _| {
            let count = Arc::clone(&count);
            async move {
                let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
                while let Some(Ok((_request, mut respond))) = connection.accept().await {
                    if count.fetch_add(1, Ordering::Relaxed) < 2 {
                        respond.send_reset(Reason::REFUSED_STREAM);
                        continue;
                    }
                    let mut body = respond
                        .send_response(Response::new(()), false)
                        .expect("a stream");
                    body.send_data(Bytes::from("done"), true).expect("sent");
                }
            }
        });
        let client = client(&server, kind);
        assert_eq!(client.send(upload(5)).expect("a response"), "done");
        assert_eq!(refused.load(Ordering::Relaxed), 3);
        assert_eq!(server.connections(), 1);
    });
}

/// Other reasons do not say that the request was not processed.
#[test]
fn a_stream_that_fails_for_another_reason_is_not_sent_again() {
    with_each(|kind| {
        let server = Server::serving(|stream, _| async {
            let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
            while let Some(Ok((_request, mut respond))) = connection.accept().await {
                respond.send_reset(Reason::INTERNAL_ERROR);
            }
        });
        let error = client(&server, kind).send(upload(5));
        let error = error.expect_err("it may have been processed");
        assert_eq!(error.attempts(), 1, "{}", printed(&error));
        assert!(error.may_have_been_processed());
    });
}

/// Announces the end of the connection, with this as the last stream that it has looked at.
async fn go_away(stream: Stream, last: u32) {
    let mut frame = vec![0, 0, 8, 7, 0, 0, 0, 0, 0];
    frame.extend(last.to_be_bytes());
    frame.extend(0u32.to_be_bytes());
    respond_with(stream, &frame).await;
}

/// Writes a frame in the place of a response, and nothing else.
async fn respond_with(mut stream: Stream, frame: &[u8]) {
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    let mut read = [0; 16 << 10];
    // The preface, the settings and the request.
    while let Ok(count @ 1..) = stream.read(&mut read).await {
        if read[..count].windows(4).any(|it| it == b"body") {
            break;
        }
    }
    stream.write_all(SETTINGS).await.expect("written");
    stream.write_all(frame).await.expect("written");
    stream.flush().await.expect("written");
    let rest = async { while let Ok(1..) = stream.read(&mut read).await {} };
    let _ = tokio::time::timeout(Duration::from_millis(100), rest).await;
}

#[test]
fn a_request_behind_the_last_stream_is_sent_again() {
    with_each(|kind| {
        for (last, attempts) in [(0, 2), (1, 1)] {
            let server = Server::serving(move |stream, number| async move {
                match number {
                    0 => go_away(stream, last).await,
                    _ => refuse_and_close(stream, number).await,
                }
            });
            let client = client(&server, kind);
            let call = post()
                .binary("text/plain", Upload::bytes("body"))
                .returns_text();
            let error = client.send(call).expect_err("refused in the end");
            assert_eq!(error.attempts(), attempts, "{}", printed(&error));
            assert_eq!(server.connections(), attempts as usize);
            // The first stream may have been processed.
            assert_eq!(error.may_have_been_processed(), last == 1);
        }
    });
}

/// What the client itself gives up has been looked at.
#[test]
fn a_request_on_a_connection_that_the_client_ends_is_not_sent_again() {
    with_each(|kind| {
        // Data outside of any stream.
        let frame = [0, 0, 1, 0, 0, 0, 0, 0, 0, b'x'];
        let server = Server::serving(move |stream, _| async move {
            respond_with(stream, &frame).await;
        });
        let call = post()
            .binary("text/plain", Upload::bytes("body"))
            .returns_text();
        let error = client(&server, kind).send(call);
        let error = error.expect_err("it may have been processed");
        assert_eq!(error.attempts(), 1, "{}", printed(&error));
        assert!(error.may_have_been_processed());
    });
}
