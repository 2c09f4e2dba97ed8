//! What is said of operations that are read in part, or not at all.

mod document;
mod operations;
mod styles;
