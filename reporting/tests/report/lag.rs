//! A run that ends between the creation of a report and its note, while the list lags behind.

use connect_fake::Platform;
use connect_reporting::{BoxError, Happened, Progress, ProgressStore, ReportErrorKind};
use connect_usage::files;
use connect_usage::models::UsageFileSummary;

use crate::support::{DOORS, ID, Memory, assert_rows, calls, platform, report, run, workbook};

/// Stores nothing, as a program that was killed.
struct Killed;

impl ProgressStore for Killed {
    fn load(&mut self, _: &str) -> Result<Option<Progress>, BoxError> {
        Ok(None)
    }

    fn save(&mut self, _: &Progress) -> Result<(), BoxError> {
        Err("killed".into())
    }
}

/// Lists these reports alone.
fn list(platform: &Platform, ids: &[String]) {
    let row = |id: &String| {
        let mut row = UsageFileSummary::new(id);
        row.external_id = Some(ID.to_owned());
        row
    };
    let rows: Vec<_> = ids.iter().map(row).collect();
    platform.on(files::list()).respond_with_rows(&rows);
}

#[test]
fn a_second_report_bills_alone_and_is_named_as_soon_as_both_are_listed() {
    for door in DOORS {
        let (platform, workbook) = (platform(), workbook(&["R-1"]));
        let error = run(door, &platform, &report(), &workbook, &mut Killed);
        let error = error.expect_err("it was killed");
        assert!(matches!(error.happened(), Happened::Created(_)), "{error}");
        list(&platform, &[]);
        let mut progress = Memory::new();
        let outcome = run(door, &platform, &report(), &workbook, &mut progress);
        assert!(outcome.expect("it is reported").is_submitted());

        let files = platform.files();
        assert_eq!(files.len(), 2);
        assert_eq!(platform.status(&files[0]), Some("draft"));
        assert!(platform.records(&files[0]).is_empty(), "nothing is billed");
        assert_rows(&platform, &files[1], &["R-1"], "");

        list(&platform, &files);
        let error = run(door, &platform, &report(), &workbook, &mut progress);
        let error = error.expect_err("there are two");
        let reports = [files[0].clone(), files[1].clone()];
        assert_eq!(*error.kind(), ReportErrorKind::Duplicate { reports });
        assert_eq!(calls(&platform, "files::submit"), 1);
    }
}

#[test]
fn a_list_that_does_not_lag_has_the_report() {
    for door in DOORS {
        let (platform, workbook) = (platform(), workbook(&["R-1"]));
        run(door, &platform, &report(), &workbook, &mut Killed).expect_err("it was killed");
        let mut progress = Memory::new();
        let outcome = run(door, &platform, &report(), &workbook, &mut progress);
        assert!(outcome.expect("it is reported").is_submitted());
        crate::support::assert_reported(&platform, &["R-1"], "");
    }
}
