//! Fault injection in front of any handler, decided by a seed or a script.

mod fault;
mod rates;
mod rows;

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use fault::{Coding, Fault, Kind, RetryAfter};
pub use rates::Rates;

use crate::reply::Reply;
use crate::request::Received;

/// Injects faults, and logs them.
///
/// A server that was built with [`Builder::faults`](crate::server::Builder::faults) asks at the beginning of
/// each request which fault to inject. The choice depends only on the seed and on how many requests began
/// before: a client that sends one request at a time meets the same faults in every run. Clones share the
/// plan and the log.
///
/// Another stand-in for a server calls [`next`](Self::next), [`exchange`](Self::exchange)
/// and [`record`](Self::record) for each request, in this order.
#[derive(Clone)]
pub struct Faults(Arc<Inner>);

struct Inner {
    plan: Plan,
    elsewhere: Mutex<String>,
    count: AtomicU64,
    stopped: AtomicBool,
    log: Mutex<Vec<Event>>,
}

enum Plan {
    Seeded { seed: u64, rates: Rates },
    Scripted(Mutex<VecDeque<Fault>>),
}

/// The fault planned for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Which request it is, counted from 0 in the order in which they began.
    pub number: u64,
    /// The fault.
    pub fault: Fault,
}

/// What happened to one request.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The request, if it was read at all. If only a part was read, the body is missing and the length is
    /// the number of bytes that were read.
    pub request: Option<Arc<Received>>,
    /// Whether the handler was called.
    pub processed: bool,
    /// The reply to send; `None` resets the connection.
    pub reply: Option<Reply>,
}

/// What happened to one request, as an entry of the log.
#[derive(Debug, Clone)]
pub struct Event {
    /// Which request it was, counted from 0 in the order in which they began.
    pub number: u64,
    /// The injected fault.
    pub fault: Fault,
    /// The request, if it was read at all. If only a part was read, the body is missing and the length is
    /// the number of bytes that were read.
    pub request: Option<Arc<Received>>,
    /// Whether the handler was called, so that the request had its effect.
    pub processed: bool,
    /// The status that was sent, at least in part. `None` if the connection was reset.
    pub status: Option<u16>,
}

impl Faults {
    /// Faults drawn from a seed, at the given rates.
    pub fn seeded(seed: u64, rates: Rates) -> Self {
        Self::new(Plan::Seeded { seed, rates })
    }

    /// The given faults, one per request; requests after the last have no fault.
    pub fn scripted(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self::new(Plan::Scripted(Mutex::new(faults.into_iter().collect())))
    }

    fn new(plan: Plan) -> Self {
        Self(Arc::new(Inner {
            plan,
            elsewhere: Mutex::new("https://elsewhere.invalid".to_owned()),
            count: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            log: Mutex::default(),
        }))
    }

    /// Sets the base of the location of redirects to another host; the target of the request is appended.
    /// By default they lead to a host that does not exist.
    #[must_use]
    pub fn elsewhere(self, url: &str) -> Self {
        *lock(&self.0.elsewhere) = url.trim_end_matches('/').to_owned();
        self
    }

    /// Stops injecting faults from the next request on. The log continues.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// All events so far, in the order in which the replies were decided.
    pub fn log(&self) -> Vec<Event> {
        lock(&self.0.log).clone()
    }

    /// Decides the fault of the next request.
    pub fn next(&self) -> Planned {
        let number = self.0.count.fetch_add(1, Ordering::Relaxed);
        let fault = match &self.0.plan {
            _ if self.0.stopped.load(Ordering::Relaxed) => Fault::None,
            Plan::Seeded { seed, rates } => rates.draw(*seed, number),
            Plan::Scripted(faults) => lock(faults).pop_front().unwrap_or(Fault::None),
        };
        Planned { number, fault }
    }

    /// Applies the planned fault to a request. The handler is called if the fault lets the request through.
    pub fn exchange(
        &self,
        planned: &Planned,
        request: &Arc<Received>,
        handle: impl FnOnce() -> Reply,
    ) -> Exchange {
        let elsewhere = lock(&self.0.elsewhere).clone();
        let processed = planned.fault.lets_through();
        let reply = match processed {
            true => planned.fault.damage(handle()),
            false => planned.fault.instead(request, &elsewhere),
        };
        Exchange {
            request: Some(Arc::clone(request)),
            processed,
            reply,
        }
    }

    /// Adds an event to the log.
    pub fn record(&self, planned: &Planned, exchange: Exchange) {
        let event = Event {
            number: planned.number,
            fault: planned.fault.clone(),
            request: exchange.request,
            processed: exchange.processed,
            status: exchange.reply.as_ref().and_then(Reply::visible_status),
        };
        lock(&self.0.log).push(event);
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Faults");
        if let Plan::Seeded { seed, rates } = &self.0.plan {
            out.field("seed", seed).field("rates", rates);
        }
        out.finish_non_exhaustive()
    }
}

impl Planned {
    pub(crate) fn nothing() -> Self {
        Self {
            number: 0,
            fault: Fault::None,
        }
    }
}

impl Exchange {
    /// A request that was handled without a fault.
    pub(crate) fn plain(request: &Arc<Received>, reply: Reply) -> Self {
        Self {
            request: Some(Arc::clone(request)),
            processed: true,
            reply: Some(reply),
        }
    }

    /// A request that was not read.
    pub fn unread() -> Self {
        Self {
            request: None,
            processed: false,
            reply: None,
        }
    }

    /// A request that was read in part.
    pub fn unfinished(request: &Arc<Received>) -> Self {
        Self {
            request: Some(Arc::clone(request)),
            ..Self::unread()
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The data behind these locks is consistent after every step.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
