//! A provider bills records with a spreadsheet: download a chunk, fill in the bills, upload it as a reconciliation,
//! wait until it is processed, and list the closed records.
//!
//! `cargo run --example reconciliation` runs with a fake of the platform on this machine, whose spreadsheets are plain
//! text. For the real platform, replace `client` by `Client::from_env()`, and `fill_in` by a library for workbooks.

use std::error::Error;
use std::time::Duration;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_usage::models::{NewReconciliation, ReconciliationStatus, UsageRecordStatus};
use connect_usage::{ApiKey, Client, Upload, chunks, reconciliations, records};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = Platform::start();
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = platform.add_file(seed.records([RecordSeed::new(), RecordSeed::new().item(2)]));
    let client = Client::builder()
        .api_key(ApiKey::new(platform.provider_key())?)
        .base_url(platform.url())
        .build()?;

    let chunk = client.first(chunks::list()).await?;
    let chunk = chunk.ok_or("there is no chunk to bill")?;
    let sheet = client.download(chunks::download(&chunk.id)).bytes().await?;
    let filled = fill_in(&String::from_utf8_lossy(&sheet.bytes));

    let upload = Upload::bytes(filled).file_name("billed.xlsx");
    let reconciliation = client
        .send(reconciliations::create(NewReconciliation::new(upload)))
        .await?;
    println!("{} is uploaded.", reconciliation.id);
    let reconciliation = client
        .wait(reconciliations::get(&reconciliation.id))
        .every(Duration::from_millis(5), Duration::from_millis(50))
        .until(ReconciliationStatus::Processed)
        .await?;
    println!("{} is processed.", reconciliation.id);

    let of_the_report = records::filter::USAGEFILE_ID.eq(&file);
    let closed = records::filter::STATUS.eq(UsageRecordStatus::Closed);
    let mut rows = client.stream(records::list().filter(of_the_report & closed));
    let mut count = 0;
    while let Some(record) = rows.try_next().await? {
        println!("{}: {:?}", record.id, record.external_billing_id);
        count += 1;
    }
    println!("{count} records are billed.");
    Ok(())
}

/// Adds the number of a bill to each line of a record.
fn fill_in(sheet: &str) -> String {
    let lines = sheet
        .lines()
        .enumerate()
        .map(|(number, line)| match line.strip_suffix(',') {
            Some(record) => format!("{record},B-{number}\n"),
            None => format!("{line}\n"),
        });
    lines.collect()
}
