//! What a run does in each status.

use connect_fake::{FileStatus, Platform, Reply, Side, Step};
use connect_reporting::{
    Happened, InvalidReport, ProgressStep, Report, ReportErrorKind, ReportOutcome, ReportWorkbook,
};
use connect_usage::models::{NewPeriod, RejectUsageFile, UsageFile, UsageFileStatus};
use connect_usage::{OpenEnum, files};

use crate::support::{
    DOORS, Door, ID, Memory, assert_reported, assert_rows, broken, builder, calls, platform,
    report, run, seeded, workbook,
};

/// A report that an earlier run has taken to *ready* with this workbook, and its progress.
fn ready(door: Door, platform: &Platform, workbook: &ReportWorkbook) -> (String, Memory) {
    let mut progress = Memory::new();
    let stops = report().submit(false);
    let outcome = run(door, platform, &stops, workbook, &mut progress).expect("it is ready");
    assert!(
        matches!(outcome, ReportOutcome::Ready { .. }),
        "{outcome:?}"
    );
    (outcome.report().to_owned(), progress)
}

fn reject(platform: &Platform, id: &str) {
    let provider = platform.blocking_client(Side::Provider).expect("a client");
    let reason = RejectUsageFile::new().rejection_note("too much");
    provider
        .send(files::reject(id).body(reason))
        .expect("it is rejected");
}

