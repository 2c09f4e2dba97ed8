//! Errors that have a name, what they say, and that the next run goes on.

use std::path::PathBuf;
use std::time::Duration;

use connect_fake::{ANY, Platform, Side};
use connect_reporting::{
    BoxError, Happened, Progress, ProgressStep, ProgressStore, Report, ReportError,
    ReportErrorKind, ReportWorkbook, blocking, report_all,
};
use connect_usage::models::NewUsageFile;
use connect_usage::{ApiKey, blocking::Client, files};

use crate::support::{
    DOORS, Door, Memory, assert_reported, builder, calls, content, platform, report, run, seed,
    workbook,
};

fn client(platform: &Platform, key: &str) -> Client {
    let key = ApiKey::new(key).expect("a key");
    let builder = Client::builder().api_key(key).base_url(platform.url());
    builder
        .transport(platform.transport())
        .build()
        .expect("a client")
}

#[test]
fn a_wrong_key_and_one_without_rights_are_told_apart() {
    let platform = platform();
    for (key, kind, status, words) in [
        (
            "SU-000-000-001:wrong",
            ReportErrorKind::WrongKey,
            401,
            "does not know the key",
        ),
        (
            platform.provider_key(),
            ReportErrorKind::NoRights,
            403,
            "no right",
        ),
    ] {
        let client = client(&platform, key);
        let error = blocking::report(&client, &report(), workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is refused");
        assert_eq!(*error.kind(), kind);
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(error.call_error().is_some_and(|it| it.status() == status));
        let printed = error.to_string();
        assert!(
            printed.contains(words) && printed.contains("nothing was created"),
            "{printed}"
        );
        assert!(
            !format!("{printed} {error:?}").contains(":wrong"),
            "{error:?}"
        );
    }
    assert!(platform.files().is_empty());
}

#[test]
fn an_unknown_product_is_refused_with_what_the_api_says() {
    for door in DOORS {
        let platform = platform();
        let create = platform.on(files::create(NewUsageFile::new("", "")));
        create.fail_once(400);
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is refused");
        assert_eq!(*error.kind(), ReportErrorKind::Refused);
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(
            error
                .call_error()
                .is_some_and(|it| !it.messages().is_empty())
        );
        let _ =
            run(door, &platform, &report(), &workbook(&["R-1"]), &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn a_submission_that_is_refused_leaves_the_workbook() {
    for door in DOORS {
        let platform = platform();
        platform.on(files::submit(ANY)).fail_once(400);
        let mut progress = Memory::new();
        let workbook = workbook(&["R-1"]);
        let error = run(door, &platform, &report(), &workbook, &mut progress);
        let error = error.expect_err("it is refused");
        assert!(matches!(error.happened(), Happened::Uploaded(_)), "{error}");
        let _ = run(door, &platform, &report(), &workbook, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::upload"), 1);
    }
}

#[test]
fn two_reports_with_one_external_id_are_both_named() {
    for door in DOORS {
        let platform = platform();
        let reports = [platform.add_file(seed()), platform.add_file(seed())];
        let error = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        let error = error.expect_err("it is not decided");
        let printed = error.to_string();
        assert!(
            reports.iter().all(|it| printed.contains(it.as_str())),
            "{printed}"
        );
        assert!(printed.contains("help: delete"), "{printed}");
        let wrong = &reports[0];
        let kind = ReportErrorKind::Duplicate {
            reports: reports.clone(),
        };
        assert_eq!(*error.kind(), kind);
        assert!(platform.journal().is_empty());
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        vendor.send(files::delete(wrong)).expect("it is deleted");
        let outcome = run(door, &platform, &report(), &workbook(&["R-1"]), &mut ());
        assert_eq!(outcome.expect("it is reported").report(), reports[1]);
    }
}

#[test]
fn the_limit_of_a_wait_ends_a_run_and_the_next_one_continues() {
    for door in DOORS {
        let platform = builder().by_hand().in_memory();
        let limit = Duration::from_secs(40);
        let report = report()
            .wait_limit(limit)
            .poll_every(Duration::from_secs(2), Duration::from_secs(4));
        let (workbook, mut progress) = (workbook(&["R-1"]), Memory::new());
        let error = run(door, &platform, &report, &workbook, &mut progress);
        let error = error.expect_err("it takes too long");
        assert_eq!(*error.kind(), ReportErrorKind::WaitLimit);
        assert!(matches!(error.happened(), Happened::Uploaded(_)), "{error}");
        assert!(error.to_string().contains("40s"), "{error}");
        // It ends before a pause that would be longer than what is left.
        let elapsed = platform.elapsed();
        assert!(
            elapsed > limit - Duration::from_secs(5) && elapsed < limit * 2,
            "{elapsed:?}"
        );
        let reads = platform.on(files::get(ANY)).requests().len();
        assert!((10..=20).contains(&reads), "{reads}");
        // The next run has nothing to upload, and waits as long.
        let error = run(door, &platform, &report, &workbook, &mut progress);
        let error = error.expect_err("it takes too long");
        assert!(matches!(error.happened(), Happened::Found(_)), "{error}");
        platform.settle();
        let _ = run(door, &platform, &report, &workbook, &mut progress).expect("it is reported");
        assert_reported(&platform, &["R-1"], "");
        assert_eq!(calls(&platform, "files::upload"), 1);
    }
}

#[test]
fn a_network_without_the_host_is_not_available() {
    let platform = platform();
    let key = ApiKey::new(platform.vendor_key()).expect("a key");
    let builder = Client::builder().api_key(key);
    let builder = builder.base_url("https://nowhere.example/public/v1");
    let client = builder
        .transport(platform.transport())
        .build()
        .expect("a client");
    let error = blocking::report(&client, &report(), workbook(&["R-1"]), &mut ());
    let error = error.expect_err("there is no host");
    assert_eq!(*error.kind(), ReportErrorKind::Unavailable);
    assert_eq!(*error.happened(), Happened::Nothing);
    assert!(
        error.to_string().contains("there is no such host"),
        "{error}"
    );
}

#[test]
fn an_external_id_that_may_not_be_kept_as_it_is_is_refused() {
    for id in ["", " ", "a ", "\ta", "a\nb"] {
        let platform = platform();
        let report = Report::new(id, "PRD-1", "CRD-1");
        let error = run(
            Door::Blocking,
            &platform,
            &report,
            &workbook(&["R-1"]),
            &mut (),
        );
        let error = error.expect_err("an unsafe id");
        assert_eq!(*error.kind(), ReportErrorKind::ExternalId);
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(platform.requests().is_empty());
    }
}

#[test]
fn a_workbook_that_cannot_be_read_fails_before_anything_is_sent() {
    for door in DOORS {
        let platform = platform();
        let missing = ReportWorkbook::path("/no/such/folder/january.xlsx");
        let error = run(door, &platform, &report(), &missing, &mut ());
        let error = error.expect_err("there is no file");
        assert_eq!(*error.kind(), ReportErrorKind::Workbook);
        assert_eq!(*error.happened(), Happened::Nothing);
        assert!(platform.requests().is_empty());
    }
}

/// Replaces a file when the upload begins.
struct Replacing(PathBuf);

impl ProgressStore for Replacing {
    fn load(&mut self, _: &str) -> Result<Option<Progress>, BoxError> {
        Ok(None)
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        if progress.step == ProgressStep::Uploading {
            std::fs::write(&self.0, content(&["R-2"]))?;
        }
        Ok(())
    }
}

#[test]
fn a_file_that_changes_during_the_upload_is_not_submitted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.xlsx");
    for door in DOORS {
        std::fs::write(&path, content(&["R-1"])).expect("it is written");
        let platform = platform();
        let workbook = ReportWorkbook::path(&path);
        let mut store = Replacing(path.clone());
        let error = run(door, &platform, &report(), &workbook, &mut store);
        let error = error.expect_err("the file has changed");
        assert_eq!(*error.kind(), ReportErrorKind::WorkbookChanged);
        assert_eq!(calls(&platform, "files::submit"), 0);
        let _ = run(door, &platform, &report(), &workbook, &mut ()).expect("it is reported");
        assert_reported(&platform, &["R-2"], "");
    }
}

#[test]
fn an_error_of_the_client_alone_says_that_nothing_is_known() {
    let error = connect_usage::Client::builder()
        .build()
        .expect_err("there is no key");
    let error = ReportError::from(error);
    assert_eq!(
        (error.kind(), error.happened()),
        (&ReportErrorKind::Client, &Happened::Unknown)
    );
    assert_eq!(error.external_id(), None);
    assert!(
        error
            .to_string()
            .contains("it is not known what has happened"),
        "{error}"
    );
}

#[test]
fn a_run_can_be_spawned() {
    fn is_send<T: Send>(_: &T) {}
    let platform = platform();
    let client = platform.client(Side::Vendor).expect("a client");
    let (report, mut progress) = (report(), Memory::new());
    is_send(&report.run(&client, workbook(&["R-1"]), &mut progress));
    let parts = report.numbered([workbook(&["R-1"])]);
    is_send(&report_all(&client, parts, &mut progress));
}
