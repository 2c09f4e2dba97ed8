//! Exports the records that match a typed filter to CSV.
//!
//! `cargo run --example export` runs with a fake of the platform on this machine. For the real platform, replace
//! `client` by `Client::from_env()`. The table is written to standard output, the summary to standard error.

use std::error::Error;
use std::io::{self, Write};

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, RecordStatus};
use connect_usage::models::{UsageRecord, UsageRecordStatus};
use connect_usage::runtime::rust_decimal;
use connect_usage::{ApiKey, Client, Decimal, records};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (platform, file) = platform();
    let client = Client::builder()
        .api_key(ApiKey::new(platform.provider_key())?)
        .base_url(platform.url())
        .build()?;

    let of_the_report = records::filter::USAGEFILE_ID.eq(&file);
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
    eprintln!("{} records, {sum} in all", rows.position());
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

/// Twenty-five records of ten cents each, and one that is already closed.
fn platform() -> (Platform, String) {
    let platform = Platform::builder().page_cap(7).start();
    let cents = rust_decimal::Decimal::new(10, 2);
    let records = (1..=25).map(|it| RecordSeed::new().item(it).amount(cents));
    let closed = RecordSeed::new().item(26).status(RecordStatus::Closed);
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = platform.add_file(seed.records(records.chain([closed])));
    (platform, file)
}
