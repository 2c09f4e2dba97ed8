//! Decodes a page as often as is said: `decode <records|files> <ours|plain|typed> <times>`. For
//! `scripts/decode-instructions`, which counts what is executed.

#[path = "../benches/decode/pages.rs"]
mod pages;

use std::hint::black_box;

use connect_runtime::Bytes;
use connect_usage_api as api;
use pages::{by_hand, files, ours, plain, records, typed};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [page, how, times] = &arguments[..] else {
        panic!("decode <records|files> <ours|plain|typed> <times>");
    };
    let body = Bytes::from(match page.as_str() {
        "records" => records(),
        _ => files(),
    });
    let (records, files) = (
        api::records::list().into_call(),
        api::files::list().into_call(),
    );
    for _ in 0..times.parse::<u32>().expect("a number of times") {
        match (page.as_str(), how.as_str()) {
            ("records", "ours") => drop(black_box(ours(&records, &body))),
            ("records", "plain") => drop(black_box(by_hand::<plain::Record>(&body))),
            ("records", _) => drop(black_box(by_hand::<typed::Record>(&body))),
            (_, "ours") => drop(black_box(ours(&files, &body))),
            (_, "plain") => drop(black_box(by_hand::<plain::File>(&body))),
            (_, _) => drop(black_box(by_hand::<typed::File>(&body))),
        }
    }
}
