//! An executor of one future, to show that nothing in memory needs a runtime.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Polls the future until it is ready. Nothing wakes it, so it must not wait for another thread.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    // Far more than any call of these tests takes.
    for _ in 0..10_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something");
}
