//! Reading lists over HTTP: what goes over the wire, when, and how much of it at a time.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod each;
mod reader;
mod server;
#[cfg(feature = "reqwest")]
mod stream;
#[path = "../support/mod.rs"]
mod support;
