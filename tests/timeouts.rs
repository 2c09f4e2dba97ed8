//! Time limits without a server that responds: connecting, and uploads that are not read. The others are in the suite
//! `conformance`.
#![cfg(feature = "transport")]

mod support;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use connect_usage::{Call, TimeLimit, Timeouts, Upload};
use support::any::{LONG, fails, with_each};
use support::{get, post};

const SHORT: Duration = Duration::from_millis(150);

fn string_call() -> Call<String> {
    get().returns_text()
}

/// A server that accepts connections and reads nothing, or a number of bytes with pauses.
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

/// A body that exceeds the buffers of a connection.
fn upload() -> Call<String> {
    let upload = Upload::bytes(vec![0; 64 << 20]);
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}

#[test]
fn an_upload_that_is_not_read_ends() {
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
fn an_upload_that_is_read_slowly_ends_within_its_limit() {
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

/// Returns a listener whose queue is full, so that no connection can be established.
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
fn connecting_ends_within_its_limit() {
    with_each(|kind| {
        let (listener, _waiting) = full();
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let client = kind
            .builder(&url)
            .timeouts(Timeouts::new().connect(SHORT))
            .build();
        let error = fails(&client, post().returns_text(), TimeLimit::Connect);
        assert!(error.is_retryable(), "nothing was sent");
        // Another limit for one call, and back.
        let other = Timeouts::new().connect(SHORT * 2);
        let error = fails(&client, string_call().timeouts(other), TimeLimit::Connect);
        assert!(error.to_string().contains("300ms"), "{error}");
        let error = fails(&client, string_call(), TimeLimit::Connect);
        assert!(error.to_string().contains("150ms"), "{error}");
        // Connecting counts towards all other limits, too, and is no progress.
        for (timeouts, limit) in [
            (Timeouts::new().idle(SHORT), TimeLimit::Idle),
            (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
            (Timeouts::new().total(SHORT), TimeLimit::Total),
        ] {
            let client = kind.builder(&url).timeouts(timeouts).build();
            fails(&client, string_call(), limit);
        }
    });
}

#[test]
fn the_tls_handshake_counts_as_connecting() {
    with_each(|kind| {
        // It accepts, and sends nothing.
        let deaf = Deaf::start(1);
        let url = deaf.url().replace("http:", "https:");
        let client = kind
            .builder(&url)
            .timeouts(Timeouts::new().connect(SHORT))
            .build();
        let error = fails(&client, post().returns_text(), TimeLimit::Connect);
        assert!(error.is_retryable(), "nothing was sent");
    });
}
