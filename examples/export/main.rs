//! Exports the records that match a typed filter to CSV.
//!
//! `cargo run --example export` needs neither a key nor a network: it runs with a fake of the platform in memory. For
//! the real platform, replace `platform.client(…)` by `Client::from_env()`. The table is written to standard output, the
//! summary to standard error.

use std::error::Error;
use std::io::{self, Write};

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, RecordStatus, Side};
use connect_usage::models::{UsageRecord, UsageRecordStatus};
use connect_usage::runtime::rust_decimal;
use connect_usage::{Decimal, records};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (platform, report) = platform();
    let client = platform.client(Side::Provider)?;

    let of_the_report = records::filter::USAGEFILE_ID.eq(&report);
    let billable =
        records::filter::STATUS.one_of([UsageRecordStatus::Valid, UsageRecordStatus::Approved]);
    let list = records::list().filter(of_the_report & billable);

    let mut out = io::stdout().lock();
    writeln!(out, "id,item,usage,amount")?;
    let mut sum = rust_decimal::Decimal::ZERO;
    // Pages are read ahead while rows are written.
    let mut rows = client.stream(list.page_size(10).prefetch(3));
    while let Some(record) = rows.try_next().await? {
        if let Some(amount) = &record.amount {
            sum += rust_decimal::Decimal::try_from(amount)?;
        }
        writeln!(out, "{}", line(&record))?;
    }
    eprintln!(
        "{} records with {sum} in all are exported.",
        rows.position()
    );
    Ok(())
}

fn line(record: &UsageRecord) -> String {
    let number = |it: &Option<Decimal>| it.as_ref().map(Decimal::to_string).unwrap_or_default();
    let cells = [
        record.id.clone(),
        record.item_id.clone().unwrap_or_default(),
        number(&record.usage),
        number(&record.amount),
    ];
    cells.map(|it| quoted(&it)).join(",")
}

/// Returns a cell, in quotes if necessary.
fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// A report with twenty-five records of ten cents each, and one that is already closed; and its id.
fn platform() -> (Platform, String) {
    let platform = Platform::builder().page_cap(7).in_memory();
    let cents = rust_decimal::Decimal::new(10, 2);
    let records = (1..=25).map(|it| RecordSeed::new().item(it).amount(cents));
    let closed = RecordSeed::new().item(26).status(RecordStatus::Closed);
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let report = platform.add_file(seed.records(records.chain([closed])));
    (platform, report)
}
