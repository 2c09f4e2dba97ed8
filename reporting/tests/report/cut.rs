//! Runs that are killed at each of their requests, and started again.

use connect_fake::{Platform, Side};
use connect_reporting::ReportOutcome;
use connect_usage::files;

use crate::network::{Fate, When, run_until};
use crate::support::{
    DOORS, Door, Memory, assert_reported, assert_rows, broken, builder, calls, platform, report,
    run, workbook,
};

/// Calls `check` for each door, each request, both ways to die at it, and until a run survives.
fn at_each_request(check: impl Fn(Door, (usize, Fate), &str) -> bool) {
    for door in DOORS {
        for when in [When::Before, When::After] {
            let mut survived = None;
            for last in 1..30 {
                let context = format!("{door:?} {when:?} {last}");
                if !check(door, (last, Fate::Killed(when)), &context) {
                    survived = Some(last);
                    break;
                }
            }
            let survived = survived.expect("a run has fewer requests");
            assert!(survived > 5, "{survived} requests are too few for a report");
        }
    }
}

/// What is left of the progress after a run was killed: what was stored, nothing, or what was stored before the run.
fn remains(stored: Memory, before: &Memory) -> [Memory; 3] {
    [stored, Memory::new(), before.clone()]
}

#[test]
fn a_report_that_was_killed_anywhere_is_submitted_once() {
    let workbook = workbook(&["R-1", "R-2"]);
    for kept in 0..3 {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut progress = Memory::new();
            let was_killed = run_until(door, &platform, &workbook, &mut progress, death).is_none();
            let mut progress = remains(progress, &Memory::new())[kept].clone();
            let _ =
                run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1", "R-2"], context);
            was_killed
        });
    }
}

#[test]
fn a_report_that_is_killed_again_and_again_is_submitted_once() {
    let workbook = workbook(&["R-1"]);
    for door in DOORS {
        for when in [When::Before, When::After] {
            let platform = platform();
            let mut progress = Memory::new();
            for last in 1..20 {
                let death = (last, Fate::Killed(when));
                run_until(door, &platform, &workbook, &mut progress, death);
            }
            let _ =
                run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1"], &format!("{door:?} {when:?}"));
        }
    }
}

#[test]
fn a_correction_that_was_killed_anywhere_is_submitted_once() {
    let (first, corrected) = (broken(&["R-1"]), workbook(&["R-1", "R-2"]));
    for kept in 0..3 {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut before = Memory::new();
            let _ = run(door, &platform, &report(), &first, &mut before).expect("it is processed");
            let mut progress = before.clone();
            let was_killed = run_until(door, &platform, &corrected, &mut progress, death).is_none();
            let mut progress = remains(progress, &before)[kept].clone();
            let _ =
                run(door, &platform, &report(), &corrected, &mut progress).expect("it is reported");
            assert_reported(&platform, &["R-1", "R-2"], context);
            was_killed
        });
    }
}

/// The workbook is changed, the run with the change is killed, and the change is taken back.
fn take_back(platform: fn() -> Platform, kept: usize) {
    let (first, changed) = (workbook(&["R-1"]), workbook(&["R-2"]));
    at_each_request(|door, death, context| {
        let platform = platform();
        let mut before = Memory::new();
        let stops = report().submit(false);
        let _ = run(door, &platform, &stops, &first, &mut before).expect("it is ready");
        let mut progress = before.clone();
        let was_killed = run_until(door, &platform, &changed, &mut progress, death).is_none();
        let has_submitted = calls(&platform, "files::submit") == 1;
        let mut progress = remains(progress, &before)[kept].clone();
        let outcome = run(door, &platform, &report(), &first, &mut progress);
        let outcome = outcome.expect("it is reported");
        match outcome {
            ReportOutcome::AlreadyReported { same_workbook, .. } => {
                assert!(has_submitted && same_workbook != Some(true), "{context}");
                assert_rows(&platform, &platform.files()[0], &["R-2"], context);
            }
            _ => assert_reported(&platform, &["R-1"], context),
        }
        was_killed
    });
}

#[test]
fn a_change_that_is_taken_back_is_not_submitted() {
    for kept in 0..3 {
        take_back(platform, kept);
    }
}

/// Such a platform does not tell when a workbook was uploaded, so progress that is older than the truth cannot be known.
#[test]
fn a_change_that_is_taken_back_is_not_submitted_where_no_times_are_told() {
    for kept in 0..2 {
        take_back(|| builder().sparse().in_memory(), kept);
    }
}

#[test]
fn a_rejected_report_whose_correction_was_killed_is_submitted_again() {
    let (first, changed) = (workbook(&["R-1"]), workbook(&["R-1", "R-2"]));
    for platform in [platform, || builder().sparse().in_memory()] {
        at_each_request(|door, death, context| {
            let platform = platform();
            let mut progress = Memory::new();
            let outcome = run(door, &platform, &report(), &first, &mut progress);
            let id = outcome.expect("it is reported").report().to_owned();
            let provider = platform.blocking_client(Side::Provider).expect("a client");
            provider.send(files::reject(&id)).expect("it is rejected");
            let was_killed = run_until(door, &platform, &changed, &mut progress, death).is_none();
            let _ =
                run(door, &platform, &report(), &changed, &mut progress).expect("it is reported");
            assert_eq!(platform.files(), [id.as_str()], "{context}");
            assert_eq!(platform.status(&id), Some("pending"), "{context}");
            assert_eq!(calls(&platform, "files::submit"), 2, "{context}");
            assert_rows(&platform, &id, &["R-1", "R-2"], context);
            was_killed
        });
    }
}
