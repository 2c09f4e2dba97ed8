//! Time limits of each kind: nothing hangs past them, and the error says which one it was.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use connect_usage::runtime::retry::Policy;
use connect_usage::{Call, Error, ErrorKind, TimeLimit, Timeouts, Upload};
use loopback::{Reply, Server};
use support::any::{AnyClient, Kind, with_each};
use support::{get, post, printed};

const SHORT: Duration = Duration::from_millis(150);
/// Long enough for a slow machine, and short enough to tell a call that hangs.
const LONG: Duration = Duration::from_secs(20);

fn client(kind: Kind, server: &Server, timeouts: Timeouts) -> AnyClient {
    kind.builder(&server.url("")).timeouts(timeouts).build()
}

/// Sends a call that must run into that limit, soon.
fn fails(client: &AnyClient, call: Call<String>, limit: TimeLimit) -> Error {
    let start = Instant::now();
    let error = client.send(call).expect_err("too slow");
    assert!(start.elapsed() < LONG, "it took {:?}", start.elapsed());
    assert_eq!(error.kind(), ErrorKind::Timeout, "{}", printed(&error));
    assert_eq!(error.time_limit(), Some(limit), "{}", printed(&error));
    error
}

fn text() -> Call<String> {
    get().answers_text()
}

/// Answers that never come, or never end.
fn stalling() -> [Reply; 4] {
    [
        Reply::never(),
        Reply::new(200).body("abcdef").stalled_after(3),
        Reply::new(200).body("abcdef").chunked().stalled_after(3),
        Reply::new(200)
            .body("abcdef")
            .until_close()
            .stalled_after(3),
    ]
}

/// An answer that comes slowly, but moves all the time.
fn trickling(bytes: usize) -> Reply {
    let text = "x".repeat(bytes);
    Reply::new(200)
        .body(text)
        .trickled(1, Duration::from_millis(20))
}

#[test]
fn a_call_ends_in_its_time() {
    with_each(|kind| {
        for reply in stalling().into_iter().chain([trickling(10_000)]) {
            let server = Server::start(move |_| reply.clone());
            let short = client(kind, &server, Timeouts::new().total(SHORT));
            let error = fails(&short, text(), TimeLimit::Total);
            assert!(error.to_string().contains("150ms in all"), "{error}");
            let usual = client(kind, &server, Timeouts::new());
            fails(&usual, text().timeout(SHORT), TimeLimit::Total);
        }
    });
}

#[test]
fn an_attempt_ends_in_its_time() {
    with_each(|kind| {
        for reply in stalling().into_iter().chain([trickling(10_000)]) {
            let server = Server::start(move |_| reply.clone());
            let short = client(kind, &server, Timeouts::new().attempt(SHORT));
            fails(&short, text(), TimeLimit::Attempt);
            // It may be repeated, and is.
            let twice = Policy::new().max_attempts(2).base(Duration::from_millis(1));
            let error = fails(&short, text().retry(twice), TimeLimit::Attempt);
            // Not all of them need have come so far as to the server.
            assert_eq!(error.attempts(), 2);
            assert!(server.requests().len() <= 3);
        }
    });
}

#[test]
fn an_exchange_without_progress_ends() {
    with_each(|kind| {
        for reply in stalling() {
            let server = Server::start(move |_| reply.clone());
            let short = client(kind, &server, Timeouts::new().idle(SHORT));
            let error = fails(&short, text(), TimeLimit::Idle);
            assert!(error.is_retryable());
            let error = fails(&short, post().answers_text(), TimeLimit::Idle);
            assert!(!error.is_retryable(), "it may have been processed");
        }
    });
}

#[test]
fn progress_keeps_an_exchange_alive() {
    with_each(|kind| {
        // Long enough for the gaps of a busy machine, and shorter than all of the answer takes.
        let idle = Duration::from_secs(3);
        let server = Server::start(|_| trickling(200));
        let short = client(kind, &server, Timeouts::new().idle(idle));
        let start = Instant::now();
        assert_eq!(short.send(text()).expect("an answer").len(), 200);
        assert!(
            start.elapsed() > idle,
            "the server was too fast for this test"
        );
    });
}

/// A server that takes a connection and reads nothing of it, or so many bytes with pauses between.
struct Deaf {
    address: SocketAddr,
    _stop: mpsc::Sender<()>,
}

impl Deaf {
    fn start(bytes: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            use std::io::Read;
            let mut streams: Vec<TcpStream> = Vec::new();
            listener.set_nonblocking(true).expect("a listener");
            let pause = Duration::from_millis(20);
            while let Err(mpsc::RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                streams.extend(listener.accept().map(|(stream, _)| stream));
                for mut stream in &streams {
                    let _ = stream.set_read_timeout(Some(Duration::from_millis(1)));
                    let _ = stream.read(&mut vec![0; bytes]);
                }
            }
        });
        Self {
            address,
            _stop: stop,
        }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// More than the buffers of a connection hold.
fn upload() -> Call<String> {
    let upload = Upload::bytes(vec![0; 64 << 20]);
    post()
        .binary("application/octet-stream", upload)
        .answers_text()
}

