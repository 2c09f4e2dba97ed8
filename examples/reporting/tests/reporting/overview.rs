//! The overview, with the blocking client and without any.

use connect_fake::{FileSeed, FileStatus, Platform, Side};
use connect_usage::blocking::{Pages, Rows};
use connect_usage::models::{UsageFileStatus, UsageFileSummary};
use connect_usage::runtime::driver::response;
use connect_usage::runtime::{HeaderMap, StatusCode};
use connect_usage::{Date, Page, files};
use example_reporting::overview::{count, overview};

use crate::support::rows;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

#[test]
fn reports_of_the_day_are_counted() {
    let platform = Platform::builder().page_cap(2).in_memory();
    let rows = rows(5, "none.xlsx".as_ref());
    let statuses = [FileStatus::Pending, FileStatus::Accepted];
    for (row, status) in rows.iter().zip(statuses.into_iter().cycle()) {
        platform.add_file(
            FileSeed::new()
                .external_id(row.external_id())
                .status(status),
        );
    }
    platform.add_file(FileSeed::new().external_id("another"));
    let client = platform.blocking_client(Side::Vendor).expect("a client");

    let counts = overview(&client, day("2029-01-31")).expect("counts");
    let expected = [("accepted".to_owned(), 2), ("pending".to_owned(), 3)];
    assert_eq!(counts, expected.into());
    assert_eq!(
        overview(&client, day("2029-02-01")).expect("counts").len(),
        0
    );
    platform.assert_no_drift();
}

fn report(status: Option<UsageFileStatus>) -> UsageFileSummary {
    let mut report = UsageFileSummary::new("UF-1");
    report.status = status;
    report
}

#[test]
fn a_report_may_have_no_status_or_a_new_one() {
    let rows = [None, Some("frozen".into()), None].map(report);
    let counts = count(Rows::from_values(rows)).expect("counts");
    let expected = [("frozen".to_owned(), 1), ("without a status".to_owned(), 2)];
    assert_eq!(counts, expected.into());
}

#[test]
fn an_error_is_not_counted_over() {
    let refused = response(StatusCode::BAD_GATEWAY, HeaderMap::new(), "");
    let error = files::list().into_call().decode(refused);
    let error = error.expect_err("a status that is no success");
    let pages = [Ok(Page::new(vec![report(None)])), Err(error)];
    assert!(count(Pages::from_pages(pages).into()).is_err());
}
