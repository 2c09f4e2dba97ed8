//! Calls of a platform in memory, whose responses are read with the generated crate.

use connect_client::Call;
use connect_client::blocking::Client;
use connect_fake::{Platform, Received, Side};
use serde_json::Value;

/// An empty platform, with the vendor's client.
pub fn empty() -> (Platform, Client) {
    let platform = Platform::builder().without_directory().in_memory();
    let client = platform
        .blocking_client(Side::Vendor)
        .expect("a client of the platform");
    (platform, client)
}

/// Sends a call. The response may have nothing that is unknown to the contract.
#[track_caller]
pub fn send<T: 'static>(client: &Client, call: impl Into<Call<T>>) -> T {
    send_but(client, call, &[])
}

/// As [`send`], but exactly the values at these JSON pointers must be unknown.
#[track_caller]
pub fn send_but<T: 'static>(client: &Client, call: impl Into<Call<T>>, unknown: &[&str]) -> T {
    let call = call.into();
    let name = call.operation().name;
    let observed = client.send(call.observed());
    let observed = observed.unwrap_or_else(|error| panic!("{name}: {error}"));
    let found: Vec<&str> = observed.unknown().iter().map(|it| &*it.pointer).collect();
    assert_eq!(found, unknown, "{name}");
    observed.value
}

/// The status and the body of the response to a request of the vendor, as they are.
pub fn raw(platform: &Platform, target: &str) -> (u16, Value) {
    raw_as(platform, Side::Vendor, "GET", target)
}

/// As [`raw`], with this key and method.
pub fn raw_as(platform: &Platform, side: Side, method: &str, target: &str) -> (u16, Value) {
    let key = format!("ApiKey {}", platform.key(side));
    let reply = platform.handle(&Received {
        method: method.to_owned(),
        target: format!("/public/v1{target}"),
        headers: vec![("Authorization".to_owned(), key.into_bytes())],
        ..Received::default()
    });
    let body = reply.content().read(0, usize::MAX);
    let body = serde_json::from_slice(&body).expect("JSON");
    (reply.status(), body)
}

/// The ids of a list, by its path and query.
#[track_caller]
pub fn ids(platform: &Platform, target: &str) -> Vec<String> {
    let (status, body) = raw(platform, target);
    assert_eq!(status, 200, "{target}: {body}");
    let rows = body.as_array().expect("an array").iter();
    rows.map(|it| it["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// A JSON value of a response.
#[track_caller]
pub fn at(platform: &Platform, target: &str, pointer: &str) -> Value {
    let (status, body) = raw(platform, target);
    assert_eq!(status, 200, "{target}: {body}");
    body.pointer(pointer).cloned().unwrap_or_default()
}
