//! What the tests of the models share: the contract, random documents that obey it, what may be done
//! to such a document, and what it means that an encoding agrees with its source.
//!
//! Nothing here is taken from the generator or the runtime: overlays are applied, numbers compared
//! and times read by code of its own, so that a mistake there does not hide itself.

pub mod agree;
pub mod caller;
pub mod contract;
pub mod doc;
pub mod exact;
pub mod formats;
pub mod model;
pub mod mutate;
pub mod operations;
pub mod random;
pub mod scratch;
pub mod shape;
pub mod subjects;
pub mod validate;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A runner that makes the same values on every machine. `CONTRACT_CASES` in the environment
/// multiplies the cases, for a longer search.
#[must_use]
pub fn runner(cases: u32) -> TestRunner {
    let times = std::env::var("CONTRACT_CASES").ok();
    let times = times.and_then(|it| it.parse::<u32>().ok()).unwrap_or(1);
    let config = Config {
        cases: cases * times,
        failure_persistence: None,
        max_shrink_iters: 5000,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}
