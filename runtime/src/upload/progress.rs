//! Who wants to know how far an upload has come.

use std::fmt;
use std::sync::Arc;

/// A function that is told how far an upload has come.
#[derive(Clone)]
pub struct OnProgress(Arc<dyn Fn(u64, u64) + Send + Sync>);

impl OnProgress {
    pub(super) fn new(report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self(Arc::new(report))
    }

    /// Tells it that so many bytes of so many were handed to the connection.
    pub fn report(&self, sent: u64, total: u64) {
        (self.0)(sent, total);
    }
}

/// The same function.
impl PartialEq for OnProgress {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for OnProgress {}

impl fmt::Debug for OnProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnProgress")
    }
}
