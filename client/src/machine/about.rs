//! Which request an error is about, when the machine of its call is gone.

use connect_runtime::Error;
use connect_runtime::driver::Annotate;

/// The request of a call that has been opened.
pub(crate) struct About {
    pub(super) path: String,
    pub(super) origin: Option<String>,
    pub(super) is_redirected: bool,
}

impl About {
    /// Adds to an error which request it is about.
    pub(crate) fn annotate(&self, error: Error) -> Error {
        let error = error.about(&self.path);
        match &self.origin {
            None => error,
            Some(origin) if self.is_redirected => error.redirected_to(origin.as_str()),
            Some(origin) => error.sent_to(origin.as_str()),
        }
    }
}
