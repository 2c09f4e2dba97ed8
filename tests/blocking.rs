//! What the blocking client does with a transport of the user's, however simple that is.

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

/// Answers with a body that comes from a reader.
struct Answers<F>(F);

impl<F: Fn() -> R + Send + Sync, R: Read + Send + 'static> Transport for Answers<F> {
    fn send(&self, _: Request) -> Result<Response, Error> {
        let body = (self.0)();
        Ok(streaming_response(StatusCode::OK, HeaderMap::new(), body))
    }
}

/// Gives so many bytes, piece by piece, and is interrupted before each piece.
struct Pieces {
    left: usize,
    /// The most that it gives at a time.
    most: usize,
    is_interrupted: bool,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(IoErrorKind::Interrupted.into());
        }
        let count = self.left.min(self.most).min(buffer.len());
        buffer[..count].fill(b'x');
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn bodies_come_whole_whatever_their_pieces() {
    for (length, most) in [
        (0, 1),
        (1, 1),
        (100, 7),
        (16 * 1024, usize::MAX),
        (16 * 1024 + 1, usize::MAX),
        (300_000, 16 * 1024),
        (300_000, usize::MAX),
    ] {
        let client = client(Answers(move || Pieces {
            left: length,
            most,
            is_interrupted: false,
        }));
        let mut written = Vec::new();
        let download = client.download(get().returns_binary());
        let done = download.to_writer(&mut written).expect("the content");
        assert_eq!((done.bytes, written.len()), (length as u64, length));
        assert!(written.iter().all(|it| *it == b'x'));
        let kept = client.download(get().returns_binary()).bytes();
        assert_eq!(kept.expect("the content").bytes.len(), length, "by {most}");
    }
}

/// Gives a byte every few milliseconds, and has no end.
struct Trickle;

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        std::thread::sleep(Duration::from_millis(5));
        buffer[0] = b'x';
        Ok(1)
    }
}

#[test]
fn a_body_that_a_transport_lets_go_on_ends_at_the_deadline() {
    let client = client(Answers(|| Trickle));
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
        let error = client(Answers(move || Broken(kind)))
            .send(get().returns_text())
            .expect_err("no body");
        assert_eq!(error.kind(), expected, "{}", printed(&error));
    }
}

/// Panics when it is asked for anything but the first page.
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

/// Who waits for a thread is woken by its panic, too.
#[test]
fn a_panic_in_a_thread_that_reads_ahead_is_an_error() {
    let mut rows = client(Panics).stream(records::list().page_size(1).prefetch(4));
    assert_eq!(rows.try_next().expect("a row").expect("a row").id, "UR-1");
    let error = rows.try_next().expect_err("a panic");
    assert!(error.to_string().contains("has panicked"), "{error}");
    assert_eq!(rows.position(), 1);
    assert!(rows.next().is_none());
}
