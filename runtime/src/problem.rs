//! What is wrong with a call, kept while it is built.

use std::fmt;
use std::sync::Arc;

/// The reason why a call cannot be sent.
///
/// Builders do not return a `Result` at every step: the first problem is kept, travels with the
/// value, and is reported by [`Call::check`](crate::Call::check) before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem(Arc<str>);

impl Problem {
    pub(crate) fn new(text: impl fmt::Display) -> Self {
        Self(text.to_string().into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
