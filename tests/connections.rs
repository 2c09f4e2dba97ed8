//! The connections of the default transport: responses that come early, connections that the server has closed, and the
//! runtimes in which a call can be made. The suite `conformance` has what any transport does.
#![cfg(feature = "transport")]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::faults::{Fault, Faults};
use connect_fake::server::Server;
use connect_usage::runtime::retry::Policy;
use connect_usage::{Call, TimeLimit, Timeouts, Upload};
use support::any::{AnyClient, Kind, fails, with_each};
use support::{get, post, printed};

/// How often a race is run.
const RUNS: usize = 40;

/// A server of a single kind of connection: `serve` gets each of them, and its number.
struct Raw {
    address: SocketAddr,
    connections: Arc<AtomicU64>,
}

impl Raw {
    fn start(
        serve: impl Fn(TcpStream, u64) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicU64::new(0));
        let (count, serve) = (Arc::clone(&connections), Arc::new(serve));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = count.fetch_add(1, Ordering::Relaxed);
                let serve = Arc::clone(&serve);
                // The peer may close the connection first.
                std::thread::spawn(move || serve(stream, number));
            }
        });
        Self {
            address,
            connections,
        }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Reads the head of a request, and returns the announced length of its body.
fn head(stream: &mut TcpStream) -> std::io::Result<usize> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    Ok(length.unwrap_or(0))
}

/// Reads a request.
fn request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut body = vec![0; head(stream)?];
    stream.read_exact(&mut body)
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Refuses the request after its head, and closes the connection. Unless the body has ended by then, this resets it.
fn refuse(mut stream: TcpStream, status: &str) -> std::io::Result<()> {
    head(&mut stream)?;
    let body = "too large";
    let length = body.len();
    let response = format!("HTTP/1.1 {status} No\r\nContent-Length: {length}\r\n\r\n{body}");
    // In one write: the system keeps a second one back until the first has arrived, and the reset discards it.
    stream.write_all(response.as_bytes())
}

fn upload(upload: Upload) -> Call<String> {
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}

#[test]
fn an_early_refusal_is_always_seen() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("early-refusal.bin");
    fs::write(&path, vec![7; 20 << 20]).expect("a file");
    with_each(|kind| {
        for (status, number) in [("413", 413), ("401", 401)] {
            let server = Raw::start(move |stream, _| refuse(stream, status));
            let client = kind.builder(&server.url()).build();
            for size in [1 << 10, 300 << 10, 4 << 20, 20 << 20] {
                for run in 0..RUNS {
                    let uploaded = match size {
                        0x140_0000 if run % 2 == 0 => Upload::path(&path),
                        _ => Upload::bytes(vec![7; size]),
                    };
                    let error = client.send(upload(uploaded)).expect_err("refused");
                    let text = printed(&error);
                    let status = error.status().map(|it| it.as_u16());
                    assert_eq!(status, Some(number), "{size} bytes, run {run}: {text}");
                    assert_eq!(error.body(), b"too large", "{text}");
                    assert!(!error.may_have_been_processed(), "{text}");
                }
            }
        }
    });
}

/// The server goes on reading, so nothing ends the upload but the response.
#[test]
fn a_refused_upload_is_not_sent_to_its_end() {
    with_each(|kind| {
        let received = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&received);
        let server = Raw::start(move |mut stream, _| {
            refuse(stream.try_clone()?, "413")?;
            let mut buffer = vec![0; 64 << 10];
            loop {
                // Slower than the client could send.
                std::thread::sleep(Duration::from_millis(1));
                match stream.read(&mut buffer)? {
                    0 => return Ok(()),
                    read => count.fetch_add(read as u64, Ordering::Relaxed),
                };
            }
        });
        let client = kind.builder(&server.url()).build();
        let read = Arc::new(AtomicU64::new(0));
        let progress = Arc::clone(&read);
        let length = 1 << 30;
        let endless = Upload::reader(length, move || {
            Ok(Box::new(std::io::repeat(7).take(length)))
        })
        .on_progress(move |sent, _| progress.store(sent, Ordering::Relaxed));
        let error = client.send(upload(endless)).expect_err("refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(413));
        client.idle(Duration::from_millis(50));
        let at_most = 64 << 20;
        assert!(read.load(Ordering::Relaxed) < at_most, "{read:?}");
        assert!(received.load(Ordering::Relaxed) < at_most, "{received:?}");
        // The connection is not used again.
        client
            .send(upload(Upload::bytes("x")))
            .expect_err("refused");
        assert_eq!(server.connections(), 2);
    });
}

/// Neither call can be repeated, and the server closes each connection after a response, which it does not announce.
#[test]
fn a_connection_that_the_server_closes_harms_no_call() {
    with_each(|kind| {
        let server = Raw::start(|mut stream, _| {
            request(&mut stream)?;
            stream.write_all(OK)
        });
        let client = kind.builder(&server.url()).build();
        for run in 0..150 {
            let result = client.send(upload(Upload::bytes("x")));
            let text = result.unwrap_or_else(|it| {
                panic!(
                    "run {run}, {} connections: {}",
                    server.connections(),
                    printed(&it)
                )
            });
            assert_eq!(text, "ok");
        }
        assert_eq!(server.connections(), 150);
    });
}

