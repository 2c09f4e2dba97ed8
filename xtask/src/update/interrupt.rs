//! Interrupts: they stop the command at once, but not while files are being written.

use std::sync::atomic::{AtomicUsize, Ordering};

use connect_codegen_cli::exit::Error;

/// The number of guards.
static BUSY: AtomicUsize = AtomicUsize::new(0);
/// 1 if the command was interrupted.
static INTERRUPT: AtomicUsize = AtomicUsize::new(0);

/// The exit status of an interrupted program in shells.
const INTERRUPTED: i32 = 130;

/// Delays interrupts until it is dropped: a few milliseconds.
#[derive(Debug)]
pub struct Guard {
    written: bool,
}

impl Guard {
    /// Records that everything was written, for the message of a delayed interrupt.
    pub fn written(mut self) {
        self.written = true;
    }
}

/// Delays interrupts (Ctrl-C, SIGTERM, a closed terminal) until the guard is dropped. So are signals that the program was
/// started to ignore, for example by `nohup`: one of them ends it only when everything is written.
///
/// # Errors
/// Returns an error if the system does not let signals be handled.
pub fn delay() -> Result<Guard, Error> {
    BUSY.fetch_add(1, Ordering::SeqCst);
    // `try_set_handler` would handle no signal at all if one of them is ignored.
    let handled = ctrlc::set_handler(|| {
        INTERRUPT.store(1, Ordering::SeqCst);
        if BUSY.load(Ordering::SeqCst) == 0 {
            std::process::exit(INTERRUPTED);
        }
    });
    match handled {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(Guard { written: false }),
        Err(error) => {
            BUSY.fetch_sub(1, Ordering::SeqCst);
            Err(Error::Usage {
                what: format!("cannot handle signals: {error}"),
                help: "run the steps one by one: fetch, diff, generate, changelog".to_owned(),
            })
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let last = BUSY.fetch_sub(1, Ordering::SeqCst) == 1;
        if last && INTERRUPT.load(Ordering::SeqCst) == 1 {
            // All files are written, or none.
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
