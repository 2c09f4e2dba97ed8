//! Signals that interrupt or terminate the program.

use std::future::{Future, pending};

use super::exit::{Failure, Kind};

/// Runs work until it ends or the program is interrupted. The work is dropped then, which removes its temporary files.
///
/// # Errors
/// Those of the work, and that it was interrupted.
pub async fn or_interrupted<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    // Before the work begins, which may take long until it waits for the first time.
    let signals = Signals::listen();
    tokio::select! {
        // The work first: what has ended is not interrupted.
        biased;
        result = work => result,
        kind = signals.next() => Err(Failure::new(kind, message(kind))),
    }
}

fn message(kind: Kind) -> &'static str {
    match kind {
        Kind::Terminated => "terminated",
        _ => "interrupted",
    }
}

/// The signals that end the program. Without a handler they end it at once.
#[cfg(unix)]
struct Signals {
    interrupt: Option<tokio::signal::unix::Signal>,
    terminate: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            interrupt: signal(SignalKind::interrupt()).ok(),
            terminate: signal(SignalKind::terminate()).ok(),
        }
    }

    async fn next(mut self) -> Kind {
        tokio::select! {
            () = received(self.interrupt.as_mut()) => Kind::Interrupted,
            () = received(self.terminate.as_mut()) => Kind::Terminated,
        }
    }
}

#[cfg(unix)]
async fn received(signal: Option<&mut tokio::signal::unix::Signal>) {
    let received = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if received.is_none() {
        pending().await
    }
}

/// The signals that end the program. Without a handler they end it at once.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self
    }

    async fn next(self) -> Kind {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Kind::Interrupted,
            Err(_) => pending().await,
        }
    }
}
