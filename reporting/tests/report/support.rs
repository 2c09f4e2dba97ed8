//! Platforms, workbooks and runs.

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use connect_fake::{Catalog, FileSeed, FileStatus, Known, Platform, Side};
use connect_reporting::{
    AssetBy, ItemBy, Progress, ProgressStore, Report, ReportError, ReportOutcome, ReportWorkbook,
    UsageRow, UsageWorkbook, WrittenWorkbook, blocking,
};
use connect_usage::models::UsageFileSchema;
use connect_usage::{Bytes, DateTime};

/// The external id of the report.
pub const ID: &str = "2029-01";

pub const PRODUCT: &str = "PRD-000-000-001";

pub const CONTRACT: &str = "CRD-00000-00000-00001";

/// Which client is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Async,
    Blocking,
}

pub const DOORS: [Door; 2] = [Door::Async, Door::Blocking];

/// Progress in memory.
pub type Memory = BTreeMap<String, Progress>;

/// Rows of the item `GPU` are invalid.
struct WithoutGpu;

impl Catalog for WithoutGpu {
    fn item(&self, _: &str, _: &str, value: &str) -> Known {
        match value {
            "GPU" => Known::Missing,
            _ => Known::Nothing,
        }
    }
}

pub fn builder() -> connect_fake::Builder {
    let builder = Platform::builder().schema("qt");
    builder.read_workbooks_with(WithoutGpu)
}

pub fn platform() -> Platform {
    builder().in_memory()
}

pub fn report() -> Report {
    Report::new(ID, PRODUCT, CONTRACT).name("January")
}

/// A workbook with a row for each id.
pub fn workbook(ids: &[&str]) -> ReportWorkbook {
    of_item("CPU", ids).into()
}

/// The content of such a workbook.
pub fn content(ids: &[&str]) -> Bytes {
    let workbook = of_item("CPU", ids);
    workbook.bytes().expect("it is in memory").clone()
}

/// A workbook whose rows are all invalid.
pub fn broken(ids: &[&str]) -> ReportWorkbook {
    of_item("GPU", ids).into()
}

fn of_item(item: &str, ids: &[&str]) -> WrittenWorkbook {
    let settings = UsageWorkbook::new(UsageFileSchema::Qt);
    let mut writer = settings.in_memory().expect("the settings are right");
    let time = |text: &str| text.parse::<DateTime>().expect("a date-time");
    for id in ids {
        let (start, end) = (time("2029-01-01T00:00:00Z"), time("2029-01-31T23:59:59Z"));
        let row = UsageRow::new(*id, ItemBy::mpn(item), AssetBy::id("AS-1"), start, end);
        writer.add(&row.quantity(4)).expect("rows can be written");
    }
    writer.finish().expect("the rows are right").swap_remove(0)
}

/// A report in this status, as an earlier run or somebody else has made it, without a workbook.
pub fn seeded(platform: &Platform, status: FileStatus) -> String {
    platform.add_file(seed().status(status))
}

pub fn seed() -> FileSeed {
    FileSeed::new()
        .schema("qt")
        .external_id(ID)
        .product(PRODUCT, "A product")
        .contract(CONTRACT, "A contract")
}

/// Runs a report with the key of the vendor.
pub fn run(
    door: Door,
    platform: &Platform,
    report: &Report,
    workbook: &ReportWorkbook,
    store: &mut dyn ProgressStore,
) -> Result<ReportOutcome, ReportError> {
    match door {
        Door::Async => {
            let client = platform.client(Side::Vendor).expect("a client");
            block_on(report.run(&client, workbook, store))
        }
        Door::Blocking => {
            let client = platform.blocking_client(Side::Vendor).expect("a client");
            blocking::report(&client, report, workbook, store)
        }
    }
}

/// Runs a future on a network in memory, where nothing waits.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future does not end");
}

/// How often an operation took effect.
pub fn calls(platform: &Platform, operation: &str) -> usize {
    let journal = platform.journal().into_iter();
    journal.filter(|it| it.operation == operation).count()
}

/// Asserts that there is one report, which was submitted once, with a record for each of these ids.
#[track_caller]
pub fn assert_reported(platform: &Platform, ids: &[&str], context: &str) {
    let files = platform.files();
    assert_eq!(files.len(), 1, "{context}");
    assert_eq!(platform.status(&files[0]), Some("pending"), "{context}");
    assert_eq!(calls(platform, "files::submit"), 1, "{context}");
    assert_rows(platform, &files[0], ids, context);
}

/// Asserts that a report has a record for each of these ids.
#[track_caller]
pub fn assert_rows(platform: &Platform, file: &str, ids: &[&str], context: &str) {
    assert_eq!(platform.records(file).len(), ids.len(), "{context}");
    for id in ids {
        assert!(platform.record_named(file, id).is_some(), "{id} {context}");
    }
}
