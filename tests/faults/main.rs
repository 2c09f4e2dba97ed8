//! Thousands of short runs of both clients against a platform whose answers go wrong by a seeded plan:
//! what must hold however bad the line is.
//!
//! Each run has a seed, from which everything in it follows: which client it is, what it does, and what
//! goes wrong. `CONNECT_FAULT_RUNS` is how many runs there are, `CONNECT_FAULT_SEED` the seed of the
//! first; the others follow it. With `CONNECT_FAULT_RUNS=1` one run is looked at alone.
#![cfg(all(feature = "reqwest", feature = "blocking"))]

mod campaign;
mod client;
mod figures;
mod judge;
mod stage;
mod story;
#[path = "../support/mod.rs"]
mod support;

use campaign::Campaign;
use judge::Breach;
use stage::Habit;

/// How many runs there are if nobody says otherwise.
const RUNS: u64 = 4000;

#[test]
fn however_bad_the_line_is_nothing_is_done_twice_lost_altered_or_given_away() {
    let campaign = Campaign::of(Habit::None)
        .first(number("CONNECT_FAULT_SEED").unwrap_or(1))
        .runs(number("CONNECT_FAULT_RUNS").unwrap_or(RUNS));
    let figures = campaign.run();
    println!("{figures}");
    assert!(
        figures.breaches.is_empty(),
        "{}",
        figures.told_of_breaches()
    );
    if campaign.count() >= RUNS {
        assert_eq!(figures.kinds_seen(), 20, "each kind of fault has occurred");
        assert!(
            figures.calls_through * 2 > figures.calls,
            "most calls come through"
        );
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a whole number"))
}

/// A client that does what it must not do is found out: else the runs above would prove nothing.
fn is_found_out(habit: Habit, expected: Breach) {
    let figures = Campaign::of(habit).runs(96).run();
    let found = figures.breaches.iter().any(|(_, it)| it.kind == expected);
    assert!(found, "{habit:?} went unnoticed: {figures}");
}

#[test]
fn whoever_repeats_everything_is_found_out() {
    is_found_out(Habit::RepeatsEverything, Breach::ProcessedTwice);
}

/// For each call on its own: with each of them a judge could be blind.
#[test]
fn whoever_repeats_everything_is_found_out_whatever_it_is() {
    let figures = Campaign::of(Habit::RepeatsEverything).runs(RUNS / 4).run();
    for action in [
        "/submit",
        "/accept",
        "/reject",
        "/delete",
        "/close",
        "/approve-all",
        "/close-records",
        "/upload",
        "/usage/files",
        "/usage/reconciliations",
    ] {
        let found = figures.breaches.iter().any(|(_, it)| {
            let path = format!("{action} was processed 2 times");
            it.kind == Breach::ProcessedTwice && it.told.contains(&path)
        });
        assert!(found, "a second {action} went unnoticed: {figures}");
    }
}

#[test]
fn whoever_loses_rows_is_found_out() {
    is_found_out(Habit::SkipsARow, Breach::Rows);
}

#[test]
fn whoever_doubles_rows_is_found_out() {
    is_found_out(Habit::BeginsAnew, Breach::Rows);
}

#[test]
fn whoever_uploads_something_else_is_found_out() {
    is_found_out(Habit::AltersUploads, Breach::Upload);
}

#[test]
fn whoever_alters_a_download_is_found_out() {
    is_found_out(Habit::AltersDownloads, Breach::Download);
}

#[test]
fn whoever_alters_a_file_is_found_out() {
    is_found_out(Habit::AltersFiles, Breach::Download);
}

#[test]
fn whoever_leaves_a_file_in_parts_is_found_out() {
    is_found_out(Habit::LeavesParts, Breach::Parts);
}

#[test]
fn whoever_spoils_a_file_by_a_failure_is_found_out() {
    is_found_out(Habit::WritesInPlace, Breach::Parts);
}

#[test]
fn whoever_gives_the_key_to_a_link_is_found_out() {
    is_found_out(Habit::GivesTheKeyToLinks, Breach::KeyLeft);
}

#[test]
fn whoever_carries_the_key_to_another_host_is_found_out() {
    is_found_out(Habit::CarriesTheKey, Breach::KeyLeft);
}

#[test]
fn whoever_takes_too_long_is_found_out() {
    is_found_out(Habit::Dawdles, Breach::Deadline);
}

#[test]
fn whoever_panics_is_found_out() {
    is_found_out(Habit::Panics, Breach::Panic);
}

#[test]
fn whoever_denies_what_happened_is_found_out() {
    is_found_out(Habit::Denies, Breach::Untrue);
}
