//! What the server says about the length of the list.

/// The API said another total than before, while a list was read.
///
/// Rows came or went. Those behind the place may have moved past it, so that some were read twice or
/// not at all, unless the ordering puts new rows last and none went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TotalChange {
    /// The total until then.
    pub before: u64,
    /// The total from then on. Where the list ended before its total, this is where it ended.
    pub after: u64,
    /// The position of the first row of the page that came with the new total.
    pub position: u64,
}

/// The total as it was said last, and whether it was ever another.
#[derive(Debug, Default)]
pub(super) struct Total {
    last: Option<u64>,
    change: Option<TotalChange>,
}

impl Total {
    pub(super) fn last(&self) -> Option<u64> {
        self.last
    }

    /// The change that was noticed last.
    pub(super) fn change(&self) -> Option<TotalChange> {
        self.change
    }

    /// Takes note of what a page says, and gives the change if it is one. A page that says nothing
    /// changes nothing.
    pub(super) fn observe(&mut self, said: Option<u64>, position: u64) -> Option<TotalChange> {
        let after = said?;
        let before = self.last.replace(after).filter(|it| *it != after)?;
        let change = TotalChange {
            before,
            after,
            position,
        };
        self.change = Some(change);
        Some(change)
    }
}
