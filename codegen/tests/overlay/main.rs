//! Overlays: what an action does, and what is said of one that is wrong or dead.

#[path = "../support/mod.rs"]
mod support;

mod document;
mod effects;
mod wrong;
