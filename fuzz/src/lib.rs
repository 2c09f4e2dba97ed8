//! Documents changed at random, through the whole generator: load, select, overlay, lower, check, emit, a parse of the
//! output, and of a sample the compiler.
//!
//! A [`Case`] is mutated as a tree ([`structure`]), in its `x-connect-…` members ([`extensions`]), as bytes
//! ([`bytes`](mod@bytes)), or in several ways; [`judge()`] runs the generator on it and checks its guarantees. A case that reaches
//! code or gives a diagnostic code that none before did is mutated further. The same seed gives the same run.
//!
//! | what | where |
//! |---|---|
//! | a run, guided by coverage | `scripts/fuzz --executions 100000 --seed 1` |
//! | one case again | `scripts/fuzz FILE…` |
//! | faults that runs have found, and a test judges again | `fuzz/found/`; those that are not fixed in `fuzz/found/open/` |
//! | the record of runs | `fuzz/RECORD.md` |

pub mod bytes;
pub mod case;
pub mod compile;
pub mod coverage;
pub mod extensions;
pub mod fault;
pub mod judge;
pub mod order;
pub mod random;
pub mod run;
pub mod shrink;
pub mod structure;
pub mod tree;
pub mod words;

pub use case::{Case, seeds};
pub use compile::{Compiler, Sample, as_crate};
pub use coverage::Coverage;
pub use fault::Fault;
pub use judge::{Checks, Verdict, judge};
pub use random::Random;
pub use run::{Run, Totals};
pub use shrink::shrink;
