//! The program `connect-usage`, as a person uses it: sessions as they look, a real terminal, pipes, failures and signals.
#![allow(missing_docs)]

mod csv;
mod failures;
mod files;
mod manual;
mod output;
mod periods;
mod schedule;
mod secrets;
mod sessions;
mod several;
mod support;
#[cfg(unix)]
mod terminal;
