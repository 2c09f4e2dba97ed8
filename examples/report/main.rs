//! A vendor reports a day's usage: create, upload with a progress bar, wait, submit.
//!
//! `cargo run --example report` needs neither a key nor a network: it runs with a fake of the platform in memory. For
//! the real platform, replace `platform.client(…)` by `Client::from_env()`, and `Upload::bytes` by `Upload::path`.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use connect_fake::{Platform, Side};
use connect_usage::models::{NewPeriod, NewUsageFile, UsageFile, UsageFileStatus};
use connect_usage::{Upload, files};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = Platform::in_memory();
    let client = platform.client(Side::Vendor)?;

    let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001")
        .name("Usage of 31 January")
        .external_id("2029-01-31")
        .period(NewPeriod::days("2029-01-31", "2029-01-31")?);
    let report = client.send(files::create(new)).await?;
    println!("The report {} is created.", report.id);

    let spreadsheet = Upload::bytes(workbook())
        .file_name("2029-01-31.xlsx")
        .on_progress(print_bar);
    client.send(files::upload(&report.id, spreadsheet)).await?;

    // The platform processes the spreadsheet, and does not say when it is done.
    let ready = client
        .wait(files::get(&report.id))
        .deadline(Duration::from_secs(1800))
        .observe(|report, _| println!("The report is {}.", status(report)))
        .until(UsageFileStatus::Ready)
        .await;
    if let Err(error) = &ready
        && let Some(wait_error) = error.wait_error()
        && let Some(detail) = &wait_error.detail
    {
        println!("The spreadsheet has errors: {detail}");
    }

    let report = client.send(files::submit(ready?.id)).await?;
    println!("The report is submitted, and {}.", status(&report));
    Ok(())
}

/// Returns the status of a report as a string. Only the id of a report is always there.
fn status(report: &UsageFile) -> String {
    let status = report.status.as_ref();
    status.map_or("of unknown status".to_owned(), ToString::to_string)
}

/// Returns half a megabyte that begins like a workbook, which is enough for the fake.
fn workbook() -> Vec<u8> {
    let mut content = b"PK\x03\x04".to_vec();
    content.resize(500_000, b' ');
    content
}

/// Prints a progress bar, which overwrites the previous one.
fn print_bar(sent: u64, all: u64) {
    let tenths = (sent * 10 / all.max(1)) as usize;
    let bar = "#".repeat(tenths);
    let end = if sent == all { "\n" } else { "" };
    print!("\r[{bar:10}] {sent} of {all} bytes{end}");
    // Without this, a terminal may show complete lines only. A failure only affects the progress bar.
    let _ = std::io::stdout().flush();
}
