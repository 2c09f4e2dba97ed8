//! What changed between two contracts: each kind of change with what it means, what is no change at
//! all, and how a comparison is shown.

#[path = "../support/mod.rs"]
mod support;

mod calls;
mod edits;
mod markup;
mod once;
mod same;
mod shown;
mod types;
mod whole;
mod wire;
