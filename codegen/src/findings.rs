//! What the steps find in a document: diagnostics, and the items that are skipped.

use std::cell::RefCell;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::Skipped;
use crate::moves::Moves;
use crate::pointer::Pointer;

/// Collects what all steps of a run find, behind shared references. It must be consumed by [`Findings::finish`], or the
/// diagnostics are lost.
#[derive(Default)]
#[must_use = "what is found must be finished"]
pub struct Findings {
    found: RefCell<Found>,
}

#[derive(Default)]
struct Found {
    diagnostics: Diagnostics,
    skipped: Vec<Skipped>,
    /// Where the document has what is found, if it was moved.
    moves: Moves,
    is_finished: bool,
}

impl Drop for Found {
    fn drop(&mut self) {
        debug_assert!(
            self.is_finished || std::thread::panicking(),
            "findings are finished before they are dropped"
        );
    }
}

impl Findings {
    /// Adds a diagnostic, unless an equal one is already present.
    pub fn push(&self, mut diagnostic: Diagnostic) {
        let mut found = self.found.borrow_mut();
        if let Some(pointer) = &mut diagnostic.pointer {
            *pointer = found.moves.original(pointer);
        }
        found.diagnostics.push(diagnostic);
    }

    /// Sets where nodes of the document were moved to. What is found from now on is shown where the document has it.
    pub fn set_moves(&self, moves: Moves) {
        self.found.borrow_mut().moves = moves;
    }

    /// Returns where nodes of the document were moved to.
    #[must_use]
    pub fn moves(&self) -> Moves {
        self.found.borrow().moves.clone()
    }

    /// Records that an item is skipped.
    pub fn skip(&self, pointer: Pointer, reason: impl Into<String>) {
        let mut found = self.found.borrow_mut();
        let pointer = found.moves.original(&pointer);
        let reason = reason.into();
        found.skipped.push(Skipped { pointer, reason });
    }

    /// Returns whether there is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.borrow().diagnostics.has_errors()
    }

    /// Makes an error of each warning.
    pub fn make_warnings_errors(&self) {
        self.found.borrow_mut().diagnostics.make_warnings_errors();
    }

    /// Returns the items that were skipped so far, sorted.
    #[must_use]
    pub fn skipped(&self) -> Vec<Skipped> {
        let mut skipped = self.found.borrow().skipped.clone();
        skipped.sort();
        skipped.dedup();
        skipped
    }

    /// Returns all diagnostics.
    pub fn finish(self) -> Diagnostics {
        let mut found = self.found.into_inner();
        found.is_finished = true;
        std::mem::take(&mut found.diagnostics)
    }

    /// Drops what was found: it is reported elsewhere.
    pub fn discard(self) {
        let _ = self.finish();
    }
}

// Without debug assertions, nothing would panic.
#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "findings are finished")]
    fn findings_cannot_be_dropped_by_mistake() {
        drop(Findings::default());
    }
}
