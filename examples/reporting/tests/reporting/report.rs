//! Reports on a platform in memory, where nothing waits.

use std::time::Duration;

use connect_fake::{ANY, FileSeed, FileStatus, Platform, Side, Step};
use connect_usage::models::{NewPeriod, NewUsageFile, UsageFile};
use connect_usage::{Call, Client, Upload, files};
use example_reporting::table::Row;
use example_reporting::{Failure, Reported, report_all};

use crate::support::{rows, workbook};

fn stage() -> (Platform, Client) {
    let platform = Platform::in_memory();
    let client = platform.client(Side::Vendor).expect("a client");
    (platform, client)
}

/// Names the operation `files::create`; the body makes no difference.
fn create() -> Call<UsageFile> {
    files::create(NewUsageFile::new(ANY, ANY))
}

type Results<'a> = Vec<(&'a Row, Result<Reported, Failure>)>;

/// What became of each row, in a word.
fn words(results: &Results) -> Vec<&'static str> {
    let word = |(_, result): &(&Row, Result<Reported, Failure>)| match result {
        Ok(Reported::Now(_)) => "now",
        Ok(Reported::Before(_)) => "before",
        Err(Failure::Workbook { .. }) => "workbook",
        Err(Failure::Rejected(_)) => "rejected",
        Err(Failure::Call(_)) => "call",
    };
    results.iter().map(word).collect()
}

/// The operations of the journal, in their order.
fn operations(platform: &Platform) -> Vec<&'static str> {
    platform.journal().iter().map(|it| it.operation).collect()
}

const ONE_REPORT: [&str; 3] = ["files::create", "files::upload", "files::submit"];

#[tokio::test]
async fn a_row_becomes_a_submitted_report() {
    let (platform, client) = stage();
    let rows = rows(1, &workbook("one.xlsx"));
    let results = report_all(&client, &rows).await;
    let id = &platform.files()[0];
    assert!(matches!(&results[0].1, Ok(Reported::Now(it)) if it == id));
    assert_eq!(platform.status(id), Some("pending"));
    assert_eq!(operations(&platform), ONE_REPORT);

    let period = NewPeriod::days("2029-01-31", "2029-01-31").expect("a period");
    let expected = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001")
        .name("Usage of 2029-01-31")
        .external_id("usage-2029-01-31-PRD-000-000-001-CRD-00000-00000-00001")
        .period(period);
    assert!(platform.on(create()).requests()[0].sends(&expected));
    assert_eq!(&platform.uploads(id)[0].content[..], b"PK\x03\x04 usage");
    platform.assert_no_drift();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let (platform, client) = stage();
    let rows = rows(2, &workbook("twice.xlsx"));
    report_all(&client, &rows).await;
    let journal = platform.journal();
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["before", "before"]);
    assert_eq!(platform.journal(), journal);
}

#[tokio::test]
async fn a_create_that_fails_does_not_stop_the_others() {
    let (platform, client) = stage();
    let rows = rows(3, &workbook("fails.xlsx"));
    // The client does not retry it: the platform could have processed it.
    platform.on(create()).fail_once(503);
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["call", "now", "now"]);
    assert_eq!(platform.files().len(), 2);

    // The next run reports what is missing.
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["now", "before", "before"]);
    assert_eq!(platform.files().len(), 3);
}

#[tokio::test]
async fn lost_responses_make_no_second_report() {
    let (platform, client) = stage();
    let rows = rows(1, &workbook("lost.xlsx"));
    platform.on(create()).sequence([Step::lose()]);
    platform.on(files::submit(ANY)).sequence([Step::lose()]);
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["now"]);
    assert_eq!(operations(&platform), ONE_REPORT);
    assert_eq!(platform.on(create()).requests().len(), 1);
    assert_eq!(platform.on(files::submit(ANY)).requests().len(), 1);
}

#[tokio::test]
async fn a_platform_that_is_busy_is_waited_for() {
    let (platform, client) = stage();
    let rows = rows(1, &workbook("busy.xlsx"));
    let minute = Duration::from_secs(60);
    platform.on(files::get(ANY)).sequence([
        Step::fail(429),
        Step::retry_after(503, minute),
        Step::fail(503),
        Step::retry_after(429, minute),
    ]);
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["now"]);
    assert!(platform.elapsed() >= 2 * minute, "the pauses are kept");
}

#[tokio::test]
async fn a_workbook_with_errors_is_not_submitted() {
    let (platform, client) = stage();
    let rows = rows(2, &workbook("errors.xlsx"));
    platform.fail_next_spreadsheet("Row 2: unknown item.");
    let results = report_all(&client, &rows).await;
    let Err(Failure::Workbook { report, detail }) = &results[0].1 else {
        panic!("{:?}", results[0].1);
    };
    assert_eq!(detail, "Row 2: unknown item.");
    platform.on(files::submit(report)).assert_never_called();
    assert_eq!(words(&results), ["workbook", "now"]);
}

#[tokio::test]
async fn a_report_that_exists_is_continued() {
    let (platform, client) = stage();
    let rows = rows(1, &workbook("exists.xlsx"));
    let seed = FileSeed::new().external_id(rows[0].external_id());
    for (status, uploads) in [
        (FileStatus::Draft, 1),
        (FileStatus::Invalid, 1),
        (FileStatus::Processing, 0),
        (FileStatus::Ready, 0),
    ] {
        let id = platform.add_file(seed.clone().status(status));
        let results = report_all(&client, &rows).await;
        assert!(matches!(&results[0].1, Ok(Reported::Now(it)) if *it == id));
        assert_eq!(platform.uploads(&id).len(), uploads, "{status:?}");
    }
    platform.on(create()).assert_never_called();
}

#[tokio::test]
async fn a_rejected_report_is_left_alone() {
    let (platform, client) = stage();
    let rows = rows(1, &workbook("rejected.xlsx"));
    let seed = FileSeed::new().external_id(rows[0].external_id());
    let id = platform.add_file(seed.status(FileStatus::Rejected));
    let results = report_all(&client, &rows).await;
    assert!(matches!(&results[0].1, Err(Failure::Rejected(it)) if *it == id));
    platform.on(create()).assert_never_called();
    platform
        .on(files::upload(ANY, Upload::bytes("")))
        .assert_never_called();
}

#[tokio::test]
async fn a_missing_workbook_is_an_error_of_its_row_alone() {
    let (platform, client) = stage();
    let mut rows = rows(2, &workbook("there.xlsx"));
    rows[0].workbook = "missing.xlsx".into();
    let results = report_all(&client, &rows).await;
    assert_eq!(words(&results), ["call", "now"]);
    assert_eq!(platform.files().len(), 2);
}
