//! A violated guarantee, and where a panic happened.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

/// A violated guarantee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What two cases of the same fault have in common.
    pub kind: String,
    /// Everything that is known.
    pub text: String,
}

impl Fault {
    /// A fault whose text begins with its kind.
    #[must_use]
    pub fn new(kind: impl Into<String>, details: &str) -> Self {
        let kind = kind.into();
        let text = format!("{kind}: {details}");
        Self { kind, text }
    }
}

/// How many threads wait for a panic in [`catching`].
static CATCHING: AtomicUsize = AtomicUsize::new(0);

/// Where the last panic happened: of a thread of the generator, or of the caller's.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs `work`; a panic is a fault, and prints nothing. Its kind names the file and the line.
///
/// # Errors
/// If it panics, or returns a fault.
pub fn catching<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if CATCHING.load(Ordering::SeqCst) == 0 {
                usual(panic);
            }
            let at = panic
                .location()
                .map(|at| format!("{}:{}", at.file(), at.line()));
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = at.unwrap_or_default();
        }));
    });
    CATCHING.fetch_add(1, Ordering::SeqCst);
    let result = catch_unwind(AssertUnwindSafe(work));
    CATCHING.fetch_sub(1, Ordering::SeqCst);
    result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        let at = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Err(Fault::new(format!("panic at {at}"), text.unwrap_or("?")))
    })
}
