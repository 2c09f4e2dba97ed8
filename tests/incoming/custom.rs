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

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_streams_in_an_async_runtime() {
    use crate::stream::events;

    let server = loopback::Server::start(|_| events("data: 1\n\ndata: 2\n\n"));
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
