//! What is told about a workbook with errors, and where that comes from.

use std::io::ErrorKind;
use std::time::Duration;

use connect_fake::{FileStatus, Platform, RecordSeed, RecordStatus, Reply, Side, Step};
use connect_reporting::{
    Happened, InvalidReport, ReportErrorKind, ReportOutcome, ReportWorkbook, blocking,
};
use connect_usage::files;
use connect_usage::models::{UsageFile, UsageFileStatus};

use crate::support::{
    DOORS, Door, Memory, assert_reported, broken, builder, calls, platform, report, run, workbook,
};

fn errors(
    door: Door,
    platform: &Platform,
    workbook: &ReportWorkbook,
    progress: &mut Memory,
) -> InvalidReport {
    match run(door, platform, &report(), workbook, progress).expect("it was processed") {
        ReportOutcome::Invalid(invalid) => invalid,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_presigned_url_that_has_expired_is_read_again() {
    for door in DOORS {
        let platform = platform();
        let (workbook, mut progress) = (broken(&["R-1"]), Memory::new());
        let id = errors(door, &platform, &workbook, &mut progress).report;
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        let stale = vendor.send(files::get(&id)).expect("it exists");
        platform.advance(Duration::from_secs(601));
        let stale = Step::reply(Reply::value(200, &stale));
        // Once to find the report, and once for its processed file.
        platform
            .on(files::get(&id))
            .sequence([stale.clone(), stale]);
        let before = platform.storage_requests().len();
        let invalid = errors(door, &platform, &workbook, &mut progress);
        assert_eq!(invalid.rows.len(), 1);
        assert_eq!(platform.storage_requests().len(), before + 2);
    }
}

#[test]
fn presigned_urls_that_expire_at_once_are_an_error_with_a_name() {
    for door in DOORS {
        let platform = builder().presigned_url_lifetime(Duration::ZERO).in_memory();
        let mut progress = Memory::new();
        let error = run(door, &platform, &report(), &broken(&["R-1"]), &mut progress);
        let error = error.expect_err("the storage is ahead");
        assert_eq!(*error.kind(), ReportErrorKind::ExpiredUrl);
        assert!(matches!(error.happened(), Happened::Uploaded(_)), "{error}");
        assert!(error.to_string().contains("clocks"), "{error}");
        assert!(!format!("{error} {error:?}").contains("token"), "{error:?}");
        // It needs no processed file.
        let _ = run(
            door,
            &platform,
            &report(),
            &workbook(&["R-1"]),
            &mut progress,
        )
        .expect("reported");
        assert_reported(&platform, &["R-1"], "");
    }
}

#[test]
fn without_a_readable_processed_file_the_records_tell() {
    for door in DOORS {
        // This platform does not read workbooks: the processed file is what was uploaded.
        let platform = Platform::in_memory();
        platform.fail_next_spreadsheet("two rows are wrong");
        let workbook = ReportWorkbook::bytes("PK\x03\x04 no workbook");
        let mut progress = Memory::new();
        let invalid = errors(door, &platform, &workbook, &mut progress);
        assert_eq!(invalid.detail.as_deref(), Some("two rows are wrong"));
        assert!(
            invalid.unreadable.is_some() && invalid.rows.is_empty(),
            "{invalid:?}"
        );
        assert_eq!(
            invalid.processed.as_deref(),
            Some(&b"PK\x03\x04 no workbook"[..])
        );

        let status = |it| RecordSeed::new().status(it);
        let records = [
            RecordStatus::Valid,
            RecordStatus::Invalid,
            RecordStatus::Invalid,
        ];
        platform.add_records(&invalid.report, records.map(status));
        let other = platform.add_file(connect_fake::FileSeed::new());
        platform.add_records(&other, [status(RecordStatus::Invalid)]);
        let told = errors(door, &platform, &workbook, &mut progress).rows;
        let records = platform.records(&invalid.report);
        let ids: Vec<_> = told.iter().filter_map(|it| it.record.clone()).collect();
        assert_eq!(ids, records[1..]);
        assert!(
            told.iter()
                .all(|it| !it.message.is_empty() && it.row.is_none()),
            "{told:?}"
        );

        // A platform that ignores the filters returns the records of all reports.
        let all: Vec<_> = [&records[..], &platform.records(&other)[..]].concat();
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        let all = all
            .iter()
            .map(|it| vendor.send(connect_usage::records::get(it)));
        let all: Vec<_> = all.collect::<Result<_, _>>().expect("they exist");
        platform
            .on(connect_usage::records::list())
            .respond_with_rows(&all);
        assert_eq!(errors(door, &platform, &workbook, &mut progress).rows, told);
    }
}

#[test]
fn without_a_processed_file_nothing_is_downloaded() {
    for door in DOORS {
        let platform = platform();
        let (workbook, mut progress) = (broken(&["R-1"]), Memory::new());
        let id = errors(door, &platform, &workbook, &mut progress).report;
        let before = platform.storage_requests().len();
        let mut bare = UsageFile::new(&id);
        bare.status = Some(UsageFileStatus::Invalid);
        bare.external_id = Some("2029-01".to_owned());
        platform.on(files::get(&id)).respond_with(&bare);
        let invalid = errors(door, &platform, &workbook, &mut progress);
        assert!(invalid.processed.is_none() && invalid.detail.is_none());
        assert_eq!(invalid.rows.len(), 1);
        assert!(invalid.rows[0].record.is_some(), "{invalid:?}");
        assert_eq!(platform.storage_requests().len(), before);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("errors.xlsx");
        assert!(
            !invalid
                .save_processed(&path)
                .expect("there is nothing to save")
        );
        assert!(!path.exists());
    }
}

#[test]
fn the_processed_file_can_be_saved() {
    let platform = platform();
    let invalid = errors(
        Door::Blocking,
        &platform,
        &broken(&["R-1"]),
        &mut Memory::new(),
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("errors.xlsx");
    std::fs::write(&path, "old").expect("it is written");
    assert!(invalid.save_processed(&path).expect("it is saved"));
    let saved = std::fs::read(&path).expect("it exists");
    assert_eq!(Some(&saved[..]), invalid.processed.as_deref());
    let entries = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(entries, 1);
    let missing = folder.path().join("missing/errors.xlsx");
    let error = invalid
        .save_processed(&missing)
        .expect_err("there is no folder");
    assert_eq!(
        (error.source.kind(), &error.path),
        (ErrorKind::NotFound, &missing)
    );
    #[cfg(target_os = "linux")]
    {
        let error = invalid
            .save_processed("/dev/full")
            .expect_err("the disk is full");
        assert_eq!(error.source.kind(), ErrorKind::StorageFull);
        assert!(error.to_string().contains("/dev/full"), "{error}");
    }
}

#[test]
fn errors_of_a_report_that_somebody_else_has_uploaded_are_not_this_workbooks() {
    for door in DOORS {
        let platform = platform();
        let id = crate::support::seeded(&platform, FileStatus::Invalid);
        let invalid = errors(door, &platform, &broken(&["R-1"]), &mut Memory::new());
        assert_eq!(invalid.report, id);
        assert_eq!(invalid.rows[0].record_id.as_deref(), Some("R-1"));
        assert_eq!(calls(&platform, "files::upload"), 1);
    }
}

#[test]
fn errors_are_read_by_the_id_of_a_report() {
    let platform = platform();
    let found = errors(
        Door::Blocking,
        &platform,
        &broken(&["R-1"]),
        &mut Memory::new(),
    );
    let changes = platform.journal().len();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let read = blocking::invalid_report(&vendor, &found.report).expect("it is read");
    assert_eq!((read.rows, read.processed), (found.rows, found.processed));
    let error = blocking::invalid_report(&vendor, "UF-0000-00-0000-0000");
    let error = error.expect_err("no such report");
    assert_eq!(*error.kind(), ReportErrorKind::Refused);
    assert_eq!(*error.happened(), Happened::Nothing);
    assert_eq!(platform.journal().len(), changes);
}

#[test]
fn all_invalid_records_are_read_and_codes_stand_for_messages() {
    let platform = platform();
    let id = crate::support::seeded(&platform, FileStatus::Invalid);
    let invalid = RecordSeed::new().status(RecordStatus::Invalid);
    platform.add_records(&id, vec![invalid; 1001]);
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let read = blocking::invalid_report(&vendor, &id).expect("it is read");
    assert_eq!(read.rows.len(), 1001);
    let mut row = read.rows[0].clone();
    row.message.clear();
    row.codes = Some("USG_011".to_owned());
    assert_eq!(row.text(), "USG_011");
    assert!(row.to_string().ends_with(": USG_011"), "{row}");
    row.codes = None;
    assert!(row.text().contains("does not name"), "{row}");
}
