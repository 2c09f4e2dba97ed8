//! Spans: their tree, what they say, and what they never say.
#![cfg(feature = "tracing")]

#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod calls;
mod polls;
mod recorder;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
#[path = "../support/mod.rs"]
mod support;
