//! Thousands of short runs of both clients against a platform with seeded faults: what must hold however bad the
//! connection is.
//!
//! Each run has a seed that determines everything in it: the client, its actions, and the faults. `CONNECT_FAULT_RUNS`
//! is the number of runs, `CONNECT_FAULT_SEED` the seed of the first; the others are consecutive. With
//! `CONNECT_FAULT_RUNS=1`, a single run can be examined.
#![cfg(feature = "blocking")]

mod breach;
mod campaign;
mod client;
mod figures;
mod habit;
mod judge;
mod stage;
mod story;
#[path = "../support/mod.rs"]
mod support;

use breach::{Breach, Finding};
use campaign::Campaign;
use habit::Habit;

/// The default number of runs.
const RUNS: u64 = 4000;

#[test]
fn despite_faults_nothing_is_done_twice_lost_altered_or_leaked() {
    let campaign = Campaign::of(Habit::None)
        .first(number("CONNECT_FAULT_SEED").unwrap_or(1))
        .runs(number("CONNECT_FAULT_RUNS").unwrap_or(RUNS));
    let figures = campaign.run();
    println!("{figures}");
    assert!(figures.breaches.is_empty(), "{}", figures.breach_messages());
    if campaign.count() >= RUNS {
        assert_eq!(
            figures.fault_kinds(),
            connect_fake::faults::Kind::ALL.len(),
            "each kind of fault has occurred"
        );
        assert!(
            figures.successful_calls * 2 > figures.calls,
            "most calls succeed"
        );
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("an integer"))
}

/// Checks that a client with a fault of its own is detected. Otherwise the runs above would prove nothing.
fn is_detected(habit: Habit, expected: Breach) {
    let figures = Campaign::of(habit).runs(384).run();
    let found = figures.breaches.iter().any(|(_, it)| it.kind == expected);
    assert!(found, "{habit:?} went unnoticed: {figures}");
}

#[test]
fn retrying_everything_is_detected() {
    is_detected(Habit::RetriesEverything, Breach::ProcessedTwice);
}

/// For each action: the judge might miss one of them.
#[test]
fn retrying_each_kind_of_action_is_detected() {
    let figures = Campaign::of(Habit::RetriesEverything).runs(RUNS / 2).run();
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
            it.kind == Breach::ProcessedTwice && it.message.contains(&path)
        });
        assert!(found, "a second {action} went unnoticed: {figures}");
    }
}

#[test]
fn losing_rows_is_detected() {
    is_detected(Habit::SkipsARow, Breach::Rows);
}

#[test]
fn duplicating_rows_is_detected() {
    is_detected(Habit::RestartsLists, Breach::Rows);
}

#[test]
fn dropping_unreadable_rows_is_detected() {
    is_detected(Habit::DropsUnreadableRows, Breach::Rows);
}

#[test]
fn ending_a_page_at_an_unreadable_row_is_detected() {
    is_detected(Habit::EndsPagesAtUnreadableRows, Breach::Rows);
}

#[test]
fn ending_a_list_at_an_unreadable_row_is_detected() {
    is_detected(Habit::EndsListsAtUnreadableRows, Breach::ListEnded);
}

#[test]
fn altering_an_upload_is_detected() {
    is_detected(Habit::AltersUploads, Breach::Upload);
}

#[test]
fn altering_a_download_is_detected() {
    is_detected(Habit::AltersDownloads, Breach::Download);
}

#[test]
fn altering_a_file_is_detected() {
    is_detected(Habit::AltersFiles, Breach::Download);
}

#[test]
fn leaving_a_partial_file_is_detected() {
    is_detected(Habit::LeavesPartialFiles, Breach::Parts);
}

#[test]
fn overwriting_a_file_after_a_failure_is_detected() {
    is_detected(Habit::WritesInPlace, Breach::Parts);
}

#[test]
fn sending_the_key_to_a_presigned_url_is_detected() {
    is_detected(Habit::SendsKeyToPresignedUrls, Breach::KeyLeaked);
}

#[test]
fn sending_the_key_to_another_host_is_detected() {
    is_detected(Habit::SendsKeyElsewhere, Breach::KeyLeaked);
}

#[test]
fn losing_an_early_refusal_is_detected() {
    is_detected(Habit::LosesRefusals, Breach::RefusalLost);
}

#[test]
fn exceeding_a_time_limit_is_detected() {
    is_detected(Habit::ExceedsLimits, Breach::Deadline);
}

#[test]
fn a_panic_is_detected() {
    is_detected(Habit::Panics, Breach::Panic);
}

#[test]
fn denying_an_effect_is_detected() {
    is_detected(Habit::DeniesEffects, Breach::WrongOutcome);
}

#[test]
fn taking_a_redirect_for_a_refusal_is_detected() {
    let figures = Campaign::of(Habit::TrustsRedirects).runs(RUNS / 8).run();
    let found = |it: &(u64, Finding)| it.1.kind == Breach::WrongOutcome;
    assert!(figures.breaches.iter().any(found), "{figures}");
}

#[test]
fn taking_coded_bytes_for_the_content_is_detected() {
    let figures = Campaign::of(Habit::IgnoresCodings).runs(RUNS / 8).run();
    let found = |it: &(u64, Finding)| it.1.kind == Breach::Download;
    assert!(figures.breaches.iter().any(found), "{figures}");
}

#[test]
fn obeying_one_of_several_pauses_is_detected() {
    let figures = Campaign::of(Habit::SeesOneRetryAfter).runs(RUNS / 8).run();
    let found = |it: &(u64, Finding)| it.1.kind == Breach::TooEarly;
    assert!(figures.breaches.iter().any(found), "{figures}");
}

#[test]
fn giving_up_a_call_that_is_put_off_is_detected() {
    let figures = Campaign::of(Habit::CountsPauses).runs(RUNS / 4).run();
    let found = |it: &(u64, Finding)| it.1.kind == Breach::GaveUp;
    assert!(figures.breaches.iter().any(found), "{figures}");
}

#[test]
fn taking_another_report_for_the_created_one_is_detected() {
    is_detected(Habit::TakesAnyReport, Breach::WrongOutcome);
}
