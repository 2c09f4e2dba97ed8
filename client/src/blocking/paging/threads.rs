//! Requests that read ahead, each in a thread of its own.

use connect_runtime::driver::Annotate;
use connect_runtime::driver::failure;
use std::future::ready;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use connect_runtime::driver::paging::Fetched;
use connect_runtime::{Call, Error, Operation};

use super::super::Client;
use crate::exchange::Request;
use crate::observe::Span;
use crate::paging::PageFuture;
use crate::transport::{BoxFuture, Response, Transport};

type Outcome<T> = Result<Fetched<T>, Error>;

/// Sends a call in a thread. If the future is dropped, nobody waits for the thread: a request that was handed to a
/// connection goes on until it ends, and no other one follows.
pub(super) fn spawn<T: Send + 'static>(client: &Client, call: Call<Fetched<T>>) -> PageFuture<T> {
    let operation = call.operation();
    let state = Arc::new(State::default());
    let transport = WhileWanted {
        transport: Arc::clone(client.0.transport()),
        state: Arc::clone(&state),
    };
    let settings = Arc::clone(client.0.settings());
    let client = Client(crate::Client::from_parts(settings, Arc::new(transport)));
    let (end, span) = (WakeAtEnd(Arc::clone(&state)), Span::current());
    let thread: io::Result<JoinHandle<Outcome<T>>> = Builder::new()
        .name("connect-client-page".to_owned())
        .spawn(move || {
            let _end = end;
            span.in_scope(|| client.send(call))
        });
    match thread {
        Ok(thread) => Box::pin(Running {
            operation,
            thread: Some(thread),
            state,
        }),
        Err(error) => Box::pin(ready(Err(failure::transport(operation, error).unsent()))),
    }
}

/// What a thread shares with the one that waits for it.
#[derive(Default)]
struct State {
    has_ended: AtomicBool,
    /// Whether nobody waits for the response any more.
    is_dropped: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl State {
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes whoever waits for a thread when it has ended, also by a panic.
struct WakeAtEnd(Arc<State>);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        self.0.has_ended.store(true, Ordering::Release);
        let waker = self.0.waker().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A thread that sends a call, as a future.
struct Running<T> {
    operation: &'static Operation,
    thread: Option<JoinHandle<Outcome<T>>>,
    state: Arc<State>,
}

impl<T> Future for Running<T> {
    type Output = Outcome<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome<T>> {
        // Registered before the look: a thread that ends in between wakes it.
        *self.state.waker() = Some(context.waker().clone());
        if !self.state.has_ended.load(Ordering::Acquire) {
            return Poll::Pending;
        }
        // The thread is about to exit, so this hardly waits.
        let outcome = match self.thread.take().map(JoinHandle::join) {
            Some(Ok(outcome)) => outcome,
            // The message of the panic was printed by the panic hook.
            _ => Err(failure::transport(
                self.operation,
                "the transport or a hook has panicked",
            )),
        };
        Poll::Ready(outcome)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.state.is_dropped.store(true, Ordering::Relaxed);
    }
}

/// A transport that sends nothing more once nobody waits for the response: neither the first request of a thread that
/// starts late, nor a retry.
struct WhileWanted {
    transport: Arc<dyn Transport>,
    state: Arc<State>,
}

impl Transport for WhileWanted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        if self.state.is_dropped.load(Ordering::Relaxed) {
            let message = "the list is not read any more";
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
