//! How much of a document is lowered.

/// How much of a document is lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of it. What nothing needs is listed as skipped.
    Whole,
    /// What is selected from it. What nothing in it needs is no loss, and is not listed.
    Selected,
    /// A part of what the overlays are written for, so that not everything that they name need be there.
    Part,
}
