//! How long the life of a report takes in memory, with pauses as they are against the real platform.
//!
//! `cargo bench -p connect-fake --bench life` prints the mean time of creating, uploading, awaiting and submitting a report,
//! each on a platform of its own. With `--test` it runs once.

use std::time::Instant;

use connect_client::{Error, Upload};
use connect_fake::{Platform, Side};
use connect_usage_api::files;
use connect_usage_api::models::{NewUsageFile, UsageFileStatus};

fn main() -> Result<(), Error> {
    let turns: u32 = match std::env::args().any(|it| it == "--test") {
        true => 1,
        false => 1000,
    };
    let mut waited = std::time::Duration::ZERO;
    let start = Instant::now();
    for _ in 0..turns {
        let platform = Platform::in_memory();
        live(&platform)?;
        waited += platform.elapsed();
    }
    println!(
        "create, upload, wait, submit: {:?}, which stands for {:?}",
        start.elapsed() / turns,
        waited / turns
    );
    Ok(())
}

fn live(platform: &Platform) -> Result<(), Error> {
    let vendor = platform.blocking_client(Side::Vendor)?;
    let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
    let report = vendor.send(files::create(report))?;
    let workbook = Upload::bytes("PK\x03\x04 rows").file_name("january.xlsx");
    vendor.send(files::upload(&report.id, workbook))?;
    let ready = vendor.wait(files::get(&report.id));
    let ready = ready.until(UsageFileStatus::Ready)?;
    vendor.send(files::submit(ready.id)).map(drop)
}
