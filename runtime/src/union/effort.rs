//! A bound on what is read in vain.
//!
//! Where a union holds itself and its members fail late, each level reads all levels below it once for each member. That
//! doubles the work, or more, with every level. Unions within a union therefore share what they may read.

use std::cell::Cell;

/// How often the length of the outermost union may be read in all, by its members and the unions in them. A union whose
/// members are told apart at once needs one time for each level of unions, of which there are 127 at most.
const TIMES: usize = 1000;

thread_local! {
    /// How many bytes may still be read within the outermost union; `None` outside of any.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The reading of one union.
pub(super) struct Effort {
    length: usize,
    is_outermost: bool,
}

impl Effort {
    /// Begins to read a union whose JSON has so many bytes.
    pub(super) fn begin(length: usize) -> Self {
        let is_outermost = LEFT.get().is_none();
        if is_outermost {
            LEFT.set(Some(length.saturating_mul(TIMES)));
        }
        Self {
            length,
            is_outermost,
        }
    }

    /// Returns whether a member may be tried.
    pub(super) fn spend(&self) -> bool {
        let left = LEFT.get().unwrap_or_default();
        LEFT.set(Some(left.saturating_sub(self.length)));
        left >= self.length
    }
}

impl Drop for Effort {
    fn drop(&mut self) {
        if self.is_outermost {
            LEFT.set(None);
        }
    }
}
