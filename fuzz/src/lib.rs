//! Broken documents at random, through the whole generator: load, select, overlay, lower, check,
//! emit, and a parse of the output.
//!
//! The stable toolchain is sufficient. A [`Case`] of the corpus is mutated as a tree
//! ([`structure`]), as bytes ([`bytes`](mod@bytes)), or both; [`judge()`] runs the generator on it; a case
//! with a new outcome joins the corpus of the run. The same seed gives the same
//! run on every machine.
//!
//! | what | where |
//! |---|---|
//! | a run | `cargo run --release -p fuzz -- --executions 1000000 --seed 1` |
//! | one case again | `cargo run --release -p fuzz -- FILE…` |
//! | the faults that runs have found | `fuzz/found/`, which a test judges again |
//! | the cases that runs have kept | `fuzz/corpus/`, which runs begin with, and which a test judges, too |
//! | the record of runs | `fuzz/RECORD.md` |

pub mod bytes;
pub mod case;
pub mod judge;
pub mod random;
pub mod run;
pub mod structure;
pub mod words;

pub use case::{Case, seeds};
pub use judge::{Fault, Signature, judge};
pub use random::Random;
pub use run::{Run, Totals};
