//! A host: a function that handles requests, and what is in front of it.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use crate::clock::Clock;
use crate::faults::{Exchange, Fault, Faults, Planned};
use crate::reply::Reply;
use crate::request::Received;

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// A host of a [`Network`](super::Network). Clones are the same host.
#[derive(Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    handler: Box<Handler>,
    faults: Option<Faults>,
    clock: Clock,
    requests: Mutex<Vec<Received>>,
    refusing: Mutex<Refusing>,
}

/// Whether connections are refused.
#[derive(Debug, Clone, Copy)]
enum Refusing {
    Never,
    Until(OffsetDateTime),
    Always,
}

impl Host {
    pub(super) fn new(
        clock: Clock,
        faults: Option<Faults>,
        handler: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            handler: Box::new(handler),
            faults,
            clock,
            requests: Mutex::default(),
            refusing: Mutex::new(Refusing::Never),
        }))
    }

    /// The requests received so far, in the order in which they were complete.
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.0.requests).clone()
    }

    /// Refuses connections until [`listen_again`](Self::listen_again).
    pub fn refuse(&self) {
        *lock(&self.0.refusing) = Refusing::Always;
    }

    /// Refuses connections for this duration, by the clock of the network.
    pub fn refuse_for(&self, duration: Duration) {
        let duration = time::Duration::try_from(duration).unwrap_or(time::Duration::MAX);
        let until = self.0.clock.now().saturating_add(duration);
        let mut refusing = lock(&self.0.refusing);
        // A host that refuses without a limit does not listen again when a temporary refusal ends.
        if !matches!(*refusing, Refusing::Always) {
            *refusing = Refusing::Until(until);
        }
    }

    /// Accepts connections again.
    pub fn listen_again(&self) {
        *lock(&self.0.refusing) = Refusing::Never;
    }

    pub(super) fn is_refusing(&self) -> bool {
        match *lock(&self.0.refusing) {
            Refusing::Never => false,
            Refusing::Until(time) => self.0.clock.now() < time,
            Refusing::Always => true,
        }
    }

    /// Reads a request and returns the reply; `None` is a reset. `read` appends the body up to a number of bytes, and
    /// the error is that of it.
    pub(super) fn receive(
        &self,
        mut request: Received,
        mut read: impl FnMut(&mut Vec<u8>, u64) -> io::Result<()>,
    ) -> io::Result<Option<Reply>> {
        let planned = match &self.0.faults {
            Some(faults) => faults.next(),
            None => Planned::nothing(),
        };
        let most = match planned.fault {
            Fault::ResetBeforeReading => {
                self.log(&planned, Exchange::unread());
                return Ok(None);
            }
            Fault::ResetWhileReading { after } => after,
            Fault::RefuseEarly { .. } => 0,
            _ => u64::MAX,
        };
        if let Err(error) = read(&mut request.body, most) {
            self.log(&planned, Exchange::unread());
            return Err(error);
        }
        request.length = request.body.len() as u64;
        if let Fault::ResetWhileReading { .. } = planned.fault {
            request.body.clear();
            self.log(&planned, Exchange::unfinished(&Arc::new(request)));
            return Ok(None);
        }
        Ok(self.respond(&planned, request))
    }

    fn respond(&self, planned: &Planned, request: Received) -> Option<Reply> {
        let is_complete = !matches!(planned.fault, Fault::RefuseEarly { .. });
        if is_complete {
            lock(&self.0.requests).push(request.clone());
        }
        let request = Arc::new(request);
        let handle = || (self.0.handler)(&request);
        let Some(faults) = &self.0.faults else {
            return Some(handle());
        };
        let exchange = faults.exchange(planned, &request, handle);
        if let Fault::Refuse { lasting } = planned.fault {
            self.refuse_for(lasting);
        }
        let reply = exchange.reply.clone();
        self.log(planned, exchange);
        reply
    }

    fn log(&self, planned: &Planned, exchange: Exchange) {
        if let Some(faults) = &self.0.faults {
            faults.record(planned, exchange);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The data behind these locks is consistent after every step.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
