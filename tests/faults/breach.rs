//! What must never happen.

/// What must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// A request that is not idempotent was processed twice.
    ProcessedTwice,
    /// A row was lost or doubled, or is out of order; or one that cannot be read is not an error that names it.
    Rows,
    /// A row that cannot be read ended a list.
    ListEnded,
    /// An upload arrived different from what was sent.
    Upload,
    /// A download differs from the server's content, without a fault that clients cannot detect.
    Download,
    /// A download that failed left a partial file, or changed the target.
    Parts,
    /// The key was sent to another host.
    KeyLeaked,
    /// A call took longer than its limit.
    Deadline,
    /// A response that refused a request early was not seen.
    RefusalLost,
    /// The client panicked.
    Panic,
    /// A client reported a wrong outcome of a call.
    WrongOutcome,
    /// A request was sent within a pause that the API asked for.
    TooEarly,
    /// A call failed that the API had only put off.
    GaveUp,
}

/// A breach with its details.
#[derive(Debug, Clone)]
pub struct Finding {
    pub kind: Breach,
    pub message: String,
}

impl Finding {
    pub fn new(kind: Breach, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message }
    }
}
