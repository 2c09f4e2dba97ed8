//! A server and its threads.

use std::collections::BTreeMap;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::connection;
use crate::faults::Faults;
use crate::listener::{Door, PAUSE};
use crate::reply::Reply;
use crate::request::Received;

/// How long blocking steps last before they look whether the server is to stop.
const TICK: Duration = Duration::from_millis(20);
/// The longest body of a request by default, in bytes.
const MAX_BODY: u64 = 1 << 30;

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// A running server. It stops, with all its threads, when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// A server to be started otherwise than usual.
#[derive(Debug, Clone)]
pub struct Builder {
    keep_alive: bool,
    keep_requests: bool,
    keep_bodies: bool,
    max_body: u64,
    faults: Option<Faults>,
}

/// What all threads of a server share.
pub(crate) struct Shared {
    handler: Box<Handler>,
    options: Builder,
    door: Door,
    requests: Mutex<Vec<Arc<Received>>>,
    connections: AtomicU64,
    /// The connections that are open, by their numbers.
    open: Mutex<BTreeMap<u64, Arc<TcpStream>>>,
    stopped: AtomicBool,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1. The handler is called for each request, from
    /// several threads at once if requests come so.
    ///
    /// # Panics
    /// When there is no free port; there is nothing else that a test could do then.
    pub fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::builder().start(handler)
    }

    /// Begins a server with other settings.
    pub fn builder() -> Builder {
        Builder {
            keep_alive: true,
            keep_requests: true,
            keep_bodies: true,
            max_body: MAX_BODY,
            faults: None,
        }
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.shared.door.address
    }

    /// The URL of a path, which begins with a slash or is empty.
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

    /// Stops listening: from now on connections are refused, as they are where no server runs. Those
    /// that are open go on. The port stays the server's own.
    pub fn refuse(&self) {
        self.shared.door.shut(None);
    }

    /// Refuses connections for so long.
    pub fn refuse_for(&self, duration: Duration) {
        self.shared.refuse_for(duration);
    }

    /// Takes connections again.
    pub fn listen_again(&self) {
        self.shared.door.open_again();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.shared.door.close();
        self.shared.shut_connections();
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

impl Builder {
    /// Whether connections serve more than one request. They do by default.
    #[must_use]
    pub fn keep_alive(mut self, keep_alive: bool) -> Self {
        self.keep_alive = keep_alive;
        self
    }

    /// Whether the requests are kept for [`Server::requests`]. They are by default.
    #[must_use]
    pub fn keep_requests(mut self, keep_requests: bool) -> Self {
        self.keep_requests = keep_requests;
        self
    }

    /// Whether the bodies of requests are kept. They are by default; without them an upload may be of
    /// any length and needs no memory, and only its length is told.
    #[must_use]
    pub fn keep_bodies(mut self, keep_bodies: bool) -> Self {
        self.keep_bodies = keep_bodies;
        self
    }

    /// The longest body that is kept, in bytes; a longer one is answered 413. By default it is 1 GiB.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Has things go wrong before, in and after the handler.
    #[must_use]
    pub fn faults(mut self, faults: &Faults) -> Self {
        self.faults = Some(faults.clone());
        self
    }

    /// Starts the server, as [`Server::start`] does.
    ///
    /// # Panics
    /// When there is no free port.
    pub fn start(self, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Server {
        let (door, listener) = Door::open().expect("a free port on 127.0.0.1");
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            options: self,
            door,
            requests: Mutex::default(),
            connections: AtomicU64::new(0),
            open: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let for_thread = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(listener, &for_thread));
        Server {
            shared,
            accepting: Some(accepting),
        }
    }
}

impl Shared {
    fn requests(&self) -> MutexGuard<'_, Vec<Arc<Received>>> {
        // A list of complete requests is in order even if a thread died while it held it.
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<TcpStream>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends what their threads wait for, so that a server need not wait for them when it stops.
    fn shut_connections(&self) {
        for stream in self.open().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Serves a connection in this thread.
    fn serve(&self, stream: TcpStream, number: u64) {
        let stream = Arc::new(stream);
        self.open().insert(number, Arc::clone(&stream));
        let open = Open {
            shared: self,
            number,
        };
        connection::serve(&stream, number, self);
        // The stream of this function is the last one, and closes the connection.
        drop(open);
    }

    pub fn record(&self, request: &Arc<Received>) {
        if self.options.keep_requests {
            self.requests().push(Arc::clone(request));
        }
    }

    pub fn handle(&self, request: &Received) -> Reply {
        (self.handler)(request)
    }

    pub fn faults(&self) -> Option<&Faults> {
        self.options.faults.as_ref()
    }

    pub fn keeps_alive(&self) -> bool {
        self.options.keep_alive
    }

    pub fn keeps_bodies(&self) -> bool {
        self.options.keep_bodies
    }

    pub fn max_body(&self) -> u64 {
        self.options.max_body
    }

    pub fn refuse_for(&self, duration: Duration) {
        self.door.shut(Instant::now().checked_add(duration));
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub fn tick(&self) -> Duration {
        TICK
    }
}

/// An entry of the open connections. It goes when the connection was served, also by a handler that
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
        if shared.door.stays_open() {
            match accepted {
                Ok((stream, _)) => {
                    serving.retain(|it: &JoinHandle<()>| !it.is_finished());
                    let shared = Arc::clone(shared);
                    let number = shared.connections.fetch_add(1, Ordering::Relaxed);
                    serving.push(std::thread::spawn(move || shared.serve(stream, number)));
                }
                // There are too many open files, for one; some will be closed.
                Err(_) => std::thread::sleep(PAUSE),
            }
            continue;
        }
        drop((accepted, listener));
        match shared.door.reopen() {
            Some(again) => listener = again,
            None => break,
        }
    }
    for thread in serving {
        let _ = thread.join();
    }
}
