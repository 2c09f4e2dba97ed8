//! Decoding a page of 1,000 records and one of 1,000 files: our types, a minimal hand-written struct
//! of the same fields, and untyped JSON, in one run. Compare the ratios, not the times.
//!
//! "Ours" is what a client does with an answer: `Call::decode`, with its checks. The hand-written
//! structs are read by `serde_json::from_slice`; they keep times, numbers and enums as the texts and floats that serde gives
//! for nothing ("plain"), or turn them into the same types as ours ("typed").

#![allow(missing_docs, reason = "criterion's macros make a public function")]

use connect_runtime::{Bytes, Call, HeaderMap, Page, StatusCode};
use connect_usage_api::{files, records};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;

macro_rules! rows {
    ($module:ident, $number:ty, $time:ty) => {
        pub mod $module {
            #![allow(dead_code, reason = "only read")]
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

rows!(plain, f64, String);
rows!(typed, rust_decimal::Decimal, super::Time);

/// A time in RFC 3339, as serde reads it for `time`.
#[derive(Deserialize)]
pub struct Time(#[serde(with = "time::serde::rfc3339")] pub time::OffsetDateTime);

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

fn page(row: fn(usize) -> String) -> Vec<u8> {
    let rows: Vec<String> = (0..1000).map(row).collect();
    format!("[{}]", rows.join(",")).into_bytes()
}

fn compare<O, P, T>(criterion: &mut Criterion, name: &str, call: &Call<Page<O>>, json: &[u8])
where
    P: for<'de> Deserialize<'de>,
    T: for<'de> Deserialize<'de>,
{
    fn read<V: for<'de> Deserialize<'de>>(json: &[u8]) -> Vec<V> {
        serde_json::from_slice(json).expect("the page is sound")
    }
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(json.len() as u64));
    let mut run = |variant: &str, decode: &dyn Fn(&[u8])| {
        group.bench_function(BenchmarkId::from_parameter(variant), |bencher| {
            bencher.iter(|| decode(json))
        });
    };
    let body = Bytes::copy_from_slice(json);
    run("ours", &|_| {
        let answer =
            connect_runtime::driver::response(StatusCode::OK, HeaderMap::new(), body.clone());
        drop(std::hint::black_box(
            call.decode(answer).expect("the page is sound"),
        ));
    });
    run("hand-written, plain", &|json| {
        drop(std::hint::black_box(read::<P>(json)))
    });
    run("hand-written, typed", &|json| {
        drop(std::hint::black_box(read::<T>(json)))
    });
    run("serde_json::Value", &|json| {
        drop(std::hint::black_box(read::<serde_json::Value>(json)))
    });
    group.finish();
}

fn decode(criterion: &mut Criterion) {
    let call = records::list().into_call();
    compare::<_, plain::Record, typed::Record>(criterion, "1,000 records", &call, &page(record));
    let call = files::list().into_call();
    compare::<_, plain::File, typed::File>(criterion, "1,000 files", &call, &page(file));
}

criterion_group!(benches, decode);
criterion_main!(benches);
