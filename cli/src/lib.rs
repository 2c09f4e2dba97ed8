//! The commands of the program `connect-codegen`, as functions.
//!
//! [`command::main`] is the program. The other modules are what it has in common with programs that know more of their
//! documents, such as the `xtask` of a workspace with many of them:
//!
//! | module | subject |
//! |---|---|
//! | [`command`], [`args`] | the command line |
//! | [`generate`], [`lint`], [`diff`], [`explain`], [`inventory`], [`completions`] | one command each |
//! | [`sources`] | reading: documents, the files beside them, overlays |
//! | [`plan`], [`target`], [`mod@write`] | writing: the changes, the crate, and all files or none |
//! | [`report`], [`results`], [`progress`], [`exit`], [`wording`] | the output, and the exit status |
//!
//! The form of these modules follows the program, so it changes more often than that of `connect-codegen`, the library
//! that generates. A build script needs only that one.

pub mod args;
pub mod command;
pub mod completions;
pub mod diff;
pub mod exit;
pub mod explain;
pub mod generate;
pub mod inventory;
pub mod lint;
pub mod plan;
pub mod progress;
pub mod report;
pub mod results;
pub mod sources;
pub mod target;
mod timings;
pub mod wording;
pub mod write;
