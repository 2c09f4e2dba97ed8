//! Tests of the program, with `connect-fake` as the platform.

mod faults;
mod overview;
mod program;
mod report;
mod support;
mod table;
