//! Responses that are read while they come, with both clients.
#![cfg(feature = "transport")]

mod breaking;
mod custom;
mod headers;
mod limits;
mod opening;
mod reading;
mod stream;
#[path = "../support/mod.rs"]
mod support;
