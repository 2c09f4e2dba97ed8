//! Readers that can be opened again.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

type Open = dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync;

/// A way to open a reader of known length, as often as it is needed.
#[derive(Clone)]
pub struct Reopen {
    length: u64,
    open: Arc<Open>,
}

impl Reopen {
    pub(super) fn new(
        length: u64,
        open: impl Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            length,
            open: Arc::new(open),
        }
    }

    /// How many bytes it gives.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Opens it at its start.
    ///
    /// # Errors
    /// What the user's function returns.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        (self.open)()
    }
}

/// The same function and length. What the function does cannot be compared.
impl PartialEq for Reopen {
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length && Arc::ptr_eq(&self.open, &other.open)
    }
}

impl Eq for Reopen {}

impl fmt::Debug for Reopen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reopen({} bytes)", self.length)
    }
}
