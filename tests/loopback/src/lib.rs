//! A small HTTP/1.1 server on the loopback interface, for tests and examples.
//!
//! It answers what a handler says, well or badly (cut off, late, never, in bytes of the test's
//! choice), and keeps the requests that it received. One connection serves one request.
//!
//! ```
//! use loopback::{Reply, Server};
//! use std::io::{Read, Write};
//!
//! let server = Server::start(|request| Reply::json(200, format!("{:?}", request.target)));
//! let mut stream = std::net::TcpStream::connect(server.address())?;
//! stream.write_all(b"GET /a%20b?c HTTP/1.1\r\nHost: x\r\n\r\n")?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer)?;
//! assert!(answer.starts_with("HTTP/1.1 200 "));
//! assert!(answer.ends_with("\r\n\r\n\"/a%20b?c\""));
//! assert_eq!(server.requests()[0].header("host"), Some("x"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod reply;
mod request;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use reply::Reply;
pub use request::Received;

/// How long blocking steps last before they look whether the server is to stop.
const TICK: Duration = Duration::from_millis(20);

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// A running server. It stops, with all its threads, when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

pub(crate) struct Shared {
    handler: Box<Handler>,
    requests: Mutex<Vec<Received>>,
    stopped: AtomicBool,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1. The handler is called for each request, from
    /// several threads at once if requests come so.
    ///
    /// # Panics
    /// When there is no free port; there is nothing else that a test could do then.
    pub fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on 127.0.0.1");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            requests: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let for_thread = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(&listener, &for_thread));
        Self {
            address,
            shared,
            accepting: Some(accepting),
        }
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of a path, which begins with a slash or is empty.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests received so far, in the order in which they were complete.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.requests().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection. If that fails it is not waiting any more.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

impl Shared {
    fn requests(&self) -> MutexGuard<'_, Vec<Received>> {
        // A list of complete requests is in order even if a thread died while it held it.
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Sleeps, but not longer than the server lives.
    pub(crate) fn sleep(&self, duration: Duration) {
        let start = Instant::now();
        while !self.is_stopped() {
            match duration.checked_sub(start.elapsed()) {
                Some(left) if !left.is_zero() => std::thread::sleep(left.min(TICK)),
                _ => return,
            }
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut serving = Vec::new();
    for stream in listener.incoming() {
        if shared.is_stopped() {
            break;
        }
        if let Ok(stream) = stream {
            let shared = Arc::clone(shared);
            serving.push(std::thread::spawn(move || serve(stream, &shared)));
        }
    }
    for thread in serving {
        let _ = thread.join();
    }
}

/// Reads one request and answers it. A peer that goes away is what some tests want, so errors of the
/// connection end it and nothing else.
fn serve(mut stream: TcpStream, shared: &Shared) {
    let _ = stream.set_read_timeout(Some(TICK));
    if let Some(request) = request::receive(&mut stream, shared) {
        shared.requests().push(request.clone());
        let reply = (shared.handler)(&request);
        let _ = reply.write(&mut stream, shared);
    }
}
