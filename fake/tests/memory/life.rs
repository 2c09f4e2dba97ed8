//! The life of a report in memory, from its creation to its submission.

use std::time::Duration;

use connect_client::{Error, Upload};
use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_usage_api::models::{NewUsageFile, UsageFileStatus};
use connect_usage_api::{files, records};

use crate::executor::run;

fn draft() -> NewUsageFile {
    NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("January")
}

fn workbook() -> Upload {
    Upload::bytes("PK\x03\x04 rows").file_name("january.xlsx")
}

#[test]
fn a_report_is_created_uploaded_awaited_and_submitted_without_a_runtime() {
    let platform = Platform::in_memory();
    let vendor = platform.client(Side::Vendor).expect("a client");
    let report = run(async {
        let report = vendor.send(files::create(draft())).await?;
        vendor.send(files::upload(&report.id, workbook())).await?;
        let ready = vendor.wait(files::get(&report.id));
        let ready = ready.until(UsageFileStatus::Ready).await?;
        vendor.send(files::submit(ready.id)).await
    });
    let report = report.expect("a report");
    assert_eq!(report.status, Some(UsageFileStatus::Pending));
    assert_eq!(platform.status(&report.id), Some("pending"));
    let operations: Vec<_> = platform.journal().iter().map(|it| it.operation).collect();
    assert_eq!(
        operations,
        ["files::create", "files::upload", "files::submit"]
    );
    assert_eq!(
        &platform.uploads(&report.id)[0].content[..],
        b"PK\x03\x04 rows"
    );
}

#[test]
fn the_blocking_client_does_the_same() {
    let platform = Platform::builder().steps(3).in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let report = vendor.send(files::create(draft())).expect("a report");
    let upload = vendor.send(files::upload(&report.id, workbook()));
    upload.expect("an upload");
    let before = platform.elapsed();
    let ready = vendor
        .wait(files::get(&report.id))
        .every(Duration::from_secs(30), Duration::from_secs(30))
        .until(UsageFileStatus::Ready);
    ready.expect("a report");
    // Two transitions of three reads each take six reads, between which there are five pauses.
    let waited = platform.elapsed() - before;
    assert_eq!(waited.as_secs() / 30, 5, "{waited:?}");
}

#[test]
fn pages_are_read_to_the_end() {
    let platform = Platform::builder().page_cap(10).in_memory();
    let rows = (1..=25).map(|it| RecordSeed::new().item(it));
    let seed = FileSeed::new().status(FileStatus::Ready).records(rows);
    let file = platform.add_file(seed);
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let rows: Result<Vec<_>, Error> = vendor.stream(records::list()).collect();
    let ids: Vec<_> = rows.expect("rows").into_iter().map(|it| it.id).collect();
    assert_eq!(ids, platform.records(&file));
    assert_eq!(platform.requests().len(), 3);
}

#[test]
fn requests_are_recorded_as_a_server_sees_them() {
    let platform = Platform::in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    vendor.send(files::create(draft())).expect("a report");
    let requests = platform.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", "/public/v1/usage/files")
    );
    assert_eq!(request.header("Host"), Some("platform.example"));
    let key = format!("ApiKey {}", platform.vendor_key());
    assert_eq!(request.header("Authorization"), Some(key.as_str()));
    assert_eq!(
        request.header("Content-Length"),
        Some(request.length.to_string().as_str())
    );
    assert!(
        request.text().contains(r#""January""#),
        "{}",
        request.text()
    );
}

#[test]
fn presigned_urls_lead_to_the_storage_and_expire() {
    let lifetime = Duration::from_secs(60);
    let platform = Platform::builder().presigned_url_lifetime(lifetime);
    let platform = platform.in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let report = vendor.send(files::create(draft())).expect("a report");
    let report = vendor.send(files::upload(&report.id, workbook()));
    let url = report.expect("a report").usage_file_uri.expect("a URL");
    let content = vendor.download(&url).bytes().expect("the workbook");
    assert_eq!(&content.bytes[..], b"PK\x03\x04 rows");
    assert_eq!(platform.storage_requests()[0].header("Authorization"), None);

    platform.advance(lifetime);
    let error = vendor.download(&url).bytes().expect_err("expired");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(403));
}
