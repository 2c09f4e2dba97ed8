//! What the threads of a server share.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::faults::Faults;
use crate::reply::Reply;
use crate::request::Received;
use crate::server::listener::Port;

/// How long blocking calls last before they check whether the server is stopping.
const TICK: Duration = Duration::from_millis(20);
/// The longest body of a request by default, in bytes.
const MAX_BODY: u64 = 1 << 30;

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// The settings of a server.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub keep_alive: bool,
    pub keep_requests: bool,
    pub keep_bodies: bool,
    pub max_body: u64,
    pub faults: Option<Faults>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keep_alive: true,
            keep_requests: true,
            keep_bodies: true,
            max_body: MAX_BODY,
            faults: None,
        }
    }
}

/// The state that all threads of a server share.
pub(crate) struct Shared {
    pub handler: Box<Handler>,
    pub options: Options,
    pub port: Port,
    pub requests: Mutex<Vec<Arc<Received>>>,
    pub connections: AtomicU64,
    /// The connections that are open, by their numbers.
    pub open: Mutex<BTreeMap<u64, Arc<TcpStream>>>,
    pub stopped: AtomicBool,
}

impl Shared {
    pub fn requests(&self) -> MutexGuard<'_, Vec<Arc<Received>>> {
        // The list holds complete requests, even if a thread panicked while it held the lock.
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<TcpStream>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shuts the open connections down, so that their threads end when the server stops.
    pub fn shut_connections(&self) {
        for stream in self.open().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
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
        self.port.shut(Instant::now().checked_add(duration));
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub fn tick(&self) -> Duration {
        TICK
    }
}
