//! Responses with a value in every field. What is read of them is written again and must be the same:
//! a field that is not read, or read as another one, would be missed.

use connect_fake::Reply;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::runtime::encode::Encode;
use connect_usage::{Call, Json};
use connect_usage::{aggregates, chunks, files, products, reconciliations, records};
use serde_json::{Value, json};

use crate::harness::Expected;

fn complete(name: &str) -> Value {
    let text = include_str!("responses/complete.json");
    let all: Value = serde_json::from_str(text).expect("JSON");
    all[name].clone()
}

fn check<T: DecodeOwned + Encode>(expected: &Expected, call: &Call<T>, response: &Value) {
    let value = expected.send(call, Reply::json(200, response.to_string()));
    let written: Value = Json::write(&value)
        .and_then(|it| serde_json::from_str(it.as_str()))
        .expect("JSON");
    assert_eq!(&written, response);
}

/// As [`check`], for a list that has this row alone.
fn check_row<T: DecodeOwned + Encode>(
    path: &str,
    call: &Call<connect_usage::Page<T>>,
    row: &Value,
) {
    let expected = Expected::new("GET", path);
    let page = expected.send(call, Reply::json(200, json!([row]).to_string()));
    let written: Value = Json::write(&page.rows)
        .and_then(|it| serde_json::from_str(it.as_str()))
        .expect("JSON");
    assert_eq!(written, json!([row]));
}

#[test]
fn files_are_read_completely() {
    let file = complete("file");
    let expected = Expected::new("GET", "/usage/files/UF-1");
    check(&expected, &files::get("UF-1"), &file);

    let expected = Expected::new("PUT", "/usage/files/UF-1").json(json!({}));
    let call = files::update("UF-1");
    check(&expected, &call, &file);

    let call = files::list().into_call();
    check_row("/usage/files", &call, &complete("summary"));

    let call = files::list_categories("UF-1").into_call();
    let path = "/usage/files/UF-1/categories";
    check_row(path, &call, &complete("category"));
}

#[test]
fn chunks_are_read_completely() {
    let chunk = complete("chunk");
    let expected = Expected::new("GET", "/usage/chunks/UFC-1");
    check(&expected, &chunks::get("UFC-1"), &chunk);
    check_row("/usage/chunks", &chunks::list().into_call(), &chunk);
}

#[test]
fn records_are_read_completely() {
    let record = complete("record");
    let expected = Expected::new("GET", "/usage/records/UR-1");
    check(&expected, &records::get("UR-1"), &record);
    check_row("/usage/records", &records::list().into_call(), &record);

    let expected = Expected::new("POST", "/usage/records/close-records").json(json!([]));
    let rows = json!([complete("closed")]);
    check(&expected, &records::close_many(Vec::new()), &rows);
}

#[test]
fn reconciliations_are_read_completely() {
    let reconciliation = complete("reconciliation");
    let expected = Expected::new("GET", "/usage/reconciliations/RCF-1");
    let call = reconciliations::get("RCF-1");
    check(&expected, &call, &reconciliation);
    let call = reconciliations::list().into_call();
    check_row("/usage/reconciliations", &call, &reconciliation);
}

#[test]
fn the_rest_is_read_completely() {
    let call = aggregates::list().into_call();
    check_row("/usage/aggregates", &call, &complete("aggregate"));
    let expected = Expected::new("GET", "/usage/products/PRD-1/template");
    check(
        &expected,
        &products::template("PRD-1"),
        &complete("template"),
    );
}
