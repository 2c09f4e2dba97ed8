//! How the tests read responses.

use connect_runtime::{Call, DateTime, Decimal};
use contract_tests::subjects::json_response;

/// What a call makes of a success with this body.
pub fn reads<T>(call: &Call<T>, json: &str) -> T {
    reads_with(call, 200, json)
}

pub fn reads_with<T>(call: &Call<T>, status: u16, json: &str) -> T {
    call.decode(json_response(status, json))
        .unwrap_or_else(|error| panic!("{error}"))
}

pub fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().expect("a number"))
}

pub fn time(text: &str) -> DateTime {
    text.parse().expect("a time")
}
