//! What a platform is filled with.

use connect_client::{Date, DateTime, ErrorKind};
use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_usage_api::files::filter::CONTRACT_ID;
use connect_usage_api::models::{NewUsageFile, UsageFileStatus};
use connect_usage_api::{files, records};

#[test]
fn a_report_that_is_added_in_work_keeps_its_records() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    for status in [FileStatus::Uploading, FileStatus::Processing] {
        let seed = FileSeed::new().status(status);
        let records = [
            RecordSeed::new().category("C-1", "Storage"),
            RecordSeed::new(),
        ];
        let id = platform.add_file(seed.records(records));
        let ready = client.wait(files::get(&id)).until(UsageFileStatus::Ready);
        ready.expect("a report without errors");
        assert_eq!(platform.records(&id).len(), 2);
        let categories = client.send(files::list_categories(&id));
        assert_eq!(categories.expect("a page").rows.len(), 1);
    }
}

#[test]
fn a_report_is_under_its_contract() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    platform.add_file(FileSeed::new());
    let id = platform.add_file(FileSeed::new().contract("CRD-2", "Second"));
    let list = files::list().filter(CONTRACT_ID.eq("CRD-2"));
    let rows = client.send(list).expect("a page").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].id, id);
    let contract = rows[0].contract.as_ref().expect("a contract");
    assert_eq!(contract.name.as_deref(), Some("Second"));
}

#[test]
fn times_are_those_of_the_bindings() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let day: Date = "2029-01-31".parse().expect("a date");
    let noon: DateTime = "2029-01-31T12:00:00Z".parse().expect("a date-time");
    let seed = FileSeed::new().period(day, day);
    let id = platform.add_file(seed.records([RecordSeed::new().start(noon)]));
    let period = client.send(files::get(&id)).expect("a report").period;
    let (from, to) = period.map(|it| (it.from, it.to)).expect("a period");
    assert_eq!([from, to].map(|it| it.map(|it| it.date())), [Some(day); 2]);
    let rows = client.send(records::list()).expect("a page").rows;
    assert_eq!(rows[0].start_date, Some(noon));
}

#[test]
fn a_platform_on_loopback_has_no_client_in_memory() {
    let platform = Platform::start();
    let error = platform.client(Side::Vendor).map(drop);
    let error = error.expect_err("no client");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("platform.url()"), "{error}");
    platform
        .blocking_client(Side::Provider)
        .map(drop)
        .expect_err("no client");
}

/// A report that is created by a call is about the same objects as one that is added.
#[test]
fn a_created_report_has_the_terms_of_the_default_contract() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let added = platform.add_file(FileSeed::new());
    let added = client.send(files::get(&added)).expect("a report");
    let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
    let created = client.send(files::create(new)).expect("a report");
    assert_eq!(created.product, added.product);
    assert_eq!(created.contract, added.contract);
    assert_eq!(created.marketplace, added.marketplace);
    assert_eq!(created.currency.as_deref(), Some("USD"));
    assert_eq!(created.currency, added.currency);

    let new = NewUsageFile::new("PRD-9", "CRD-9");
    let other = client.send(files::create(new)).expect("a report");
    assert_eq!(other.currency, None);
    let product = other.product.and_then(|it| it.name);
    assert_eq!(product.as_deref(), Some("Example product"));
}
