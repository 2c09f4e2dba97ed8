//! Runs whose network breaks or whose responses are empty, at each of their requests.

use connect_reporting::{Happened, ReportError, ReportErrorKind};

use crate::network::{Fate, When, run_until};
use crate::support::{
    DOORS, Door, Memory, assert_reported, calls, platform, report, run, workbook,
};

/// Asserts that an error says what is true.
#[track_caller]
fn assert_true(error: &ReportError, platform: &connect_fake::Platform, context: &str) {
    let files = platform.files();
    let status = files.first().and_then(|it| platform.status(it));
    let uploads = calls(platform, "files::upload");
    let is_true = match error.happened() {
        Happened::Nothing => files.is_empty(),
        Happened::Found(_) => uploads == 0,
        Happened::Created(_) => uploads == 0 && status == Some("draft"),
        Happened::Uploaded(_) => uploads == 1 && status != Some("pending"),
        Happened::Submitted(_) => status == Some("pending"),
        Happened::MayBeCreated => files.len() <= 1 && uploads == 0,
        Happened::MayBeUploaded(_) => uploads <= 1 && status != Some("pending"),
        Happened::MayBeSubmitted(_) => uploads == 1,
        other => panic!("{other:?} {context}"),
    };
    assert!(is_true, "{context} {error} {status:?} {uploads}");
    if let Some(id) = error.happened().report() {
        assert_eq!(files, [id], "{context}");
    }
    assert!(error.to_string().contains("\n  help: "), "{error}");
    assert_eq!(error.external_id(), Some("2029-01"));
}

/// Runs a report with a fate at each request in turn, until one is beyond the last; then once more without. Returns the
/// errors.
fn at_each_request(door: Door, fate: Fate) -> Vec<ReportError> {
    let workbook = workbook(&["R-1", "R-2"]);
    let mut errors = Vec::new();
    for last in 1..30 {
        let context = format!("{door:?} {fate:?} {last}");
        let platform = platform();
        let mut progress = Memory::new();
        let result = run_until(door, &platform, &workbook, &mut progress, (last, fate));
        match result.expect("it is not killed") {
            Ok(_) => assert_reported(&platform, &["R-1", "R-2"], &context),
            Err(error) => {
                assert_true(&error, &platform, &context);
                errors.push(error);
            }
        }
        let _ = run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1", "R-2"], &context);
    }
    errors
}

#[test]
fn a_network_that_is_gone_is_an_error_that_tells_what_is_known() {
    for door in DOORS {
        for when in [When::Before, When::After] {
            let errors = at_each_request(door, Fate::Gone(when));
            let told: Vec<_> = errors.iter().map(|it| it.happened().clone()).collect();
            assert!(told.contains(&Happened::Nothing), "{told:?}");
            let is_told = |expected: fn(&Happened) -> bool| told.iter().any(expected);
            match when {
                When::Before => {
                    assert!(is_told(|it| matches!(it, Happened::Created(_))), "{told:?}");
                    assert!(
                        is_told(|it| matches!(it, Happened::Uploaded(_))),
                        "{told:?}"
                    );
                }
                When::After => {
                    assert!(
                        is_told(|it| matches!(it, Happened::MayBeCreated)),
                        "{told:?}"
                    );
                    assert!(
                        is_told(|it| matches!(it, Happened::MayBeUploaded(_))),
                        "{told:?}"
                    );
                    assert!(
                        is_told(|it| matches!(it, Happened::MayBeSubmitted(_))),
                        "{told:?}"
                    );
                }
            }
            // While it waits, a client takes a network that is gone for one that comes back.
            let kinds = errors.iter().map(ReportError::kind);
            let mut other = kinds.filter(|it| **it != ReportErrorKind::Unavailable);
            assert!(other.all(|it| *it == ReportErrorKind::WaitLimit));
        }
    }
}

#[test]
fn an_empty_response_is_understood_or_a_typed_error() {
    for door in DOORS {
        let errors = at_each_request(door, Fate::Emptied);
        assert!(!errors.is_empty());
        let is_client = |it: &ReportError| *it.kind() == ReportErrorKind::Client;
        assert!(errors.iter().all(is_client), "{errors:?}");
    }
}
