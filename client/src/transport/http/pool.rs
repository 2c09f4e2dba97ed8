//! Idle connections.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Uri;
use http::uri::{Authority, Scheme};
use tokio::runtime::{self, Handle};

use super::connection::Connection;

/// The maximum number of idle connections. The one that was used longest ago is closed first.
const MAX_IDLE: usize = 100;

/// What a connection is good for. A connection belongs to the runtime in which it was opened, and would hang in another
/// one whenever its own does not run.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    scheme: Scheme,
    authority: Authority,
    runtime: runtime::Id,
}

impl Key {
    /// Returns `None` for a URL without scheme and host.
    pub(super) fn new(uri: &Uri, runtime: &Handle) -> Option<Self> {
        Some(Self {
            scheme: uri.scheme()?.clone(),
            authority: uri.authority()?.clone(),
            runtime: runtime.id(),
        })
    }
}

struct Idle {
    key: Key,
    connection: Connection,
    since: Instant,
}

/// Idle connections, in the order of their last use.
pub(super) struct Pool {
    idle: Mutex<Vec<Idle>>,
    timeout: Duration,
}

impl Pool {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            idle: Mutex::default(),
            timeout,
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Takes the connection that was used last. It may have been closed by the server.
    pub(super) fn take(&self, key: &Key) -> Option<Connection> {
        let now = Instant::now();
        self.with(now, |idle| {
            let index = idle.iter().rposition(|it| it.key == *key)?;
            if let Some(shared) = idle[index].connection.share() {
                // Streams of others may run on it.
                idle[index].since = now;
                return Some(shared);
            }
            Some(idle.remove(index).connection)
        })
    }

    /// Keeps a connection for other requests.
    pub(super) fn put(&self, key: Key, connection: Connection) {
        let now = Instant::now();
        self.with(now, |idle| {
            let since = now;
            idle.push(Idle {
                key,
                connection,
                since,
            });
            if idle.len() > MAX_IDLE {
                idle.remove(0);
            }
        });
    }

    /// Changes the list, from which expired connections are removed first.
    fn with<R>(&self, now: Instant, change: impl FnOnce(&mut Vec<Idle>) -> R) -> R {
        // The list is consistent even if a thread panicked while it held the lock.
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|it| now.saturating_duration_since(it.since) < self.timeout);
        change(&mut idle)
    }
}
