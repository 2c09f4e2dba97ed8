//! Every operation against a server: what goes over the wire, and what comes back.
//!
//! Responses are as the API gives them, not as its document declares them; where the two differ, it is
//! the former that callers meet.
#![cfg(feature = "transport")]

#[path = "../support/mod.rs"]
mod support;

mod aggregates;
mod chunks;
mod complete;
mod errors;
mod files;
mod fixtures;
mod form;
mod harness;
mod products;
mod reconciliations;
mod records;

use connect_usage::specification::OPERATIONS;

/// Runs all exercises in one thread, since that is where the harness keeps the names of what was sent.
/// An operation that nobody exercises, or an exercise that nobody lists, makes the names too few.
#[test]
fn every_operation_is_exercised() {
    let all = [
        aggregates::EXERCISES,
        chunks::EXERCISES,
        files::EXERCISES,
        products::EXERCISES,
        reconciliations::EXERCISES,
        records::EXERCISES,
    ];
    for exercise in all.concat() {
        exercise();
    }
    let names = harness::sent();
    assert_eq!(names.len(), OPERATIONS.len(), "{names:#?}");
}
