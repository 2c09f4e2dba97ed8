//! The blocking client with custom transports, however simple they are.

mod support;

use std::io::{self, ErrorKind as IoErrorKind, Read};
use std::time::Duration;

use connect_usage::blocking::{Client, Response, Transport, response, streaming_response};
use connect_usage::runtime::retry::Policy;
use connect_usage::runtime::{HeaderMap, StatusCode};
use connect_usage::transport::Request;
use connect_usage::{Error, ErrorKind, TimeLimit, records};
use support::{get, key, printed};

fn client(transport: impl Transport + 'static) -> Client {
    Client::builder()
        .api_key(key())
        .retry(Policy::none())
        .transport(transport)
        .build()
        .expect("a client")
}

/// Responds with a body from a reader.
struct RespondsWith<F>(F);

impl<F: Fn() -> R + Send + Sync, R: Read + Send + 'static> Transport for RespondsWith<F> {
    fn send(&self, _: Request) -> Result<Response, Error> {
        let body = (self.0)();
        Ok(streaming_response(StatusCode::OK, HeaderMap::new(), body))
    }
}

/// Returns a number of bytes in chunks, and is interrupted before each chunk.
struct Chunks {
    left: usize,
    /// The largest chunk.
    max_chunk: usize,
    is_interrupted: bool,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(IoErrorKind::Interrupted.into());
        }
        let count = self.left.min(self.max_chunk).min(buffer.len());
        buffer[..count].fill(b'x');
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn bodies_are_complete_whatever_their_chunks() {
    for (length, max_chunk) in [
        (0, 1),
        (1, 1),
        (100, 7),
        (16 * 1024, usize::MAX),
        (16 * 1024 + 1, usize::MAX),
        (300_000, 16 * 1024),
        (300_000, usize::MAX),
    ] {
        let client = client(RespondsWith(move || Chunks {
            left: length,
            max_chunk,
            is_interrupted: false,
        }));
        let mut written = Vec::new();
        let download = client.download(get().returns_binary());
        let done = download.to_writer(&mut written).expect("the content");
        assert_eq!((done.bytes, written.len()), (length as u64, length));
        assert!(written.iter().all(|it| *it == b'x'));
        let kept = client.download(get().returns_binary()).bytes();
        assert_eq!(
            kept.expect("the content").bytes.len(),
            length,
            "by {max_chunk}"
        );
    }
}

/// Returns a byte every few milliseconds, without end.
struct Trickle;

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        std::thread::sleep(Duration::from_millis(5));
        buffer[0] = b'x';
        Ok(1)
    }
}

#[test]
fn a_body_without_end_ends_at_the_deadline() {
    let client = client(RespondsWith(|| Trickle));
    let limit = Duration::from_millis(60);
    let sent = client.send(get().returns_text().timeout(limit));
    let written = client
        .download(get().returns_binary())
        .timeout(limit)
        .to_writer(io::sink());
    for error in [sent.expect_err("too slow"), written.expect_err("too slow")] {
        assert_eq!(
            error.time_limit(),
            Some(TimeLimit::Total),
            "{}",
            printed(&error)
        );
    }
}

/// Fails with an error of the operating system.
struct Broken(IoErrorKind);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
}

#[test]
fn errors_of_readers_keep_their_kind() {
    for (kind, expected) in [
        (IoErrorKind::TimedOut, ErrorKind::Timeout),
        (IoErrorKind::WouldBlock, ErrorKind::Timeout),
        (IoErrorKind::ConnectionReset, ErrorKind::Transport),
    ] {
        let error = client(RespondsWith(move || Broken(kind)))
            .send(get().returns_text())
            .expect_err("no body");
        assert_eq!(error.kind(), expected, "{}", printed(&error));
    }
}

/// Panics for each request but that of the first page.
struct Panics;

impl Transport for Panics {
    fn send(&self, request: Request) -> Result<Response, Error> {
        let query = request.uri.query().unwrap_or_default();
        assert!(!query.contains("offset"), "a transport with a bug");
        let mut headers = HeaderMap::new();
        headers.insert("content-range", "items 0-0/9".parse().expect("a header"));
        let body = r#"[{"id": "UR-1"}]"#;
        Ok(response(StatusCode::OK, headers, body))
    }
}

/// A panic in a thread wakes the thread that waits for it.
#[test]
fn a_panic_in_a_thread_that_reads_ahead_is_an_error() {
    let mut rows = client(Panics).stream(records::list().page_size(1).prefetch(4));
    assert_eq!(rows.try_next().expect("a row").expect("a row").id, "UR-1");
    let error = rows.try_next().expect_err("a panic");
    assert!(error.to_string().contains("panicked"), "{error}");
    assert_eq!(rows.position(), 1);
    assert!(rows.next().is_none());
}