#[test]
fn an_upload_that_nobody_reads_ends() {
    with_each(|kind| {
        let deaf = Deaf::start(0);
        for (timeouts, limit) in [
            (Timeouts::new().idle(SHORT), TimeLimit::Idle),
            (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
            (Timeouts::new().total(SHORT), TimeLimit::Total),
        ] {
            let client = kind.builder(&deaf.url()).timeouts(timeouts).build();
            fails(&client, upload(), limit);
        }
    });
}

#[test]
fn an_upload_that_is_read_slowly_ends_in_its_time() {
    with_each(|kind| {
        // Two megabytes a second: fast enough for each write to make progress in time.
        let slow = Deaf::start(40_000);
        let timeouts = Timeouts::new().idle(LONG).total(SHORT * 4);
        let client = kind.builder(&slow.url()).timeouts(timeouts).build();
        let start = Instant::now();
        fails(&client, upload(), TimeLimit::Total);
        assert!(start.elapsed() < LONG / 2, "{:?}", start.elapsed());
    });
}

/// Where no connection comes about: the queue of those that wait to be accepted is full.
fn full() -> (TcpListener, Vec<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
        waiting.push(stream);
        assert!(waiting.len() < 10_000, "the queue has no end");
    }
    (listener, waiting)
}

#[test]
fn connecting_ends_in_its_time() {
    with_each(|kind| {
        let (listener, _waiting) = full();
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let client = kind
            .builder(&url)
            .timeouts(Timeouts::new().connect(SHORT))
            .build();
        let error = fails(&client, post().answers_text(), TimeLimit::Connect);
        assert!(error.is_retryable(), "nothing was sent");
        // Another limit for one call, and back.
        let other = Timeouts::new().connect(SHORT * 2);
        let error = fails(&client, text().timeouts(other), TimeLimit::Connect);
        assert!(error.to_string().contains("300ms"), "{error}");
        let error = fails(&client, text(), TimeLimit::Connect);
        assert!(error.to_string().contains("150ms"), "{error}");
        // It is no progress either, and takes its part of all limits.
        for (timeouts, limit) in [
            (Timeouts::new().idle(SHORT), TimeLimit::Idle),
            (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
            (Timeouts::new().total(SHORT), TimeLimit::Total),
        ] {
            let client = kind.builder(&url).timeouts(timeouts).build();
            fails(&client, text(), limit);
        }
    });
}

#[test]
fn the_handshake_belongs_to_connecting() {
    with_each(|kind| {
        // It accepts, and says nothing.
        let deaf = Deaf::start(1);
        let url = deaf.url().replace("http:", "https:");
        let client = kind
            .builder(&url)
            .timeouts(Timeouts::new().connect(SHORT))
            .build();
        let error = fails(&client, post().answers_text(), TimeLimit::Connect);
        assert!(error.is_retryable(), "nothing was sent");
    });
}

#[test]
fn all_attempts_together_end_in_their_time() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(503));
        let often = Policy::new()
            .max_attempts(u32::MAX)
            .base(Duration::from_millis(10))
            .cap(Duration::from_millis(10));
        let client = client(kind, &server, Timeouts::new().total(SHORT * 10));
        let start = Instant::now();
        let error = client.send(text().retry(often)).expect_err("down");
        assert!(start.elapsed() < LONG);
        // The last failure is told. That is not the time-out, unless an attempt ran into it.
        let is_last = error.status().map(|it| it.as_u16()) == Some(503);
        assert!(
            is_last || error.time_limit() == Some(TimeLimit::Total),
            "{error}"
        );
        assert!(error.attempts() > 1, "{}", error.attempts());
        // The last one may have run out of time on its way.
        let lost = error.attempts() as usize - server.requests().len();
        assert!(lost <= 1, "{lost}");
    });
}

#[test]
fn the_time_spans_redirects() {
    with_each(|kind| {
        let server =
            Server::start(|_| Reply::redirect(302, "/again").delayed(Duration::from_millis(80)));
        for (timeouts, limit) in [
            (Timeouts::new().total(SHORT), TimeLimit::Total),
            (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
        ] {
            fails(&client(kind, &server, timeouts), text(), limit);
        }
    });
}

#[test]
fn there_can_be_no_limit() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(204).delayed(SHORT * 2));
        let short = Timeouts::new()
            .connect(SHORT)
            .idle(SHORT)
            .attempt(SHORT)
            .total(SHORT);
        let none = Timeouts::new()
            .connect(Duration::MAX)
            .idle(Duration::MAX)
            .attempt(Duration::MAX)
            .total(Duration::MAX);
        let client = client(kind, &server, short);
        client.send(text()).expect_err("too slow");
        client.send(text().timeouts(none)).expect("no time-out");
        let vast = none.idle(Duration::MAX / 2).total(Duration::MAX / 2);
        client.send(text().timeouts(vast)).expect("no time-out");
    });
}

#[test]
fn a_call_that_needs_no_time_has_none() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(204));
        let client = client(kind, &server, Timeouts::new());
        let error = fails(&client, text().timeout(Duration::ZERO), TimeLimit::Total);
        assert!(!error.may_have_been_processed());
        assert!(server.requests().is_empty());
    });
}
