//! A small HTTP/1.1 server on the loopback interface, for tests and examples.
//!
//! It sends the replies of a handler, correct or faulty, and records the requests that it received.
//! Connections are persistent, as in HTTP/1.1, and a server can have any number of them at once.
//!
//! ```
//! use connect_fake::Reply;
//! use connect_fake::server::Server;
//! use std::io::{Read, Write};
//!
//! let server = Server::start(|request| Reply::json(200, format!("{:?}", request.target)));
//! let mut stream = std::net::TcpStream::connect(server.address())?;
//! stream.write_all(b"GET /a%20b?c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
//! let mut response = String::new();
//! stream.read_to_string(&mut response)?;
//! assert!(response.starts_with("HTTP/1.1 200 "));
//! assert!(response.ends_with("\r\n\r\n\"/a%20b?c\""));
//! assert_eq!(server.requests()[0].header("host"), Some("x"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! There are two ways to inject faults. A handler can return a [`Reply`] that is delayed, cut off, stalled,
//! reset, or of a wrong length. Or [`Faults`] are put in front of any handler: a seed decides what happens
//! to each request, and a log records it.
//!
//! ```
//! use connect_fake::Reply;
//! use connect_fake::faults::{Faults, Kind, Rates};
//! use connect_fake::server::Server;
//!
//! // One request in five gets 503 or 429 without being handled.
//! let rates = Rates::none().with(Kind::Unavailable, 100).with(Kind::TooManyRequests, 100);
//! let faults = Faults::seeded(7, rates);
//! let server = Server::builder().faults(&faults).start(|_| Reply::json(200, "[]"));
//! # drop(server);
//! assert!(faults.log().is_empty());
//! ```

mod connection;
mod head;
mod input;
mod listener;
mod output;
mod shared;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::faults::Faults;
use crate::reply::Reply;
use crate::request::Received;
use crate::server::listener::{PAUSE, Port};
use crate::server::shared::{Options, Shared};

/// A running server. It stops, with all its threads, when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// The settings of a server that is to be started.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    options: Options,
    port: u16,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1. The handler is called for each request, from
    /// several threads at once if requests are concurrent.
    ///
    /// # Panics
    /// If there is no free port: a test could not continue.
    pub fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::builder().start(handler)
    }

    /// Returns a builder for a server with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.shared.port.address
    }

    /// The URL of a path. The path begins with a slash or is empty.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// The requests received so far, in the order in which they were complete.
    pub fn requests(&self) -> Vec<Received> {
        let requests = self.shared.requests();
        requests.iter().map(|it| Received::clone(it)).collect()
    }

    /// How many connections the server has accepted so far.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Stops listening: from now on connections are refused, as if no server were running. Open connections
    /// continue. The server keeps its port.
    pub fn refuse(&self) {
        self.shared.port.shut(None);
    }

    /// Refuses connections for this duration.
    pub fn refuse_for(&self, duration: Duration) {
        self.shared.refuse_for(duration);
    }

    /// Accepts connections again.
    pub fn listen_again(&self) {
        self.shared.port.open_again();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.shared.port.close();
        self.shared.shut_connections();
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

impl Builder {
    /// Sets whether connections serve more than one request. The default is `true`.
    #[must_use]
    pub fn keep_alive(mut self, keep_alive: bool) -> Self {
        self.options.keep_alive = keep_alive;
        self
    }

    /// Sets whether requests are kept for [`Server::requests`]. The default is `true`.
    #[must_use]
    pub fn keep_requests(mut self, keep_requests: bool) -> Self {
        self.options.keep_requests = keep_requests;
        self
    }

    /// Sets whether the bodies of requests are kept. The default is `true`. If they are not kept, an upload
    /// of any length needs no memory, and only its length is recorded.
    #[must_use]
    pub fn keep_bodies(mut self, keep_bodies: bool) -> Self {
        self.options.keep_bodies = keep_bodies;
        self
    }

    /// Sets the maximum length of a kept body, in bytes; a longer one gets 413. The default is 1 GiB.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.options.max_body = bytes;
        self
    }

    /// Injects these faults before and after the handler.
    #[must_use]
    pub fn faults(mut self, faults: &Faults) -> Self {
        self.options.faults = Some(faults.clone());
        self
    }

    /// Sets the port. By default, and with 0, it is a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts the server, as [`Server::start`] does.
    ///
    /// # Panics
    /// If the port is taken, or there is no free port.
    pub fn start(self, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Server {
        self.try_start(handler).expect("a free port on 127.0.0.1")
    }

    /// Starts the server.
    ///
    /// # Errors
    /// If the port is taken, or there is no free port.
    pub fn try_start(
        self,
        handler: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Server> {
        let (port, listener) = Port::open(self.port)?;
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            options: self.options,
            port,
            requests: Mutex::default(),
            connections: AtomicU64::new(0),
            open: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let for_thread = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(listener, &for_thread));
        Ok(Server {
            shared,
            accepting: Some(accepting),
        })
    }
}

/// Serves a connection in this thread.
fn serve(shared: &Shared, stream: TcpStream, number: u64) {
    let stream = Arc::new(stream);
    shared.open().insert(number, Arc::clone(&stream));
    let open = Open { shared, number };
    connection::serve(&stream, number, shared);
    // The stream of this function is the last handle; dropping it closes the connection.
    drop(open);
}

/// An entry of the open connections. It is removed after the connection was served, even if the handler
/// panicked.
struct Open<'a> {
    shared: &'a Shared,
    number: u64,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.shared.open().remove(&self.number);
    }
}

fn accept(mut listener: TcpListener, shared: &Arc<Shared>) {
    let mut serving = Vec::new();
    loop {
        let accepted = listener.accept();
        if shared.port.stays_open() {
            match accepted {
                Ok((stream, _)) => {
                    serving.retain(|it: &JoinHandle<()>| !it.is_finished());
                    let shared = Arc::clone(shared);
                    let number = shared.connections.fetch_add(1, Ordering::Relaxed);
                    serving.push(std::thread::spawn(move || serve(&shared, stream, number)));
                }
                // For example, too many files are open; some will be closed.
                Err(_) => std::thread::sleep(PAUSE),
            }
            continue;
        }
        drop((accepted, listener));
        match shared.port.reopen() {
            Some(again) => listener = again,
            None => break,
        }
    }
    for thread in serving {
        let _ = thread.join();
    }
}

/// Closes a connection by a reset, which discards what was sent.
pub fn reset(stream: TcpStream) {
    // Without the option the connection is closed in the usual way.
    let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
}
