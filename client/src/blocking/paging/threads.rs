//! The calls that are under way, each in a thread of its own.

use connect_runtime::driver::Annotate;
use connect_runtime::driver::failure;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use connect_runtime::driver::paging::{Fetched, Ticket};
use connect_runtime::{Call, Error, Operation};

use super::super::{Client, Incoming, Transport};
use crate::exchange::Outgoing;
use crate::observe::Scope;

type Outcome<T> = Result<Fetched<T>, Error>;

/// Threads that wait for answers, in the order in which they began. Who drops this does not wait for
/// them: a request that is on the wire ends as it ends, and no other one follows.
pub(super) struct Threads<T> {
    running: VecDeque<Running<T>>,
    is_dropped: Arc<AtomicBool>,
}

struct Running<T> {
    ticket: Ticket,
    operation: &'static Operation,
    thread: std::io::Result<JoinHandle<Outcome<T>>>,
}

impl<T: Send + 'static> Threads<T> {
    pub(super) fn new() -> Self {
        Self {
            running: VecDeque::new(),
            is_dropped: Arc::default(),
        }
    }

    /// Sends a call in a thread.
    pub(super) fn send(&mut self, client: Client, ticket: Ticket, call: Call<Fetched<T>>) {
        let (operation, is_dropped) = (call.operation(), Arc::clone(&self.is_dropped));
        let scope = Scope::current();
        let thread = Builder::new()
            .name("connect-client-page".to_owned())
            .spawn(move || {
                let transport = WhileWanted {
                    transport: &*client.0.transport,
                    is_dropped: &is_dropped,
                };
                scope.within(|| client.send_over(&transport, &call))
            });
        self.running.push_back(Running {
            ticket,
            operation,
            thread,
        });
    }

    /// Waits for the call that was sent first: pages are wanted in that order, or nearly so.
    pub(super) fn wait(&mut self) -> Option<(Ticket, Outcome<T>)> {
        let Running {
            ticket,
            operation,
            thread,
        } = self.running.pop_front()?;
        let outcome = match thread.map(JoinHandle::join) {
            Ok(Ok(outcome)) => outcome,
            // What was said at the panic is on its way to standard error.
            Ok(Err(_panic)) => Err(failure::transport(
                operation,
                "the transport or a hook has panicked",
            )),
            Err(error) => Err(failure::transport(operation, error).unsent()),
        };
        Some((ticket, outcome))
    }

    /// Nothing is of interest any more.
    pub(super) fn abandon(&mut self) {
        self.is_dropped.store(true, Ordering::Relaxed);
        self.running.clear();
    }
}

impl<T> Drop for Threads<T> {
    fn drop(&mut self) {
        self.is_dropped.store(true, Ordering::Relaxed);
    }
}

/// A transport that sends nothing more once nobody wants the answer: neither a request whose thread
/// began late, nor a repetition.
struct WhileWanted<'a> {
    transport: &'a dyn Transport,
    is_dropped: &'a AtomicBool,
}

impl Transport for WhileWanted<'_> {
    fn exchange(&self, request: Outgoing) -> Result<Incoming, Error> {
        if self.is_dropped.load(Ordering::Relaxed) {
            let message = "the list is not read any more";
            return Err(failure::invalid_request(request.operation, message));
        }
        self.transport.exchange(request)
    }

    fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration);
    }
}
