//! Responses as the API gives them, and what must be read from them.
//!
//! They have all that callers meet beyond the document: fields that are missing, null or new, values
//! that no enum has yet or in capitals, ids that are numbers, amounts beyond what a float holds,
//! times with and without an offset.

use connect_usage::models::{
    AccountRef, Chunk, Event, Reconciliation, UsageFile, UsageFileSchema, UsageRecord,
};
use connect_usage::runtime::DateOrDateTime;
use connect_usage::{DateTime, OpenEnum};

/// In the query of every presigned URL. It must not be in anything that prints.
pub const SIGNATURE: &str = "5167e7a1";

/// Midnight of 2029-01-01 in UTC, in seconds since 1970.
pub const JANUARY: i64 = 1_861_920_000;
/// Eight o'clock of 2029-02-01 in UTC.
pub const FEBRUARY: i64 = JANUARY + 31 * 24 * 3600 + 8 * 3600;

pub const AGGREGATES: &str = include_str!("responses/aggregates.json");
pub const FILES: &str = include_str!("responses/files.json");

pub fn file(status: &str) -> String {
    include_str!("responses/file.json").replace("$status", status)
}

pub fn chunk(status: &str) -> String {
    include_str!("responses/chunk.json").replace("$status", status)
}

pub fn record(status: &str) -> String {
    include_str!("responses/record.json").replace("$status", status)
}

pub fn reconciliation(status: &str) -> String {
    include_str!("responses/reconciliation.json").replace("$status", status)
}

