//! Select: which part of a document is kept, and that nothing but the contract of it is.

#[path = "../support/mod.rs"]
mod support;

mod choice;
mod contracts;
mod document;
mod kept;
