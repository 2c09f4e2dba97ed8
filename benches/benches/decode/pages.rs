//! Pages to decode, and minimal hand-written structs of the same fields.

use connect_runtime::driver::response;
use connect_runtime::{Bytes, Call, HeaderMap, Page, StatusCode};
use serde::Deserialize;

macro_rules! rows {
    ($(#[$doc:meta])* $module:ident, $number:ty, $time:ty) => {
        $(#[$doc])*
        pub mod $module {
            #![allow(dead_code, missing_docs, reason = "only read")]
            use serde::Deserialize;

            #[derive(Deserialize)]
            pub struct Named {
                id: Option<String>,
                name: Option<String>,
                icon: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Item {
                id: Option<String>,
                local_id: Option<String>,
                name: Option<String>,
                unit: Option<String>,
                mpn: Option<String>,
                precision: Option<String>,
                r#type: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Asset {
                id: Option<String>,
                external_id: Option<String>,
                external_uid: Option<String>,
                recon_id: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct UsageFileRef {
                id: Option<String>,
                name: Option<String>,
                schema: Option<String>,
                currency: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Parameter {
                parameter_name: Option<String>,
                parameter_value: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Record {
                id: String,
                start_date: Option<$time>,
                end_date: Option<$time>,
                product_id: Option<String>,
                external_billing_id: Option<String>,
                external_billing_note: Option<String>,
                item: Option<Item>,
                asset: Option<Asset>,
                category: Option<Named>,
                tier: Option<i64>,
                amount: Option<$number>,
                multiplier: Option<i64>,
                usage: Option<$number>,
                status: Option<String>,
                closed_at: Option<$time>,
                closed_by: Option<String>,
                params: Option<Vec<Parameter>>,
                item_id: Option<String>,
                asset_id: Option<String>,
                usagefile: Option<UsageFileRef>,
                resource_local_id: Option<String>,
                asset_external_id: Option<String>,
                asset_external_uid: Option<String>,
                error_codes: Option<String>,
                error_details: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Period {
                from: Option<String>,
                to: Option<String>,
            }

            #[derive(Deserialize)]
            pub struct Stats {
                uploaded: Option<i64>,
                validated: Option<i64>,
                pending: Option<i64>,
                accepted: Option<i64>,
                closed: Option<i64>,
                billed: Option<i64>,
            }

            #[derive(Deserialize)]
            pub struct Event {
                at: Option<$time>,
                by: Option<Named>,
            }

            #[derive(Deserialize)]
            pub struct Events {
                created: Option<Event>,
                uploaded: Option<Event>,
                submitted: Option<Event>,
                accepted: Option<Event>,
                closed: Option<Event>,
                rejected: Option<Event>,
                deleted: Option<Event>,
            }

            #[derive(Deserialize)]
            pub struct File {
                id: String,
                name: Option<String>,
                external_id: Option<String>,
                status: Option<String>,
                vendor: Option<Named>,
                provider: Option<Named>,
                environment: Option<String>,
                marketplace: Option<Named>,
                contract: Option<Named>,
                product: Option<Named>,
                error_detail: Option<String>,
                description: Option<String>,
                acceptance_note: Option<String>,
                rejection_note: Option<String>,
                schema: Option<String>,
                currency: Option<String>,
                period: Option<Period>,
                stats: Option<Stats>,
                events: Option<Events>,
                note: Option<String>,
                usage_file_uri: Option<String>,
                processed_file_uri: Option<String>,
            }
        }
    };
}

rows!(
    /// Times, numbers and enums as the strings and floats that serde gives for nothing.
    plain, f64, String
);
rows!(
    /// Times and numbers as the types that ours have.
    typed, rust_decimal::Decimal, super::Time
);

/// A time in RFC 3339, as serde reads it for `time`.
#[derive(Deserialize)]
#[allow(dead_code, reason = "only read")]
pub struct Time(#[serde(with = "time::serde::rfc3339")] pub time::OffsetDateTime);

/// A record as JSON.
fn record(n: usize) -> String {
    format!(
        r#"{{"id":"UR-2029-01-0001-{n:06}","start_date":"2029-01-01T00:00:00+00:00","end_date":"2029-01-31T23:59:59.123456+00:00",
"product_id":"PRD-276-377-545","external_billing_id":"B-{n}","external_billing_note":null,
"item":{{"id":"PRD-276-377-545-0001","local_id":"SKU-{n}","name":"Mailbox","unit":"Gb","mpn":"MPN-A-{n}","precision":"decimal(8)","type":"PPU"}},
"asset":{{"id":"AS-2895-6002-{n:04}","external_id":"{n}","external_uid":"f0a4bc0e-6ab4-4f4a-8a2b-{n:012}","recon_id":null}},
"category":{{"id":"backup","name":"Backup"}},"tier":0,"amount":1234.56{n:04},"multiplier":1,"usage":{n}.5,"status":"valid","closed_at":null,"closed_by":null,
"params":[{{"parameter_name":"region","parameter_value":"eu-{n}"}},{{"parameter_name":"tenant","parameter_value":null}}],
"item_id":"PRD-276-377-545-0001","asset_id":"AS-2895-6002-{n:04}",
"usagefile":{{"id":"UF-2029-01-0001-0001","name":"January","schema":"pr","currency":"USD"}},
"resource_local_id":"SKU-{n}","asset_external_id":"{n}","asset_external_uid":"f0a4bc0e-6ab4-4f4a-8a2b-{n:012}"}}"#
    )
}

/// A file as JSON.
fn file(n: usize) -> String {
    let event =
        |at: &str| format!(r#"{{"at":"{at}","by":{{"id":"UR-630-250-903","name":"Night job"}}}}"#);
    format!(
        r#"{{"id":"UF-2029-01-0001-{n:04}","name":"Report {n}","external_id":"ext-{n}","status":"accepted",
"vendor":{{"id":"VA-587-127","name":"Vendor"}},"provider":{{"id":"PA-063-101","name":"Provider"}},"environment":"production",
"marketplace":{{"id":"MP-54865","name":"Here","icon":"/media/m.png"}},"contract":{{"id":"CRD-00000-00000-{n:05}","name":"Contract"}},
"product":{{"id":"PRD-276-377-545","name":"Product","icon":""}},"error_detail":null,"description":"of {n}","acceptance_note":"fine","rejection_note":null,
"schema":"pr","currency":"USD","period":{{"from":"2029-01-01T00:00:00+00:00","to":"2029-01-31T00:00:00+00:00"}},
"stats":{{"uploaded":{n},"validated":{n},"pending":0,"accepted":{n},"closed":0,"billed":0}},
"events":{{"created":{},"uploaded":{},"submitted":{},"accepted":{}}},"note":null,
"usage_file_uri":"https://storage.example/u/{n}.xlsx?sig=abc{n}"}}"#,
        event("2029-02-01T00:00:00Z"),
        event("2029-02-01T00:01:00.5+00:00"),
        event("2029-02-01T00:02:00.123456+00:00"),
        event("2029-02-02T10:00:00+00:00"),
    )
}

/// A page of 1,000 records.
pub fn records() -> Vec<u8> {
    page(record)
}

/// A page of 1,000 files.
pub fn files() -> Vec<u8> {
    page(file)
}

fn page(row: fn(usize) -> String) -> Vec<u8> {
    let rows: Vec<String> = (0..1000).map(row).collect();
    format!("[{}]", rows.join(",")).into_bytes()
}

/// Reads a page as a client does: by `Call::decode`, with its checks.
///
/// # Panics
/// If the page is not sound.
pub fn ours<T>(call: &Call<Page<T>>, body: &Bytes) -> Page<T> {
    let answer = response(StatusCode::OK, HeaderMap::new(), body.clone());
    call.decode(answer).expect("the page is sound")
}

/// Reads a page by hand, as quickly as serde can: one check for UTF-8 of the whole, then `from_str`.
///
/// # Panics
/// If the page is not sound.
pub fn by_hand<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Vec<T> {
    let text = str::from_utf8(body).expect("the page is UTF-8");
    serde_json::from_str(text).expect("the page is sound")
}
