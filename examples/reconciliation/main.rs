//! A provider bills records with a spreadsheet: download a chunk, fill in the bills, upload it as a reconciliation,
//! wait until it is processed, and list the closed records.
//!
//! `cargo run --example reconciliation` needs neither a key nor a network: it runs with a fake of the platform in
//! memory, whose spreadsheets are plain text. For the real platform, replace `platform.client(…)` by
//! `Client::from_env()`, and `fill_in` by a library for workbooks.

use std::error::Error;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_usage::models::{NewReconciliation, ReconciliationStatus, UsageRecordStatus};
use connect_usage::{Upload, chunks, reconciliations, records};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (platform, report) = platform();
    let client = platform.client(Side::Provider)?;

    let chunk = client.first(chunks::list()).await?;
    let chunk = chunk.ok_or("there is no chunk to bill")?;
    let sheet = client.download(chunks::download(&chunk.id)).bytes().await?;
    println!("The chunk {} is downloaded.", chunk.id);

    let filled = fill_in(&String::from_utf8_lossy(&sheet.bytes));
    let upload = Upload::bytes(filled).file_name("billed.xlsx");
    let new = reconciliations::create(NewReconciliation::new(upload));
    let reconciliation = client.send(new).await?;
    println!("The reconciliation {} is uploaded.", reconciliation.id);
    client
        .wait(reconciliations::get(&reconciliation.id))
        .until(ReconciliationStatus::Processed)
        .await?;
    println!("It is processed.");

    let of_the_report = records::filter::USAGEFILE_ID.eq(&report);
    let closed = records::filter::STATUS.eq(UsageRecordStatus::Closed);
    let mut rows = client.stream(records::list().filter(of_the_report & closed));
    while let Some(record) = rows.try_next().await? {
        let bill = record.external_billing_id.unwrap_or_default();
        println!("The record {} is closed with the bill {bill}.", record.id);
    }
    println!("{} records are billed.", rows.position());
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

/// A report that is accepted and has two records, and its id.
fn platform() -> (Platform, String) {
    let platform = Platform::in_memory();
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let report = platform.add_file(seed.records([RecordSeed::new(), RecordSeed::new().item(2)]));
    (platform, report)
}
