//! Progress of an exchange, as observed from outside of the transport.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The progress of an exchange, as far as its steps do not tell it: bytes that are sent, and bytes of a response whose
/// head is not complete.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    /// Nanoseconds from the start to the last progress.
    last: AtomicU64,
    /// Why the body could not be read to its end.
    fault: Mutex<Option<io::Error>>,
}

impl Progress {
    pub(crate) fn new(started: Instant) -> Arc<Self> {
        Arc::new(Self {
            started,
            last: AtomicU64::new(0),
            fault: Mutex::default(),
        })
    }

    /// Records progress.
    pub(crate) fn touch(&self) {
        let nanoseconds = self.started.elapsed().as_nanos();
        let nanoseconds = u64::try_from(nanoseconds).unwrap_or(u64::MAX);
        self.last.store(nanoseconds, Ordering::Relaxed);
    }

    /// Returns when progress was recorded last.
    pub(crate) fn last(&self) -> Instant {
        let since = Duration::from_nanos(self.last.load(Ordering::Relaxed));
        self.started.checked_add(since).unwrap_or(self.started)
    }

    /// Records that the body cannot be read, and returns an error for the transport. The transport only learns that
    /// the exchange failed; the fault itself is for the caller.
    pub(crate) fn broken(&self, error: io::Error) -> io::Error {
        let reported = io::Error::new(error.kind(), "cannot read the request body");
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        reported
    }

    /// Takes the error that made reading the body fail, if there is one.
    pub(crate) fn fault(&self) -> Option<io::Error> {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.take()
    }
}