/// What some servers return instead of a whole object.
pub fn minimal(id: &str, status: &str) -> String {
    format!(r#"{{"id": "{id}", "status": "{status}"}}"#)
}

pub fn time(seconds: i64, nanoseconds: i128) -> DateTime {
    let nanoseconds = i128::from(seconds) * 1_000_000_000 + nanoseconds;
    connect_usage::runtime::time::OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
        .expect("a time")
        .into()
}

/// For comparisons with constants.
pub fn text<T: AsRef<str>>(value: &Option<T>) -> Option<&str> {
    value.as_ref().map(AsRef::as_ref)
}

fn check_account(account: &Option<AccountRef>, id: &str, name: &str) {
    let account = account.as_ref().expect("an account");
    assert_eq!(
        (text(&account.id), text(&account.name)),
        (Some(id), Some(name))
    );
}

/// The second of the event, and who did it.
fn event(event: &Option<Event>) -> (Option<DateTime>, Option<&str>) {
    let event = event.as_ref().expect("an event");
    let by = event.by.as_ref().and_then(|it| it.id.as_deref());
    (event.at, by)
}

pub fn check_file(file: &UsageFile, status: &str) {
    assert_eq!(file.id, "UF-2029-01-0001-0001");
    assert_eq!(text(&file.name), Some("Usage of January"));
    assert_eq!(text(&file.status), Some(status));
    assert_eq!(file.sub_status, None);
    assert_eq!(text(&file.external_id), Some("20290131"));
    check_account(&file.vendor, "VA-000-001", "Example Vendor");
    check_account(&file.provider, "PA-000-001", "Example Provider");
    let environment = file.environment.as_ref().expect("an environment");
    assert_eq!(environment, "staging");
    assert_eq!(environment.known_ignoring_case(), None);
    let schema = file.schema.as_ref().expect("a schema");
    assert_eq!(schema, "TR");
    assert_eq!(schema.known_ignoring_case(), Some(UsageFileSchema::Tr));
    check_file_references(file);
    assert_eq!(text(&file.currency), Some("USD"));
    assert_eq!(text(&file.description), Some(""));
    assert_eq!(text(&file.note), Some("first report"));
    assert_eq!(text(&file.acceptance_note), None);
    assert_eq!(text(&file.rejection_note), None);
    let period = file.period.as_ref().expect("a period");
    assert_eq!(period.from, Some(DateOrDateTime::Time(time(JANUARY, 0))));
    let end = "2029-01-31".parse().expect("a day");
    assert_eq!(period.to, Some(DateOrDateTime::Date(end)));
    check_file_progress(file);
    check_file_links(file);
}

fn check_file_references(file: &UsageFile) {
    let marketplace = file.marketplace.as_ref().expect("a marketplace");
    assert_eq!(text(&marketplace.id), Some("MP-00001"));
    assert_eq!(text(&marketplace.icon), None);
    let contract = file.contract.as_ref().expect("a contract");
    assert_eq!(text(&contract.id), Some("CRD-00000-00000-00001"));
    assert_eq!(text(&contract.name), Some("Distribution Agreement"));
    let product = file.product.as_ref().expect("a product");
    assert_eq!(text(&product.name), Some("Example Backup"));
    assert_eq!(text(&product.icon), Some(""));
}

fn check_file_progress(file: &UsageFile) {
    let records = file.records.as_ref().expect("counts");
    assert_eq!(
        (records.valid, records.invalid, records.closed),
        (Some(12), Some(0), None)
    );
    let stats = file.stats.as_ref().expect("counts");
    assert_eq!((stats.uploaded, stats.validated), (Some(12), Some(12)));
    assert_eq!((stats.pending, stats.billed), (None, None));
    let events = file.events.as_ref().expect("events");
    let created = (Some(time(FEBRUARY, 0)), Some("UR-000-000-001"));
    assert_eq!(event(&events.created), created);
    let uploaded = (Some(time(FEBRUARY + 300, 123_456_000)), None);
    assert_eq!(event(&events.uploaded), uploaded);
    let submitted = (Some(time(FEBRUARY + 600, 0)), None);
    assert_eq!(event(&events.submitted), submitted);
    assert_eq!(events.accepted, None);
}

fn check_file_links(file: &UsageFile) {
    let link = file.usage_file_uri.as_ref().expect("a link").as_str();
    let expected = "https://storage.example/UF-2029-01-0001-0001.xlsx?signature=5167e7a1";
    assert_eq!(link, expected);
    assert!(file.processed_file_uri.is_some());
    assert_eq!(file.reconciliation_file_uri, None);
    let printed = format!("{file:?} {file:#?}");
    assert!(printed.contains("https://storage.example/processed.xlsx?…"));
    assert!(!printed.contains(SIGNATURE), "{printed}");
}

pub fn check_chunk(chunk: &Chunk, status: &str) {
    assert_eq!(chunk.id, "UFC-2029-01-0001-0001-001");
    assert_eq!(text(&chunk.status), Some(status));
    assert_eq!(chunk.outdated, Some(false));
    let file = chunk.usagefile.as_ref().expect("a report");
    assert_eq!(text(&file.id), Some("UF-2029-01-0001-0001"));
    assert_eq!(file.schema, Some(UsageFileSchema::Pr));
    let binding = chunk.binding.as_ref().expect("a binding");
    assert_eq!(text(&binding.external_id), Some("4711"));
    let hub = binding.hub.as_ref().expect("a hub");
    assert_eq!(text(&hub.id), Some("HB-0000-0001"));
    let marketplace = chunk.marketplace.as_ref().expect("a marketplace");
    assert_eq!(text(&marketplace.icon), Some(""));
    check_account(&chunk.provider, "PA-000-001", "Example Provider");
    assert_eq!(chunk.error.as_ref().expect("an error").detail, None);
    let events = chunk.events.as_ref().expect("events");
    let created = (Some(time(FEBRUARY, 500_000_000)), None);
    assert_eq!(event(&events.created), created);
    assert_eq!(event(&events.closed), (None, None));
    let stats = chunk.stats.as_ref().expect("counts");
    assert_eq!((stats.accepted, stats.billed), (Some(10), Some(7)));
    assert_eq!(text(&chunk.external_id), Some("18446744073709551615"));
}

pub fn check_record(record: &UsageRecord, status: &str) {
    assert_eq!(record.id, "UR-2029-01-0001-0001-0001");
    assert_eq!(record.status, Some(status.into()));
    assert_eq!(record.start_date, Some(time(JANUARY, 0)));
    let end = time(JANUARY + 31 * 24 * 3600 - 1, 999_999_000);
    assert_eq!(record.end_date, Some(end));
    assert_eq!(text(&record.product_id), Some("PRD-000-000-001"));
    assert_eq!(text(&record.external_billing_id), Some("20290001"));
    assert_eq!(text(&record.external_billing_note), None);
    // As text, since decimals of different scale are equal.
    let amount = record.amount.as_ref().expect("an amount");
    assert_eq!(amount.to_string(), "9999999999999999.123456");
    let usage = record.usage.as_ref().expect("a usage");
    assert_eq!(usage.to_string(), "-0.00000001");
    assert_eq!((record.tier, record.multiplier), (Some(1), Some(1)));
    // Neither `Z` nor `T`.
    let closed = time(FEBRUARY + 9 * 24 * 3600 + 2 * 3600, 0);
    assert_eq!(record.closed_at, Some(closed));
    assert_eq!(text(&record.closed_by), Some("PA-000-001"));
    assert_eq!(text(&record.error_codes), Some("USG_011"));
    let details = "The record was billed already.";
    assert_eq!(text(&record.error_details), Some(details));
    check_record_references(record);
    check_record_parameters(record);
}

fn check_record_references(record: &UsageRecord) {
    // The document declares a text.
    let category = record.category.as_ref().expect("a category");
    assert_eq!(text(&category.id), Some("backup"));
    assert_eq!(text(&category.name), Some("Backup"));
    let item = record.item.as_ref().expect("an item");
    assert_eq!(text(&item.local_id), Some("storage"));
    assert_eq!(text(&item.precision), Some("Decimal(8)"));
    assert_eq!(text(&item.r#type), Some("ppu"));
    let asset = record.asset.as_ref().expect("an asset");
    assert_eq!(text(&asset.external_id), Some("1001"));
    assert_eq!(text(&asset.recon_id), Some("R-1"));
    assert_eq!(text(&record.asset_external_id), Some("1001"));
    let file = record.usagefile.as_ref().expect("a report");
    assert_eq!((text(&file.name), text(&file.currency)), (None, None));
}

fn check_record_parameters(record: &UsageRecord) {
    let parameters: Vec<_> = record
        .params
        .iter()
        .flatten()
        .map(|it| (text(&it.parameter_name), text(&it.parameter_value)))
        .collect();
    let expected = [
        (Some("region"), Some("north")),
        (Some("note"), None),
        (Some("seats"), Some("5")),
    ];
    assert_eq!(parameters, expected);
}

pub fn check_reconciliation(reconciliation: &Reconciliation, status: &str) {
    assert_eq!(reconciliation.id, "RCF-2029-01-0001-0001");
    assert_eq!(reconciliation.status, Some(status.into()));
    let file = reconciliation.usagefile.as_ref().expect("a report");
    assert_eq!(file.schema, Some(UsageFileSchema::Cr));
    let chunk = reconciliation.partusagefile.as_ref().expect("a chunk");
    assert_eq!(text(&chunk.id), Some("UFC-2029-01-0001-0001-001"));
    let provider = chunk.provider.as_ref().expect("a provider");
    assert_eq!(text(&provider.id), Some("PA-000-001"));
    let binding = reconciliation.binding.as_ref().expect("a binding");
    assert_eq!(text(&binding.external_id), Some("4711"));
    let error = reconciliation.error.as_ref().expect("an error");
    assert_eq!(text(&error.detail), Some("line 3: no such record"));
    let notes = reconciliation.notes.as_ref().expect("notes");
    assert_eq!(text(&notes.uploaded), Some("bills of January"));
    assert_eq!(text(&notes.processing), None);
    let events = reconciliation.events.as_ref().expect("events");
    let uploaded = (Some(time(FEBRUARY + 300, 0)), Some("UR-000-000-001"));
    assert_eq!(event(&events.uploaded), uploaded);
}
