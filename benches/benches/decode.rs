//! Decoding a page of 1,000 records and one of 1,000 files: our types, a minimal hand-written struct
//! of the same fields, and untyped JSON, in one run. Compare the ratios, not the times.
//!
//! "Ours" is what a client does with a response: `Call::decode`, with its checks. The hand-written
//! structs are read by `serde_json::from_str` after one check for UTF-8, which is quicker than
//! `from_slice`; they keep times, numbers and enums as the strings and floats that serde gives for
//! nothing ("plain"), or turn them into the same types as ours ("typed").
//!
//! `scripts/decode-instructions` compares the same by the instructions that are executed.

#![allow(missing_docs, reason = "criterion's macros make a public function")]

#[path = "decode/pages.rs"]
mod pages;

use std::hint::black_box;

use connect_runtime::{Bytes, Call, Page};
use connect_usage_api as api;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pages::{by_hand, files, ours, plain, records, typed};
use serde::Deserialize;

fn compare<O, P, T>(criterion: &mut Criterion, name: &str, call: &Call<Page<O>>, json: Vec<u8>)
where
    P: for<'de> Deserialize<'de>,
    T: for<'de> Deserialize<'de>,
{
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(json.len() as u64));
    let body = Bytes::from(json);
    let mut run = |variant: &str, decode: &dyn Fn()| {
        group.bench_function(BenchmarkId::from_parameter(variant), |bencher| {
            bencher.iter(decode)
        });
    };
    run("ours", &|| drop(black_box(ours(call, &body))));
    run("hand-written, plain", &|| {
        drop(black_box(by_hand::<P>(&body)))
    });
    run("hand-written, typed", &|| {
        drop(black_box(by_hand::<T>(&body)))
    });
    run("serde_json::Value", &|| {
        drop(black_box(by_hand::<serde_json::Value>(&body)))
    });
    group.finish();
}

fn decode(criterion: &mut Criterion) {
    let call = api::records::list().into_call();
    compare::<_, plain::Record, typed::Record>(criterion, "1,000 records", &call, records());
    let call = api::files::list().into_call();
    compare::<_, plain::File, typed::File>(criterion, "1,000 files", &call, files());
}

criterion_group!(benches, decode);
criterion_main!(benches);
