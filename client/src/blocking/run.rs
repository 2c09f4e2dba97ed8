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
    poll_once(future).unwrap_or_else(|| {
        Err(failure::transport(
            operation,
            "the transport broke its contract: it did not block until its work was done",
        ))
    })
}

/// Runs a future of the caller's, which may await this client alone.
///
/// # Errors
/// Those of the future, and that it is pending.
pub(super) fn to_end<T, E: From<Error>>(
    future: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    poll_once(future).unwrap_or_else(|| {
        Err(E::from(failure::configuration(
            "the function given to the blocking client's `run` awaited something other than this client: it can only await what this client returns",
        )))
    })
}

/// The output of a future that is ready.
fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
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

    #[test]
    fn a_function_that_waits_for_something_else_is_an_error() {
        assert!(matches!(to_end::<_, Error>(async { Ok(7) }), Ok(7)));
        let error = to_end::<(), Error>(std::future::pending()).expect_err("pending");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("only await"), "{error}");
    }
}
