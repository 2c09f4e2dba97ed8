//! Spans: their tree, their fields, and what they never contain.
#![cfg(feature = "tracing")]

#[cfg(feature = "transport")]
mod calls;
mod polls;
mod recorder;
#[cfg(feature = "transport")]
#[path = "../support/mod.rs"]
mod support;