fn invalid(outcome: ReportOutcome) -> InvalidReport {
    match outcome {
        ReportOutcome::Invalid(invalid) => invalid,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_report_is_created_once_and_submitted_once() {
    for door in DOORS {
        let (platform, workbook) = (platform(), workbook(&["R-1", "R-2"]));
        let mut progress = Memory::new();
        let outcome = run(door, &platform, &report(), &workbook, &mut progress);
        let outcome = outcome.expect("it is reported");
        assert!(
            matches!(
                &outcome,
                ReportOutcome::Submitted {
                    status: UsageFileStatus::Pending,
                    ..
                }
            ),
            "{outcome:?}"
        );
        assert_eq!(progress[ID].step, ProgressStep::Submitted);
        for (mut progress, expected) in [(progress, Some(true)), (Memory::new(), None)] {
            let outcome = run(door, &platform, &report(), &workbook, &mut progress);
            let ReportOutcome::AlreadyReported { same_workbook, .. } =
                outcome.expect("it was reported")
            else {
                panic!("it is reported once");
            };
            assert_eq!(same_workbook, expected);
        }
        assert_reported(&platform, &["R-1", "R-2"], "");
        platform.assert_no_drift();
    }
}

#[test]
fn settings_are_sent_and_the_smallest_report_has_few() {
    let period = NewPeriod::days("2029-01-01", "2029-01-31");
    let full = report()
        .description("text")
        .note("note")
        .currency("EUR")
        .period(period.expect("days"));
    let small = Report::new(ID, "PRD-1", "CRD-1");
    for (report, expected) in [
        (
            full,
            r#"{"product":{"id":"PRD-000-000-001"},"contract":{"id":"CRD-00000-00000-00001"},"currency":"EUR","description":"text","external_id":"2029-01","name":"January","note":"note","period":{"from":"2029-01-01","to":"2029-01-31"}}"#,
        ),
        (
            small,
            r#"{"product":{"id":"PRD-1"},"contract":{"id":"CRD-1"},"external_id":"2029-01","name":"2029-01"}"#,
        ),
    ] {
        let platform = platform();
        let _ = run(
            Door::Blocking,
            &platform,
            &report,
            &workbook(&["R-1"]),
            &mut (),
        )
        .expect("it is reported");
        let requests = platform.requests();
        let created = requests
            .iter()
            .find(|it| it.body.starts_with(b"{\"product"));
        let body = &created.expect("it is created").body;
        assert_eq!(String::from_utf8_lossy(body), expected);
    }
}

#[test]
fn a_draft_gets_the_workbook() {
    for door in DOORS {
        let platform = platform();
        seeded(&platform, FileStatus::Draft);
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn what_is_not_known_to_be_this_workbook_is_replaced() {
    for door in DOORS {
        for status in [
            FileStatus::Uploading,
            FileStatus::Processing,
            FileStatus::Uploaded,
            FileStatus::Ready,
            FileStatus::Invalid,
        ] {
            let platform = platform();
            seeded(&platform, status);
            let _ = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ())
                .expect("it is reported");
            assert_reported(&platform, &["R-1"], &format!("{status:?}"));
            assert_eq!(calls(&platform, "files::upload"), 1, "{status:?}");
        }
    }
}

#[test]
fn a_report_that_is_ready_with_this_workbook_is_submitted() {
    for door in DOORS {
        let (platform, workbook) = (platform(), workbook(&["R-1"]));
        let (_, mut progress) = ready(door, &platform, &workbook);
        let _ = run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::upload"), 1);
    }
}

#[test]
fn a_report_that_is_ready_with_another_workbook_is_uploaded_first() {
    for door in DOORS {
        let platform = platform();
        let (_, mut progress) = ready(door, &platform, &workbook(&["R-1"]));
        let changed = workbook(&["R-1", "R-2"]);
        let _ = run(door, &platform, &report(), &changed, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1", "R-2"], "");
    }
}

#[test]
fn progress_that_is_older_than_the_platform_is_not_believed() {
    for door in DOORS {
        let (platform, first) = (platform(), workbook(&["R-1"]));
        let (id, mut old) = ready(door, &platform, &first);
        // Somebody else has uploaded another workbook since.
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        let upload = workbook(&["R-9"]).upload();
        vendor
            .send(files::upload(&id, upload))
            .expect("it is uploaded");
        platform.settle();
        let _ = run(door, &platform, &report(), &first, &mut old).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn an_invalid_workbook_is_uploaded_once_and_its_errors_are_told_each_time() {
    for door in DOORS {
        let (platform, workbook) = (platform(), broken(&["R-1", "R-2"]));
        let mut progress = Memory::new();
        for _ in 0..2 {
            let outcome = run(door, &platform, &report(), &workbook, &mut progress);
            let invalid = invalid(outcome.expect("it was processed"));
            let rows = invalid.rows.iter();
            let rows: Vec<_> = rows
                .map(|it| (it.row, it.record_id.as_deref(), it.column.as_deref()))
                .collect();
            let column = Some("item_search_value");
            assert_eq!(
                rows,
                [
                    (Some(2), Some("R-1"), column),
                    (Some(3), Some("R-2"), column)
                ]
            );
            assert!(
                invalid.rows[0].message.contains("no such item"),
                "{invalid:?}"
            );
            assert!(invalid.detail.is_some() && invalid.unreadable.is_none());
            assert!(
                invalid
                    .processed
                    .as_ref()
                    .is_some_and(|it| it.starts_with(b"PK"))
            );
        }
        assert_eq!(calls(&platform, "files::upload"), 1);
        assert_eq!(progress[ID].step, ProgressStep::Invalid);
    }
}

#[test]
fn a_corrected_workbook_goes_to_the_same_report() {
    for door in DOORS {
        let platform = platform();
        let mut progress = Memory::new();
        let outcome = run(door, &platform, &report(), &broken(&["R-1"]), &mut progress);
        let id = invalid(outcome.expect("it was processed")).report;
        let corrected = workbook(&["R-1"]);
        let outcome = run(door, &platform, &report(), &corrected, &mut progress);
        assert_eq!(outcome.expect("it is reported").report(), id);
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn a_rejected_report_is_replaced_by_a_changed_workbook_or_on_request() {
    for door in DOORS {
        let (platform, first) = (platform(), workbook(&["R-1"]));
        let mut progress = Memory::new();
        let run = |report: &Report, workbook: &ReportWorkbook, progress: &mut Memory| {
            let outcome = run(door, &platform, report, workbook, progress);
            outcome.expect("it was processed")
        };
        let id = run(&report(), &first, &mut progress).report().to_owned();
        reject(&platform, &id);
        for (mut progress, expected) in [(progress.clone(), Some(true)), (Memory::new(), None)] {
            let ReportOutcome::Rejected {
                reason,
                same_workbook,
                ..
            } = run(&report(), &first, &mut progress)
            else {
                panic!("it is rejected");
            };
            assert_eq!(
                (reason.as_deref(), same_workbook),
                (Some("too much"), expected)
            );
        }
        let changed = workbook(&["R-2"]);
        let outcome = run(&report(), &changed, &mut progress);
        assert!(
            matches!(outcome, ReportOutcome::Submitted { .. }),
            "{outcome:?}"
        );
        assert_rows(&platform, &id, &["R-2"], "");
        reject(&platform, &id);
        let outcome = run(&report().replace_rejected(true), &changed, &mut progress);
        assert!(
            matches!(outcome, ReportOutcome::Submitted { .. }),
            "{outcome:?}"
        );
        assert_eq!(calls(&platform, "files::submit"), 3);
    }
}

#[test]
fn what_was_submitted_is_not_changed() {
    for door in DOORS {
        for status in [
            FileStatus::Pending,
            FileStatus::Accepted,
            FileStatus::Closed,
        ] {
            let platform = platform();
            let id = seeded(&platform, status);
            let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
            let outcome = outcome.expect("it was reported");
            let ReportOutcome::AlreadyReported {
                report,
                status: told,
                same_workbook,
            } = outcome
            else {
                panic!("{outcome:?}");
            };
            assert_eq!((report, told.as_str()), (id, status.as_str()));
            assert_eq!(same_workbook, None);
            assert!(platform.journal().is_empty());
        }
    }
}

#[test]
fn another_workbook_than_the_reported_one_is_told() {
    for door in DOORS {
        let platform = platform();
        let mut progress = Memory::new();
        let _ = run(
            door,
            &platform,
            &report(),
            &workbook(&["R-1"]),
            &mut progress,
        )
        .expect("reported");
        let other = workbook(&["R-2"]);
        let outcome = run(door, &platform, &report(), &other, &mut progress);
        let outcome = outcome.expect("it was reported");
        let expected = Some(false);
        assert!(
            matches!(&outcome, ReportOutcome::AlreadyReported { same_workbook, .. } if *same_workbook == expected),
            "{outcome:?}"
        );
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn a_deleted_report_is_none() {
    for door in DOORS {
        let (platform, first) = (platform(), workbook(&["R-1"]));
        let (id, mut progress) = ready(door, &platform, &first);
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        vendor.send(files::delete(&id)).expect("it is deleted");
        let outcome = run(door, &platform, &report(), &first, &mut progress);
        let new = outcome.expect("it is reported").report().to_owned();
        assert_ne!(new, id);
        assert_eq!(platform.status(&new), Some("pending"));
        assert_eq!(progress[ID].report, new);
        assert_rows(&platform, &new, &["R-1"], "");
    }
}

#[test]
fn other_spellings_of_statuses_are_understood() {
    for door in DOORS {
        for builder in [
            builder().capitals(),
            builder().uploaded_is_success(),
            builder().capitals().uploaded_is_success().sparse(),
            builder().sparse(),
            builder().steps(0),
            builder().steps(3),
        ] {
            let platform = builder.in_memory();
            let mut progress = Memory::new();
            let mut run = |workbook: &ReportWorkbook| {
                run(door, &platform, &report(), workbook, &mut progress)
            };
            let invalid = run(&broken(&["R-1"])).expect("it was processed");
            assert!(matches!(invalid, ReportOutcome::Invalid(_)), "{invalid:?}");
            let _ = run(&workbook(&["R-1"])).expect("it is reported");
            assert_reported(&platform, &["R-1"], "");
        }
    }
}

#[test]
fn an_unknown_status_is_an_error_that_names_it() {
    for door in DOORS {
        for seeded_status in [FileStatus::Ready, FileStatus::Processing] {
            let platform = platform();
            let id = seeded(&platform, seeded_status);
            platform.show_status(&id, Some("processed"));
            let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
            let error = error.expect_err("an unknown status");
            let status = Some("processed".to_owned());
            assert_eq!(*error.kind(), ReportErrorKind::UnknownStatus { status });
            assert!(
                error.to_string().contains("unknown status `processed`"),
                "{error}"
            );
            assert_eq!(*error.happened(), Happened::Found(id));
            assert!(platform.journal().is_empty());
            // The wait for the default limit has not begun.
            assert!(
                platform.elapsed().as_secs() < 60,
                "{:?}",
                platform.elapsed()
            );
        }
    }
}

#[test]
fn an_unknown_status_ends_a_wait() {
    for door in DOORS {
        let platform = builder().steps(2).in_memory();
        let id = seeded(&platform, FileStatus::Draft);
        // From the second read on: the first one shows the draft.
        let mut unknown = UsageFile::new(&id);
        unknown.status = Some("processed".into());
        platform
            .on(files::get(&id))
            .sequence([Step::pass(), Step::reply(Reply::value(200, &unknown))]);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("an unknown status");
        let status = Some("processed".to_owned());
        assert_eq!(*error.kind(), ReportErrorKind::UnknownStatus { status });
        assert!(
            platform.elapsed().as_secs() < 60,
            "{:?}",
            platform.elapsed()
        );
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
    }
}
