//! Platforms and other hosts in memory, as both clients see them.
#![allow(missing_docs)]

mod executor;
mod faults;
mod ignored;
mod life;
mod script;
mod time;
