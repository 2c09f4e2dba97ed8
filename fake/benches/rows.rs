//! How long a platform in memory takes to read a workbook of 10,000 rows.
//!
//! `cargo bench -p connect-fake --features spreadsheets --bench rows` prints the mean time from the upload until the report
//! is ready, and the same for a workbook whose rows are all broken. With `--test` it runs once, with 100 rows.

use std::time::{Duration, Instant};

use connect_client::{Error, Upload, blocking};
use connect_fake::{FileSeed, Platform, Side};
use connect_usage_api::files;
use connect_usage_api::models::UsageFileStatus;
use rust_xlsxwriter::{Workbook, XlsxError};

const COLUMNS: [&str; 8] = [
    "record_id",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (turns, rows) = match std::env::args().any(|it| it == "--test") {
        true => (1, 100),
        false => (10, 10_000),
    };
    for (name, quantity) in [("valid", "4.0000"), ("broken", "many")] {
        let content = workbook(rows, quantity)?;
        let mut spent = Duration::ZERO;
        for _ in 0..turns {
            spent += upload(&content, rows)?;
        }
        let size = content.len() / 1024;
        println!("{rows} {name} rows, {size} KiB: {:?}", spent / turns);
    }
    Ok(())
}

fn workbook(rows: u32, quantity: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("records")?;
    sheet.write_row(0, 0, COLUMNS)?;
    for row in 1..=rows {
        let (id, asset) = (format!("R-{row}"), format!("AS-0000-0000-{row:04}"));
        let (start, end) = ("2029-01-01 00:00:00", "2029-01-31 23:59:59");
        let cells = [
            &id, "item.mpn", "CPU", quantity, start, end, "asset.id", &asset,
        ];
        sheet.write_row(row, 0, cells)?;
    }
    workbook.save_to_buffer()
}

/// The time from an upload until the report was read.
fn upload(content: &[u8], rows: u32) -> Result<Duration, Error> {
    let platform = Platform::builder();
    #[cfg(feature = "directory")]
    let platform = platform.without_directory();
    let platform = platform.read_workbooks().in_memory();
    let id = platform.add_file(FileSeed::new().schema("qt"));
    let vendor = platform.blocking_client(Side::Vendor)?;
    let start = Instant::now();
    let workbook = Upload::bytes(content.to_vec()).file_name("january.xlsx");
    vendor.send(files::upload(&id, workbook))?;
    let report = wait(&vendor, &id)?;
    let spent = start.elapsed();
    assert_eq!(platform.records(&id).len(), rows as usize, "{report:?}");
    Ok(spent)
}

fn wait(vendor: &blocking::Client, id: &str) -> Result<UsageFileStatus, Error> {
    loop {
        let status = vendor.send(files::get(id))?.status;
        if let Some(status @ (UsageFileStatus::Ready | UsageFileStatus::Invalid)) = status {
            return Ok(status);
        }
    }
}
