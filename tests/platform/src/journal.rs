//! What was done, and by whom.

/// The two sides of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Whoever sells a product and reports its usage.
    Vendor,
    /// Whoever resells it and bills the usage.
    Provider,
}

/// A call that changed something. What is read or refused leaves no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The function that makes the call: `files::submit`.
    pub operation: &'static str,
    /// The object that it was about, or that it made.
    pub id: String,
    /// Whose key it was.
    pub side: Side,
}
