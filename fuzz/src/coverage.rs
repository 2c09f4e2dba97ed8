//! Which parts of the generator a run has reached.
//!
//! `scripts/fuzz` compiles the generator with `-C instrument-coverage` and this crate with `--cfg guided`: each region
//! of the generator's code then has a counter in memory. Otherwise there are none, and runs are guided by diagnostic
//! codes alone.

/// The regions that were reached so far.
#[derive(Debug, Default)]
pub struct Coverage {
    reached: Vec<bool>,
}

impl Coverage {
    /// Whether the generator was compiled with counters.
    #[must_use]
    pub const fn is_available() -> bool {
        cfg!(guided)
    }

    /// Sets all counters to zero.
    pub fn start() {
        counters::each(|_, count| *count = 0);
    }

    /// Adds the regions that were reached since the start; returns how many are new.
    pub fn add(&mut self) -> usize {
        let mut new = 0;
        counters::each(|index, count| {
            if self.reached.len() <= index {
                self.reached.resize(index + 1, false);
            }
            if *count > 0 && !self.reached[index] {
                self.reached[index] = true;
                new += 1;
            }
        });
        new
    }

    /// The number of regions that were reached, and of all.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let reached = self.reached.iter().filter(|reached| **reached).count();
        (reached, self.reached.len())
    }
}

#[cfg(guided)]
#[allow(unsafe_code)]
mod counters {
    unsafe extern "C" {
        fn __llvm_profile_begin_counters() -> *mut u64;
        fn __llvm_profile_end_counters() -> *mut u64;
    }

    /// Calls `each` with every counter.
    pub fn each(mut each: impl FnMut(usize, &mut u64)) {
        // SAFETY: the runtime of the instrumentation gives the bounds of one static array of integers. Only the
        // generator counts in it, and none of its threads runs while this function does.
        unsafe {
            let begin = __llvm_profile_begin_counters();
            let end = __llvm_profile_end_counters();
            let length = usize::try_from(end.offset_from(begin)).unwrap_or(0);
            for index in 0..length {
                each(index, &mut *begin.add(index));
            }
        }
    }
}

#[cfg(not(guided))]
mod counters {
    pub fn each(_: impl FnMut(usize, &mut u64)) {}
}
