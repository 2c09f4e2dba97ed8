//! The vendor's reporting day, on the fake of the platform.
#![allow(missing_docs)]

mod assets;
mod currencies;
mod ids;
mod outcomes;
mod paging;
mod period;
mod precision;
mod support;
mod terms;
