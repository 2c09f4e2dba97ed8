//! A limit of requests: both clients wait as long as the platform asks for, and no time passes.

use std::time::Duration;

use connect_client::ErrorKind;
use connect_client::runtime::retry::Policy;
use connect_fake::{ANY, Builder, FileSeed, FileStatus, Platform, RecordSeed, Side, Step};
use connect_usage_api::{files, records};

use crate::executor::run;

/// Clients do not wait longer than a minute.
const PERIOD: Duration = Duration::from_secs(30);

/// Two requests in a period.
fn limited() -> Builder {
    Platform::builder().rate_limit(2, PERIOD)
}

/// The number of refused requests: those that arrived, less the calls that succeeded.
fn refused(platform: &Platform, sent: usize) -> usize {
    platform.requests().len() - sent
}

#[test]
fn both_clients_wait_and_succeed() {
    for builder in [limited(), limited().retry_after_dates()] {
        let platform = builder.in_memory();
        let id = platform.add_file(FileSeed::new());
        let vendor = platform.client(Side::Vendor).expect("a client");
        for _ in 0..3 {
            run(vendor.send(files::get(&id))).expect("a report");
        }
        assert_eq!(refused(&platform, 3), 1);
        let waited = platform.elapsed();
        assert!(waited >= PERIOD, "{waited:?}");

        let provider = platform.blocking_client(Side::Provider).expect("a client");
        for _ in 0..3 {
            provider.send(records::list()).expect("a list");
        }
        assert_eq!(refused(&platform, 6), 2);
        assert!(platform.elapsed() >= waited + PERIOD);
    }
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let platform = limited().page_cap(10).in_memory();
    let records = (1..=55).map(|item| RecordSeed::new().item(item));
    let seed = FileSeed::new().status(FileStatus::Pending);
    platform.add_file(seed.records(records));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let rows: Result<Vec<_>, _> = vendor.stream(records::list()).collect();
    assert_eq!(rows.expect("all rows").len(), 55);
    // Six pages, two in a period.
    assert!(refused(&platform, 6) > 0 && platform.elapsed() >= PERIOD * 2);
}

#[test]
fn a_refused_request_has_no_effect() {
    let platform = limited().read_usage(|_| Ok(Vec::new())).in_memory();
    let id = platform.add_file(FileSeed::new().status(FileStatus::Processing));
    // Each call with a client of its own: one that was refused keeps the pause before its next call.
    let once = |id| {
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        vendor.send(files::get(id).retry(Policy::none()))
    };
    platform
        .on(files::get(ANY))
        .sequence([Step::fail(503), Step::fail(503), Step::fail(504)]);
    for _ in 0..2 {
        let error = once(&id).expect_err("a step of the script");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(503));
    }
    for _ in 0..2 {
        let error = once(&id).expect_err("above the limit");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(429));
        assert_eq!(error.kind(), ErrorKind::Api);
    }
    // Neither was the step of the script used, nor did the work go on.
    assert_eq!(platform.status(&id), Some("processing"));
    platform.advance(PERIOD);
    let error = once(&id).expect_err("the next step");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(504));
    once(&id).expect("a report");
    assert_eq!(platform.status(&id), Some("ready"));
    once(&id).expect_err("above the limit");
}

#[test]
fn a_change_that_was_refused_is_made_once() {
    let platform = limited().in_memory();
    let ids = [0; 3].map(|_| platform.add_file(FileSeed::new().status(FileStatus::Ready)));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    for id in &ids {
        vendor.send(files::submit(id)).expect("a report");
        assert_eq!(platform.status(id), Some("pending"));
    }
    assert_eq!(platform.journal().len(), 3);
    assert!(refused(&platform, 3) >= 1);
}
