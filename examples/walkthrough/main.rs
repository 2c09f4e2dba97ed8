//! The life of a usage report, from the vendor's draft to the provider's bill.
//!
//! `cargo run --example walkthrough` needs neither a key nor a network: it runs with a fake of the platform in memory,
//! where no wait takes time. For the real platform, replace `platform.client(…)` by `Client::from_env()`.

use std::error::Error;

use connect_fake::{Platform, Side};
use connect_usage::models::{
    AcceptUsageFile, NewPeriod, NewUsageFile, UsageFile, UsageFileStatus, UsageRecord,
};
use connect_usage::runtime::rust_decimal::Decimal;
use connect_usage::{Client, Upload, files, records};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let platform = Platform::in_memory();
    let vendor = platform.client(Side::Vendor)?;
    let provider = platform.client(Side::Provider)?;

    let id = create(&vendor).await?;
    upload(&vendor, &id).await?;
    submit(&vendor, &id).await?;
    submit_again(&vendor, &id).await?;
    accept_what_is_pending(&provider).await?;
    bill(&provider, &id).await
}

/// Creates a report, and returns its id.
async fn create(vendor: &Client) -> Result<String> {
    let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001")
        .name("Usage of January")
        .external_id("2029-01")
        .period(NewPeriod::days("2029-01-01", "2029-01-31")?)
        .currency("USD");
    let report = vendor.send(files::create(report)).await?;
    println!("The vendor creates the report {}.", report.id);
    println!("  Its status is {}.", status(&report));
    Ok(report.id)
}

/// Uploads a spreadsheet, and waits until the platform has processed it.
async fn upload(vendor: &Client, id: &str) -> Result {
    // `Upload::path("january.xlsx")` streams a file from disk. This is the start of any workbook, which
    // is enough for the fake.
    let spreadsheet = Upload::bytes("PK\x03\x04 records").file_name("january.xlsx");
    let report = vendor.send(files::upload(id, spreadsheet)).await?;
    println!("The vendor uploads its spreadsheet.");
    println!("  Its status is {}.", status(&report));
    let wait = vendor.wait(files::get(id));
    let wait = wait.observe(|report, _| println!("  Its status is {}.", status(report)));
    wait.until(UsageFileStatus::Ready).await?;
    Ok(())
}

async fn submit(vendor: &Client, id: &str) -> Result {
    let report = vendor.send(files::submit(id)).await?;
    println!("The vendor submits the report.");
    println!("  Its status is {}.", status(&report));
    Ok(())
}

/// Shows how the API refuses a call.
async fn submit_again(vendor: &Client, id: &str) -> Result {
    match vendor.send(files::submit(id)).await {
        Ok(_) => Err("the report was submitted twice".into()),
        Err(error) if error.code() == Some("USG_011") => {
            println!("The vendor cannot submit it again.");
            println!("  {error}");
            // The error quotes no text of the API, which could hold anything. Here it is.
            println!("  The API says: {}", error.messages().join("; "));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn accept_what_is_pending(provider: &Client) -> Result {
    let pending = files::list()
        .filter(files::filter::STATUS.eq(UsageFileStatus::Pending))
        .order_by([files::filter::CREATED_AT.desc()]);
    // The whole list is read first: an accepted report leaves it, which would shift the others.
    let pending: Vec<_> = provider.stream(pending).collect().await?;
    println!("The provider finds {} pending report(s).", pending.len());
    for report in pending {
        let note = AcceptUsageFile::new().acceptance_note("as agreed");
        let report = provider.send(files::accept(&report.id).body(note)).await?;
        println!("The provider accepts the report {}.", report.id);
        println!("  Its status is {}.", status(&report));
    }
    Ok(())
}

async fn bill(provider: &Client, id: &str) -> Result {
    let list = records::list().filter(records::filter::USAGEFILE_ID.eq(id));
    let records: Vec<UsageRecord> = provider.stream(list).collect().await?;
    let mut sum = Decimal::ZERO;
    for amount in records.iter().filter_map(|it| it.amount.as_ref()) {
        sum += Decimal::try_from(amount)?;
    }
    let count = records.len();
    println!("The provider bills {count} records with {sum} USD, exact to the cent.");
    let report = provider.send(files::close(id)).await?;
    println!("The provider closes the report.");
    println!("  Its status is {}.", status(&report));
    Ok(())
}

/// Returns the status of a report as a string. Only the id of a report is always there.
fn status(report: &UsageFile) -> String {
    let status = report.status.as_ref();
    status.map_or("unknown".to_owned(), ToString::to_string)
}
