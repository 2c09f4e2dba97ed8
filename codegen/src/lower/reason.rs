//! Why a part of the document is left out.

/// Why a part of the document is left out: the message of the diagnostic about it.
/// [`Context::refuse`](super::context::Context::refuse) makes it, so that what is skipped always has its diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Creates the reason that a diagnostic gives.
    pub(super) fn new(message: &str) -> Self {
        Self(message.to_owned())
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}
