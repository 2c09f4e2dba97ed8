//! The program `connect-usage`, as a person uses it: sessions as they look, a real terminal, pipes, failures and signals.
#![allow(missing_docs)]

mod csv;
mod failures;
mod manual;
mod output;
mod periods;
mod schedule;
mod secrets;
mod sessions;
mod support;
#[cfg(unix)]
mod terminal;