/// The same while nothing polls the connection: the server closes it later, or says why.
#[test]
fn a_connection_that_was_closed_while_it_was_idle_is_not_used() {
    with_each(|kind| {
        for farewell in [
            "",
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
        ] {
            let closed = Arc::new(AtomicU64::new(0));
            let count = Arc::clone(&closed);
            let server = Raw::start(move |mut stream, _| {
                request(&mut stream)?;
                stream.write_all(OK)?;
                std::thread::sleep(Duration::from_millis(2));
                stream.write_all(farewell.as_bytes())?;
                drop(stream);
                count.fetch_add(1, Ordering::Relaxed);
                Ok(())
            });
            let client = kind.builder(&server.url()).build();
            for run in 0..10 {
                let text = client.send(upload(Upload::bytes("x"))).expect("a response");
                assert_eq!(text, "ok");
                // The runtime of the client does not run.
                while closed.load(Ordering::Relaxed) <= run {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        }
    });
}

#[test]
fn connections_are_kept_as_long_as_the_builder_says() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(200).body("ok"));
        let three = |builder: support::any::AnyBuilder| {
            let before = server.connections();
            let client = builder.build();
            for _ in 0..3 {
                client.send(get().returns_text()).expect("a response");
                client.idle(Duration::from_millis(20));
            }
            server.connections() - before
        };
        let builder = kind.builder(&server.url(""));
        assert_eq!(three(builder.clone()), 1);
        let timeout = Duration::from_millis(5);
        assert_eq!(three(builder.clone().pool_idle_timeout(timeout)), 3);
        assert_eq!(three(builder.pool_idle_timeout(Duration::ZERO)), 3);
    });
}

/// A response without content leaves the connection usable, too, as do redirects and errors.
#[test]
fn a_connection_is_kept_after_any_complete_response() {
    with_each(|kind| {
        let server = Server::start(|request| match request.path() {
            "/usage/files" => Reply::redirect(307, "/other"),
            _ => Reply::new(404).body("gone").chunked(),
        });
        let client = kind.builder(&server.url("")).build();
        for _ in 0..3 {
            let error = client.send(get().returns_text()).expect_err("gone");
            assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
        }
        assert_eq!((server.requests().len(), server.connections()), (6, 1));
    });
}

const SHORT: Duration = Duration::from_millis(300);

fn idle_limit(kind: Kind, url: &str) -> AnyClient {
    kind.builder(url)
        .timeouts(Timeouts::new().idle(SHORT))
        .build()
}

#[test]
fn informational_responses_are_progress_and_no_response() {
    with_each(|kind| {
        let server = Server::start(|request| {
            let reply = Reply::new(200).body("ok");
            match request.method.as_str() {
                "GET" => reply.informing(5, SHORT / 3),
                _ => reply.informing(1, SHORT * 10),
            }
        });
        let client = idle_limit(kind, &server.url(""));
        let text = client.send(get().returns_text()).expect("a response");
        assert_eq!(text, "ok");
        fails(&client, post().returns_text(), TimeLimit::Idle);
    });
}

#[test]
fn bytes_of_a_head_are_progress() {
    with_each(|kind| {
        let server = Raw::start(|mut stream, _| {
            request(&mut stream)?;
            for part in OK.chunks(8) {
                std::thread::sleep(SHORT / 3);
                stream.write_all(part)?;
            }
            Ok(())
        });
        let client = idle_limit(kind, &server.url());
        let text = client.send(get().returns_text()).expect("a response");
        assert_eq!(text, "ok");
    });
}

/// Each part of the body is in the buffers of the system long before it has been read.
#[test]
fn an_upload_from_memory_that_is_read_slowly_is_progress() {
    with_each(|kind| {
        let server = Raw::start(|mut stream, _| {
            let mut left = head(&mut stream)?;
            let mut buffer = vec![0; 1 << 20];
            while left > 0 {
                left -= stream.read(&mut buffer)?;
                if left % 7 == 0 {
                    std::thread::sleep(Duration::from_millis(1));
                }
                std::thread::sleep(Duration::from_millis(15));
            }
            stream.write_all(OK)
        });
        let client = idle_limit(kind, &server.url());
        let bytes = vec![7; 24 << 20];
        let text = client
            .send(upload(Upload::bytes(bytes)))
            .expect("a response");
        assert_eq!(text, "ok");
    });
}

#[test]
fn closed_connections_and_informational_responses_harm_no_call() {
    with_each(|kind| {
        let script = [Fault::HangUp, Fault::Inform { count: 3 }, Fault::HangUp];
        let faults = Faults::scripted(script);
        let server = Server::builder().faults(&faults);
        let server = server.start(|_| Reply::new(200).body("ok"));
        let client = kind.builder(&server.url("")).retry(Policy::none()).build();
        for _ in 0..4 {
            let text = client.send(upload(Upload::bytes("x"))).expect("a response");
            assert_eq!(text, "ok");
            client.idle(Duration::from_millis(5));
        }
        assert_eq!(server.requests().len(), 4);
    });
}
