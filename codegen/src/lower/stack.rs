//! Recursion that documents decide the depth of.

/// Runs a step of a recursion. It gets more stack when little is left.
pub fn with_stack<T>(step: impl FnOnce() -> T) -> T {
    const RED_ZONE: usize = 256 * 1024;
    const MORE: usize = 2 * 1024 * 1024;
    stacker::maybe_grow(RED_ZONE, MORE, step)
}
