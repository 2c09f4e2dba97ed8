//! Idle connections.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::Uri;
use http::uri::{Authority, Scheme};
use tokio::runtime::{self, Handle};

use super::connection::Connection;

/// The maximum number of idle connections. The one that was used longest ago is closed first.
const MAX_IDLE: usize = 100;

/// How long a connection must have been idle before a call uses it that must not be sent twice: a server that closes it
/// right after the last response, without notice, has done so by then.
const SETTLING: Duration = Duration::from_millis(1);

/// The same for a server that has not kept a connection so far.
const SETTLING_OF_UNKNOWN: Duration = Duration::from_millis(20);

/// The maximum number of servers that are known to keep connections.
const MAX_TRUSTED: usize = 100;

/// A server that closes a connection within this time after a response does not mean to keep connections.
const SOON: Duration = Duration::from_secs(1);

/// How long no connection to such a server is kept.
const DISTRUST: Duration = Duration::from_secs(60);

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

/// A connection that is not in use.
pub(super) struct Idle {
    key: Key,
    pub(super) connection: Connection,
    pub(super) since: Instant,
}

/// Idle connections.
pub(super) struct Pool {
    content: Mutex<Content>,
    timeout: Duration,
}

#[derive(Default)]
struct Content {
    /// In the order of their last use.
    idle: Vec<Idle>,
    /// The servers that have kept a connection.
    trusted: Vec<Key>,
    /// The servers that do not keep connections, and until when that is assumed.
    distrusted: Vec<(Key, Instant)>,
}

impl Pool {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            content: Mutex::default(),
            timeout,
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Takes the connection that was used last. It may have been closed by the server.
    pub(super) fn take(&self, key: &Key) -> Option<Idle> {
        let now = Instant::now();
        let idle = &mut self.content(now).idle;
        let index = idle.iter().rposition(|it| it.key == *key)?;
        if let Some(shared) = idle[index].connection.share() {
            // Exchanges of others may run on it.
            let since = std::mem::replace(&mut idle[index].since, now);
            return Some(Idle {
                key: key.clone(),
                connection: shared,
                since,
            });
        }
        Some(idle.remove(index))
    }

    /// Keeps a connection for other requests.
    pub(super) fn put(&self, key: Key, connection: Connection) {
        let now = Instant::now();
        let mut content = self.content(now);
        if content.distrusted.iter().any(|(it, _)| *it == key) {
            return;
        }
        content.idle.push(Idle {
            key,
            connection,
            since: now,
        });
        if content.idle.len() > MAX_IDLE {
            content.idle.remove(0);
        }
    }

    /// Returns how much longer the connection must be idle before a call uses it that must not be sent twice.
    pub(super) fn settling(&self, idle: &Idle) -> Duration {
        let now = Instant::now();
        let is_trusted = self.content(now).trusted.contains(&idle.key);
        let time = if is_trusted {
            SETTLING
        } else {
            SETTLING_OF_UNKNOWN
        };
        time.saturating_sub(now.saturating_duration_since(idle.since))
    }

    /// Notes that a response has arrived on a connection that was idle before.
    pub(super) fn kept(&self, key: &Key) {
        let trusted = &mut self.content(Instant::now()).trusted;
        if trusted.contains(key) {
            return;
        }
        if trusted.len() == MAX_TRUSTED {
            trusted.remove(0);
        }
        trusted.push(key.clone());
    }

    /// Notes that an idle connection was closed by the server.
    pub(super) fn closed(&self, idle: &Idle) {
        let now = Instant::now();
        let mut content = self.content(now);
        // A shared connection is still in the list, and is not used again.
        content
            .idle
            .retain(|it| it.key != idle.key || it.connection.share().is_none());
        if now.saturating_duration_since(idle.since) < SOON {
            content.trusted.retain(|it| *it != idle.key);
            content.distrusted.push((idle.key.clone(), now + DISTRUST));
        }
    }

    /// Returns what has not expired. A connection that may be dead has.
    fn content(&self, now: Instant) -> MutexGuard<'_, Content> {
        // The lists are consistent even if a thread panicked while it held the lock.
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.idle.retain(|it| {
            now.saturating_duration_since(it.since) < self.timeout && !it.connection.is_silent()
        });
        content.distrusted.retain(|(_, until)| now < *until);
        content
    }
}
