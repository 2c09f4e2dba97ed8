//! What transports use of the tokio runtime in which a call is sent.

use std::future::ready;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};
use tokio::runtime::Handle;

use super::BoxFuture;

/// Returns the runtime in which a call is sent.
///
/// # Errors
/// When there is none. `transport` is the beginning of the message.
pub(super) fn current(operation: &'static Operation, transport: &str) -> Result<Handle, Error> {
    Handle::try_current().map_err(|_| {
        let message = format!(
            "{transport} needs a tokio runtime: send the call in one, or use the blocking client"
        );
        failure::invalid_request(operation, message)
    })
}

/// Sleeps. Outside of a runtime it does not, so that sending goes on, which says that there is none.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    match Handle::try_current() {
        Ok(_) => Box::pin(tokio::time::sleep(duration)),
        Err(_) => Box::pin(ready(())),
    }
}

/// Runs work on a thread for blocking work. Outside of a runtime there is none, and it runs at once.
pub(super) fn offload(work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
    let Ok(runtime) = Handle::try_current() else {
        work();
        return Box::pin(ready(()));
    };
    let job = runtime.spawn_blocking(work);
    // If the work was not done, the caller finds no result.
    Box::pin(async { drop(job.await) })
}
