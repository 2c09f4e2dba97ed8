//! A vendor reports a day's usage: create, upload with a progress bar, wait, submit.
//!
//! `cargo run --example report` runs with a fake of the platform on this machine. For the real platform, replace
//! `client` by `Client::from_env()`, and `Upload::bytes` by `Upload::path`.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use connect_fake::Platform;
use connect_usage::models::{NewPeriod, NewUsageFile, UsageFileStatus};
use connect_usage::{ApiKey, Client, Upload, files};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = Platform::start();
    let client = Client::builder()
        .api_key(ApiKey::new(platform.vendor_key())?)
        .base_url(platform.url())
        .build()?;

    let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001")
        .name("Usage of 31 January")
        .external_id("2029-01-31")
        .period(NewPeriod::days("2029-01-31", "2029-01-31")?);
    let report = client.send(files::create(new)).await?;
    println!("{} is created.", report.id);

    let spreadsheet = Upload::bytes(workbook())
        .file_name("2029-01-31.xlsx")
        .on_progress(print_bar);
    client.send(files::upload(&report.id, spreadsheet)).await?;

    // The platform processes the spreadsheet. The fake is quick; the default pauses are longer.
    let ready = client
        .wait(files::get(&report.id))
        .every(Duration::from_millis(5), Duration::from_millis(50))
        .deadline(Duration::from_secs(60))
        .observe(|report, _| println!("It is {}.", name(report.status.as_ref())))
        .until(UsageFileStatus::Ready)
        .await;
    if let Err(error) = &ready
        && let Some(wait_error) = error.wait_error()
    {
        println!(
            "What is wrong with the spreadsheet: {:?}",
            wait_error.detail
        );
    }

    let report = client.send(files::submit(ready?.id)).await?;
    println!("It is handed in, and {}.", name(report.status.as_ref()));
    Ok(())
}

/// Returns the name of a status. A response may lack any field but the id, even the status.
fn name(status: Option<&UsageFileStatus>) -> String {
    status.map_or("of no status".to_owned(), ToString::to_string)
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
