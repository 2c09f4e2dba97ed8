//! A bound on what is read in vain.
//!
//! Where a union holds itself and its members fail late, each level reads all levels below it once for each member. That
//! doubles the work, or more, with every level. Unions within a union therefore share what they may read.

use std::cell::Cell;

/// How often the length of the outermost union may be read in all, by its members and the unions in them. A union whose
/// members are told apart at once needs one time for each level of unions, of which there are 127 at most.
const TIMES: usize = 1000;

/// What may be read within the outermost union, in bytes.
#[derive(Clone, Copy)]
struct Budget {
    whole: usize,
    left: usize,
}

thread_local! {
    /// The budget of the outermost union; `None` outside of any.
    static BUDGET: Cell<Option<Budget>> = const { Cell::new(None) };
}

/// The reading of one union.
pub(super) struct Effort {
    length: usize,
    is_outermost: bool,
}

impl Effort {
    /// Begins to read a union whose JSON has so many bytes.
    pub(super) fn begin(length: usize) -> Self {
        let is_outermost = BUDGET.get().is_none();
        if is_outermost {
            let whole = length.saturating_mul(TIMES);
            BUDGET.set(Some(Budget { whole, left: whole }));
        }
        Self {
            length,
            is_outermost,
        }
    }

    /// Returns whether a member may be tried.
    pub(super) fn spend(&self) -> bool {
        self.spend_down_to(|_| 0)
    }

    /// Returns whether another member may be tried, although one has been read already: as long as half is left, so that
    /// it is not at the expense of unions whose first member is still to be read.
    pub(super) fn spend_spare(&self) -> bool {
        self.spend_down_to(|whole| whole / 2)
    }

    fn spend_down_to(&self, least: impl Fn(usize) -> usize) -> bool {
        let Some(Budget { whole, left }) = BUDGET.get() else {
            return false;
        };
        let rest = left.checked_sub(self.length);
        let Some(left) = rest.filter(|rest| *rest >= least(whole)) else {
            return false;
        };
        BUDGET.set(Some(Budget { whole, left }));
        true
    }
}

impl Drop for Effort {
    fn drop(&mut self) {
        if self.is_outermost {
            BUDGET.set(None);
        }
    }
}
