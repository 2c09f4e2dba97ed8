//! The provider's round, on the fake of the platform.
#![allow(missing_docs)]

mod counters;
mod kills;
mod reconciliation;
mod records;
mod round;
mod support;
