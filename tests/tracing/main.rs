//! Spans: their tree, their fields, and what they never contain.
#![cfg(feature = "tracing")]

#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod calls;
mod polls;
mod recorder;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
#[path = "../support/mod.rs"]
mod support;
