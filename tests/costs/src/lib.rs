//! Counts the allocations of the generator: a measure of its work that does not depend on time.

use connect_codegen::{Input, Source, generate};

/// Counts allocations.
#[allow(unsafe_code)]
mod counter {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static COUNT: AtomicUsize = AtomicUsize::new(0);

    struct Counter;

    #[global_allocator]
    static COUNTER: Counter = Counter;

    // SAFETY: everything is done by the allocator of the system.
    unsafe impl GlobalAlloc for Counter {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            COUNT.fetch_add(1, Ordering::Relaxed);
            // SAFETY: the caller keeps the rules of `alloc`, which are the same.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            // SAFETY: the caller keeps the rules of `dealloc`, and `pointer` is from `System`.
            unsafe { System.dealloc(pointer, layout) }
        }
    }

    /// Returns the number of allocations so far, of all threads.
    pub fn count() -> usize {
        COUNT.load(Ordering::Relaxed)
    }
}

/// Returns how many allocations it takes to generate code from a document. Nothing else may run meanwhile.
///
/// # Panics
/// If nothing is generated.
pub fn allocations(document: String) -> usize {
    let input = Input {
        document: Source::new("spec.yml", document),
        ..Input::default()
    };
    let before = counter::count();
    let outcome = generate(&input, &mut |_| {});
    assert!(outcome.value.is_some(), "{:?}", outcome.diagnostics);
    counter::count() - before
}
