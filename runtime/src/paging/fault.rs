//! What can be wrong with pages, in words.

use std::fmt;

use super::TotalChange;

/// Why a list is not read on.
#[derive(Debug)]
pub(super) enum Fault {
    /// The header speaks of other rows than were asked for.
    OtherRows { asked: u64, said: u64 },
    /// Byte for byte the page before.
    SamePage { asked: u64 },
    /// No rows, though the same response says that there are some.
    MissingRows { asked: u64, total: u64 },
    /// The total is another, and was to stay.
    TotalChanged(TotalChange),
    /// There were as many requests as may be.
    TooManyPages { limit: u64, position: u64 },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherRows { asked, said } => write!(
                f,
                "the rows from {asked} on were asked for, but the response's `Content-Range` says that \
                 it begins at row {said}; the server repeats or skips rows, and the page is not used"
            ),
            Self::SamePage { asked } => write!(
                f,
                "the page from row {asked} on is byte for byte the one before it, and the response has no \
                 `Content-Range` header that says which rows these are; the server does not heed the offset, or \
                 the list never ends"
            ),
            Self::MissingRows { asked, total } => write!(
                f,
                "the response says that the list has {total} rows, but holds none from row {asked} on; \
                 if rows were removed just then, read on with `offset({asked})`"
            ),
            Self::TotalChanged(TotalChange {
                before,
                after,
                position,
            }) => write!(
                f,
                "the list had {before} rows and has {after} at row {position}; some may have been \
                 read twice or not at all, so read it again, in an order that puts new rows last"
            ),
            Self::TooManyPages { limit, position } => write!(
                f,
                "the list does not end after {limit} requests; if it is that long, raise \
                 `max_pages`, and read on with `offset({position})`"
            ),
        }
    }
}
