//! Platforms and other hosts in memory, as both clients see them.
#![allow(missing_docs)]

mod drift;
mod executor;
mod faults;
mod life;
mod rate;
mod script;
mod seeds;
mod time;
