//! Transports of the application's own, and the blocking client in an async runtime.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_usage::blocking::{Client, Response, Transport, streaming_response};
use connect_usage::runtime::retry::Policy;
use connect_usage::runtime::{HeaderMap, StatusCode};
use connect_usage::transport::Request;
use connect_usage::{Error, ErrorKind};

use crate::stream::follow;
use crate::support::{get, key};

const SHORT: Duration = Duration::from_millis(30);

/// Responds with events, each of which takes a while, and notes whether the deadline is that of the head.
struct Slow(Arc<Mutex<Vec<bool>>>);

impl Transport for Slow {
    fn send(&self, request: Request) -> Result<Response, Error> {
        let mut noted = self.0.lock().expect("one call");
        noted.push(request.limits.is_for_head);
        let body = Events { left: 3 };
        Ok(streaming_response(StatusCode::OK, HeaderMap::new(), body))
    }
}

struct Events {
    left: usize,
}

impl Read for Events {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        std::thread::sleep(SHORT);
        if self.left == 0 {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        self.left -= 1;
        io::Cursor::new("data: 1\n\n").read(buffer)
    }
}

#[test]
fn a_blocking_transport_streams() {
    let noted = Arc::new(Mutex::new(Vec::new()));
    let client = Client::builder()
        .api_key(key())
        .retry(Policy::none())
        .timeout(SHORT)
        .transport(Slow(Arc::clone(&noted)))
        .build()
        .expect("a client");
    let mut incoming = client.open(follow()).expect("a stream");
    for _ in 0..3 {
        let event = incoming.next_event().expect("an event");
        assert_eq!(event.expect("no end").data, "1");
    }
    let error = incoming.next_event().expect_err("broken");
    assert_eq!(error.kind(), ErrorKind::Transport);
    // A response that is read whole has to arrive in time.
    let error = client.send(get().returns_text()).expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(*noted.lock().expect("one call"), [true, false]);
}

/// Responds with these parts, one for each read, and counts them.
#[cfg(feature = "gzip")]
struct Parts(Vec<Vec<u8>>, Arc<Mutex<usize>>);

#[cfg(feature = "gzip")]
impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = self.1.lock().expect("one stream");
        let part = self.0.get(*count).cloned().unwrap_or_default();
        *count += 1;
        io::Cursor::new(part).read(buffer)
    }
}

#[cfg(feature = "gzip")]
impl Transport for Parts {
    fn send(&self, _: Request) -> Result<Response, Error> {
        let mut headers = HeaderMap::new();
        headers.insert("content-encoding", "gzip".parse().expect("a value"));
        let body = Self(self.0.clone(), Arc::clone(&self.1));
        Ok(streaming_response(StatusCode::OK, headers, body))
    }
}

#[cfg(feature = "gzip")]
#[test]
fn a_coded_event_is_received_before_the_next_one_arrives() {
    use std::io::Write;

    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let mut parts = Vec::new();
    for part in ["data: 1\n\n", "data: 2\n\n"] {
        coder.write_all(part.as_bytes()).expect("memory");
        coder.flush().expect("memory");
        parts.push(std::mem::take(coder.get_mut()));
    }
    parts.push(coder.finish().expect("memory"));
    let reads = Arc::new(Mutex::new(0));
    let client = Client::builder()
        .api_key(key())
        .transport(Parts(parts, Arc::clone(&reads)))
        .build()
        .expect("a client");
    let mut incoming = client.open(follow()).expect("a stream");
    for (number, data) in [(1, "1"), (2, "2")] {
        let event = incoming.next_event().expect("an event");
        assert_eq!(event.expect("no end").data, data);
        assert_eq!(*reads.lock().expect("one stream"), number);
    }
    assert_eq!(incoming.next_event().expect("an end"), None);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_streams_in_an_async_runtime() {
    use crate::stream::events;

    let server = connect_fake::server::Server::start(|_| events("data: 1\n\ndata: 2\n\n"));
    crate::support::run(async {
        let client = Client::builder()
            .api_key(key())
            .base_url(server.url("/public/v1"));
        let client = client.build().expect("a client");
        let mut incoming = client.open(follow()).expect("a stream");
        let mut count = 0;
        while incoming.next_event().expect("an event").is_some() {
            count += 1;
        }
        assert_eq!(count, 2);
    });
}
