//! Reports, on a fake platform in memory and on loopback.

mod support;

mod cut;
mod statuses;
