//! Runs futures of the asynchronous client in the calling thread.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};

/// Runs a future whose transport blocks, so that it is ready when it is polled once.
///
/// # Errors
/// Those of the future. A pending future is also an error, since it breaks this contract and would never be
/// woken.
pub(super) fn run<T>(
    operation: &'static Operation,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(failure::transport(
            operation,
            "the transport broke its contract: it did not block until its work was done",
        )),
    }
}

#[cfg(test)]
mod tests {
    use connect_runtime::{ErrorKind, Method};

    use super::*;

    static OPERATION: Operation = Operation::new("x", Method::GET, &[], "");

    #[test]
    fn a_future_that_is_ready_gives_its_result() {
        assert!(matches!(run(&OPERATION, async { Ok(7) }), Ok(7)));
    }

    #[test]
    fn a_pending_future_is_an_error() {
        let error = run::<()>(&OPERATION, std::future::pending()).expect_err("pending");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains("broke its contract"), "{error}");
    }
}
