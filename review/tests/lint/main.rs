//! Lint: each defect is found with its span, and goes away with the action that fixes it.

#[path = "../support/mod.rs"]
mod support;

mod actions;
mod defects;
mod found;
mod ours;
mod written;
