//! What happens when somebody stops the command: at once, but not while files are being put in place.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::exit::Error;

/// How many are putting files in place.
static BUSY: AtomicUsize = AtomicUsize::new(0);
/// Whether somebody wanted to stop meanwhile.
static WANTED: AtomicUsize = AtomicUsize::new(0);

/// The exit status of a program that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// Holds a wish to stop off until it is dropped: a few milliseconds.
#[derive(Debug)]
pub struct Guard {
    written: bool,
}

impl Guard {
    /// Everything is in place: whoever stops the command is told so.
    pub fn written(mut self) {
        self.written = true;
    }
}

/// From now on a wish to stop (Ctrl-C, SIGTERM, a closed terminal) waits until the guard is dropped.
///
/// # Errors
/// If the system does not let signals be handled.
pub fn hold_off() -> Result<Guard, Error> {
    BUSY.fetch_add(1, Ordering::SeqCst);
    let handled = ctrlc::try_set_handler(|| {
        WANTED.store(1, Ordering::SeqCst);
        if BUSY.load(Ordering::SeqCst) == 0 {
            std::process::exit(INTERRUPTED);
        }
    });
    match handled {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(Guard { written: false }),
        Err(error) => {
            BUSY.fetch_sub(1, Ordering::SeqCst);
            Err(Error::Usage {
                what: format!("signals cannot be handled here: {error}"),
                help: "run the steps one by one: fetch, diff, generate, changelog".to_owned(),
            })
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let last = BUSY.fetch_sub(1, Ordering::SeqCst) == 1;
        if last && WANTED.load(Ordering::SeqCst) == 1 {
            // All files are in place, or none is: now it can stop.
            eprintln!(
                "interrupted: {}",
                if self.written {
                    "everything is written"
                } else {
                    "nothing was written"
                }
            );
            std::process::exit(INTERRUPTED);
        }
    }
}
