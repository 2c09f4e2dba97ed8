//! Requests that read ahead, each in a thread of its own.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::Builder;
use std::time::Duration;

use connect_runtime::driver::paging::Fetched;
use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Call, Error};

use super::super::Client;
use crate::exchange::Request;
use crate::observe::Span;
use crate::paging::PageFuture;
use crate::transport::{BoxFuture, Response, Transport};

type Outcome<T> = Result<Fetched<T>, Error>;

/// Sends a call in a new thread. Dropping the future does not wait for the thread: a request that was handed to a
/// connection continues until it ends, and no other request follows.
pub(super) fn spawn<T: Send + 'static>(client: &Client, call: Call<Fetched<T>>) -> PageFuture<T> {
    let operation = call.operation();
    let running = Running {
        slot: Arc::default(),
        is_dropped: Arc::default(),
    };
    let transport = WhileWanted {
        transport: Arc::clone(client.0.transport()),
        is_dropped: Arc::clone(&running.is_dropped),
    };
    let settings = Arc::clone(client.0.settings());
    let client = Client(crate::Client::from_parts(settings, Arc::new(transport)));
    let (slot, span) = (Arc::clone(&running.slot), Span::current());
    let thread = Builder::new()
        .name("connect-client-page".to_owned())
        .spawn(move || {
            let send = || span.in_scope(|| client.send(call));
            let outcome = catch_unwind(AssertUnwindSafe(send)).unwrap_or_else(|_panic| {
                // The panic hook has printed its message.
                let message = "the transport or a hook panicked";
                Err(failure::transport(operation, message))
            });
            slot.fill(outcome);
        });
    match thread {
        Ok(_) => Box::pin(running),
        Err(error) => Box::pin(ready(Err(failure::transport(operation, error).unsent()))),
    }
}

/// A call that a thread sends, as a future.
struct Running<T> {
    slot: Arc<Slot<T>>,
    is_dropped: Arc<AtomicBool>,
}

impl<T> Future for Running<T> {
    type Output = Outcome<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome<T>> {
        self.slot.poll(context)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.is_dropped.store(true, Ordering::Relaxed);
    }
}

/// Passes the outcome of a thread to the future that waits for it.
struct Slot<T>(Mutex<Content<T>>);

enum Content<T> {
    Empty,
    /// Empty, with the waker of the task that waits.
    Awaited(Waker),
    Filled(Outcome<T>),
}

impl<T> Slot<T> {
    fn fill(&self, outcome: Outcome<T>) {
        let previous = std::mem::replace(&mut *self.lock(), Content::Filled(outcome));
        if let Content::Awaited(waker) = previous {
            waker.wake();
        }
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<Outcome<T>> {
        let mut content = self.lock();
        let waiting = Content::Awaited(context.waker().clone());
        match std::mem::replace(&mut *content, waiting) {
            Content::Filled(outcome) => Poll::Ready(outcome),
            Content::Empty | Content::Awaited(_) => Poll::Pending,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Content<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Mutex::new(Content::Empty))
    }
}

/// A transport that sends no request after the future was dropped: neither the first request of a thread that
/// starts late, nor a retry.
struct WhileWanted {
    transport: Arc<dyn Transport>,
    is_dropped: Arc<AtomicBool>,
}

impl Transport for WhileWanted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        if self.is_dropped.load(Ordering::Relaxed) {
            let message = "the iterator over the list was dropped";
            return Box::pin(ready(Err(failure::invalid_request(
                request.operation,
                message,
            ))));
        }
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }
}
