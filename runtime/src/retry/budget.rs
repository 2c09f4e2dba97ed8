//! A limit to the retries of all calls together.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// A limit to the retries of all calls of a client together, so that an API that is down does
/// not receive a multiple of the normal load.
///
/// It is a bucket of tokens: each retry takes one, each success gives back a part of one. While
/// the bucket is empty, calls fail at their first failure, and their [error](crate::Error::not_retried)
/// says so. It has no clock. By default there are 50 retries, and each 10 successes bring one back.
///
/// ```
/// use connect_usage::retry::Budget;
///
/// let budget = Budget::new(1, 2); // one retry, and another one for each two successes
/// assert!(budget.take());
/// assert!(!budget.take());
/// budget.give_back();
/// budget.give_back();
/// assert!(budget.take());
/// ```
pub struct Budget {
    /// In successes: so many of them as `price` says are worth one retry.
    balance: AtomicU64,
    full: u64,
    price: u64,
}

impl Budget {
    /// A bucket of so many retries, which is full at first, and to which so many successes bring
    /// one back. The default is 50 and 10. With 0 successes a retry costs nothing.
    pub const fn new(repetitions: u32, successes: u32) -> Self {
        let full = repetitions as u64 * successes as u64;
        Self {
            balance: AtomicU64::new(full),
            full,
            price: successes as u64,
        }
    }

    /// A bucket that is never empty.
    pub const fn unlimited() -> Self {
        Self::new(0, 0)
    }

    /// Takes a retry; false if there is none left.
    #[doc(hidden)] // for `driver::Attempts` and tests of it
    pub fn take(&self) -> bool {
        let taken = self
            .balance
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| {
                it.checked_sub(self.price)
            });
        taken.is_ok()
    }

    /// Notes a success.
    #[doc(hidden)] // for `driver::Attempts` and tests of it
    pub fn give_back(&self) {
        // An error says that the bucket is full, which is as well.
        let _ = self
            .balance
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| {
                (it < self.full).then_some(it + 1)
            });
    }

    /// How many retries are left; `None` if they are not limited.
    pub fn left(&self) -> Option<u64> {
        self.balance.load(Ordering::Relaxed).checked_div(self.price)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(50, 10)
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("left", &self.left())
            .finish()
    }
}
