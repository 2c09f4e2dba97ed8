//! How time passes on a network: at once, or by a timer.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use connect_client::Error;
use connect_client::transport::BoxFuture;

use crate::clock::Clock;

type Timer = dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync;

/// The time of a network. Clones are the same.
#[derive(Clone)]
pub(super) struct Time {
    clock: Clock,
    /// Without it, waits are over at once.
    timer: Option<Arc<Timer>>,
}

/// What happens after a while.
pub(super) enum Due<T> {
    /// This, after that time.
    After(Duration, Result<T, Error>),
    /// Nothing: nobody sends anything any more, and there is no time limit.
    Never,
}

impl<T> Due<T> {
    /// Goes on with the value, when it is there.
    pub fn then<U>(self, next: impl FnOnce(T) -> Result<U, Error>) -> Due<U> {
        match self {
            Self::After(time, result) => Due::After(time, result.and_then(next)),
            Self::Never => Due::Never,
        }
    }
}

impl Time {
    pub fn new(timer: Option<Arc<Timer>>) -> Self {
        Self {
            clock: Clock::new(),
            timer,
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether waits take their time.
    pub fn is_real(&self) -> bool {
        self.timer.is_some()
    }

    /// Waits for what is due.
    pub async fn wait<T>(&self, due: Due<T>) -> Result<T, Error> {
        let Due::After(time, result) = due else {
            return pending().await;
        };
        if let Some(timer) = self.timer.as_ref().filter(|_| !time.is_zero()) {
            timer(time).await;
        }
        self.clock.advance(time);
        result
    }

    /// Waits for what is due, in this thread. What never happens is the error that `never` makes.
    pub fn block<T>(&self, due: Due<T>, never: impl FnOnce() -> Error) -> Result<T, Error> {
        let Due::After(time, result) = due else {
            return Err(never());
        };
        self.sleep_here(time);
        result
    }

    /// Sleeps in this thread.
    pub fn sleep_here(&self, time: Duration) {
        if self.is_real() {
            std::thread::sleep(time);
        }
        self.clock.advance(time);
    }

    /// Sleeps. Other tasks run first, so that they can do what is waited for.
    pub fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let (clock, timer) = (self.clock.clone(), self.timer.clone());
        Box::pin(async move {
            match timer {
                Some(timer) => timer(time).await,
                None => yield_once().await,
            }
            clock.advance(time);
        })
    }
}

async fn yield_once() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
