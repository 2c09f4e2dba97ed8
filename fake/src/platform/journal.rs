//! The log of the calls that changed something.

/// The two sides of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The side that sells a product and reports its usage.
    Vendor,
    /// The side that resells the product and bills the usage.
    Provider,
}

/// A call that changed something. Calls that read or are refused have no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The function that makes the call: `files::submit`.
    pub operation: &'static str,
    /// The object that the call changed or created.
    pub id: String,
    /// The side whose key was used.
    pub side: Side,
}
