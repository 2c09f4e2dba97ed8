//! What transports use of the tokio runtime in which a call is sent.

use std::future::ready;
use std::time::Duration;

use tokio::runtime::Handle;

use super::BoxFuture;

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
