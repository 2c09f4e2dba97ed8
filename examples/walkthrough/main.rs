//! The lifecycle of a usage report, from the vendor's draft to the provider's bill.
//!
//! `cargo run --example walkthrough` needs neither a network nor a key: it runs with a fake of the platform on this
//! machine. For the real platform, replace `client` by `Client::from_env()`. The example returns an error if a step does
//! not have the expected result.

use std::error::Error;
use std::time::Duration;

use connect_fake::Platform;
use connect_usage::models::{
    AcceptUsageFile, NewPeriod, NewUsageFile, UsageFile, UsageFileStatus, UsageRecord,
};
use connect_usage::runtime::rust_decimal::Decimal;
use connect_usage::{ApiKey, Client, ErrorKind, Upload, files, records};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The maximum number of reads of a report while the platform processes it.
const MAX_READS: usize = 20;
/// The pause between reads, for the fake. The real platform takes seconds to minutes; read every few seconds.
const BETWEEN_READS: Duration = Duration::from_millis(5);

fn main() -> Result {
    let platform = Platform::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(walk(&platform))
}

async fn walk(platform: &Platform) -> Result {
    let vendor = client(platform, platform.vendor_key())?;
    let provider = client(platform, platform.provider_key())?;

    let report = create(&vendor).await?;
    upload(&vendor, &report.id).await?;
    wait_until_ready(&vendor, &report.id).await?;
    submit(&vendor, &report.id).await?;
    accept_all_pending(&provider, &report.id).await?;
    bill(&provider, &report.id).await
}

/// Creates a client with the key of one of the two accounts.
fn client(platform: &Platform, key: &str) -> Result<Client> {
    let client = Client::builder()
        .api_key(ApiKey::new(key)?)
        .base_url(platform.url())
        .user_agent("walkthrough/1")
        .build()?;
    Ok(client)
}

async fn create(vendor: &Client) -> Result<UsageFile> {
    let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001")
        .name("Usage of January")
        .period(NewPeriod::days("2029-01-01", "2029-01-31")?)
        .currency("USD");
    let report = vendor.send(files::create(report)).await?;
    println!("The vendor creates the report {}.", report.id);
    expect(&report, &UsageFileStatus::Draft)?;
    Ok(report)
}

async fn upload(vendor: &Client, id: &str) -> Result {
    // `Upload::path("january.xlsx")` streams a file from disk. This is the start of any workbook, which
    // is enough for the fake.
    let spreadsheet = Upload::bytes("PK\x03\x04 records").file_name("january.xlsx");
    let report = vendor.send(files::upload(id, spreadsheet)).await?;
    println!("The vendor uploads its spreadsheet.");
    expect(&report, &UsageFileStatus::Uploading)
}

/// Waits for the platform, which processes a spreadsheet after the response to the upload.
async fn wait_until_ready(vendor: &Client, id: &str) -> Result {
    for _ in 0..MAX_READS {
        let report = vendor.send(files::get(id)).await?;
        let status = status(&report)?;
        println!("  Meanwhile the report is {status}.");
        match status {
            // Servers use either name.
            UsageFileStatus::Ready | UsageFileStatus::Uploaded => return Ok(()),
            UsageFileStatus::Invalid => {
                let reason = report.error_detail.unwrap_or_default();
                return Err(format!("the spreadsheet has errors: {reason}").into());
            }
            _ => tokio::time::sleep(BETWEEN_READS).await,
        }
    }
    Err("the platform did not process the spreadsheet in time".into())
}

async fn submit(vendor: &Client, id: &str) -> Result {
    let report = vendor.send(files::submit(id)).await?;
    println!("The vendor submits the report.");
    expect(&report, &UsageFileStatus::Pending)?;

    // Submit again, to show a rejection.
    let Err(error) = vendor.send(files::submit(id)).await else {
        return Err("the report was submitted twice".into());
    };
    // The error itself quotes no text of the API, which could hold anything.
    let messages = error.messages().join("; ");
    println!("  It cannot do so twice: {error}: {messages}");
    match error.kind() {
        ErrorKind::Api if error.code() == Some("USG_011") => Ok(()),
        _ => Err(error.into()),
    }
}

async fn accept_all_pending(provider: &Client, id: &str) -> Result {
    let pending = files::list()
        .filter(files::filter::STATUS.eq(UsageFileStatus::Pending))
        .order_by([files::filter::CREATED_AT.desc()])
        .page_size(10);
    let page = provider.send(pending).await?;
    let total = page.total.unwrap_or_default();
    println!("The provider finds {total} pending report(s).");
    if !page.rows.iter().any(|it| it.id == id) {
        return Err("the submitted report is not among them".into());
    }
    for report in page.rows {
        let note = AcceptUsageFile::new().acceptance_note("as agreed");
        let accept = files::accept(&report.id).body(note);
        let report = provider.send(accept).await?;
        println!("The provider accepts the report {}.", report.id);
        expect(&report, &UsageFileStatus::Accepted)?;
    }
    Ok(())
}

async fn bill(provider: &Client, id: &str) -> Result {
    let records = all_records(provider, id).await?;
    let mut amount = Decimal::ZERO;
    for each in records.iter().filter_map(|it| it.amount.as_ref()) {
        amount += Decimal::try_from(each)?;
    }
    println!(
        "The provider bills {} records with {amount} USD, exact to the cent.",
        records.len()
    );
    if records.len() != 3 || amount != Decimal::new(100_000_000_000_000_030, 2) {
        return Err("the records do not add up".into());
    }
    let report = provider.send(files::close(id)).await?;
    println!("The provider closes the report.");
    expect(&report, &UsageFileStatus::Closed)
}

/// Reads all rows of a list, page by page. The next offset follows from the number of rows that were returned, since the
/// platform may return fewer than requested.
async fn all_records(provider: &Client, id: &str) -> Result<Vec<UsageRecord>> {
    let mut all = Vec::new();
    loop {
        let page = records::list()
            .filter(records::filter::USAGEFILE_ID.eq(id))
            .order_by([records::filter::USAGE_START_TIME.asc()])
            .page_size(2)
            .offset(all.len() as u64);
        let page = provider.send(page).await?;
        println!("  A page of {} record(s).", page.rows.len());
        let is_last = page.rows.is_empty();
        all.extend(page.rows);
        if is_last || page.total == Some(all.len() as u64) {
            return Ok(all);
        }
    }
}

fn expect(report: &UsageFile, expected: &UsageFileStatus) -> Result {
    let status = status(report)?;
    println!("  Its status is {status}.");
    match status == expected {
        true => Ok(()),
        false => Err(format!("it should be {expected}").into()),
    }
}

/// Returns the status of a report. A response may lack it, but this example requires it.
fn status(report: &UsageFile) -> Result<&UsageFileStatus> {
    let status = report.status.as_ref();
    status.ok_or_else(|| "the response has no status".into())
}
