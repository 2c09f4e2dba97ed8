//! The calls in flight, owned by the stream that waits for them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use connect_runtime::Error;
use connect_runtime::driver::paging::{Fetched, Ticket};

use crate::transport::BoxFuture;

type Outcome<T> = Result<Fetched<T>, Error>;

/// The request of a page.
pub(crate) type PageFuture<T> = BoxFuture<'static, Outcome<T>>;

/// Futures that are polled together, each only when it has been woken. No task is spawned: dropping this drops the
/// futures, and a request that was not sent yet is never sent.
pub(super) struct InFlight<T> {
    calls: Vec<Call<T>>,
    task: Arc<Task>,
}

struct Call<T> {
    ticket: Ticket,
    request: PageFuture<T>,
    signal: Arc<Signal>,
}

impl<T> InFlight<T> {
    pub(super) fn new() -> Self {
        Self {
            calls: Vec::new(),
            task: Arc::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Adds a call. It begins when it is polled.
    pub(super) fn push(&mut self, ticket: Ticket, request: PageFuture<T>) {
        let signal = Arc::new(Signal {
            is_raised: AtomicBool::new(true),
            task: Arc::clone(&self.task),
        });
        self.calls.push(Call {
            ticket,
            request,
            signal,
        });
    }

    /// Polls the calls that were woken, and calls `on_end` with the outcome of those that have ended.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        mut on_end: impl FnMut(Ticket, Outcome<T>),
    ) {
        self.task.set(context.waker());
        self.calls.retain_mut(|call| match call.poll() {
            Poll::Pending => true,
            Poll::Ready(outcome) => {
                on_end(call.ticket, outcome);
                false
            }
        });
    }

    pub(super) fn clear(&mut self) {
        self.calls.clear();
    }
}

impl<T> Call<T> {
    fn poll(&mut self) -> Poll<Outcome<T>> {
        if !self.signal.is_raised.swap(false, Ordering::AcqRel) {
            return Poll::Pending;
        }
        let waker = Waker::from(Arc::clone(&self.signal));
        self.request.as_mut().poll(&mut Context::from_waker(&waker))
    }
}

/// Records that a call can make progress, and wakes the task that polls the stream.
struct Signal {
    is_raised: AtomicBool,
    task: Arc<Task>,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_raised.store(true, Ordering::Release);
        self.task.wake();
    }
}

/// The task that polls the stream. It may be a different one for each poll.
#[derive(Default)]
struct Task(Mutex<Option<Waker>>);

impl Task {
    fn set(&self, waker: &Waker) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *current {
            Some(current) => current.clone_from(waker),
            None => *current = Some(waker.clone()),
        }
    }

    fn wake(&self) {
        let current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Woken outside of the lock, since a waker may poll immediately.
        let waker = current.clone();
        drop(current);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
