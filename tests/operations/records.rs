//! `records::…`

use connect_fake::Reply;
use connect_usage::Call;
use connect_usage::models::{
    CloseManyRecord, CloseManyResult, CloseUsageRecord, UpdateUsageRecord, UsageFileSchema,
    UsageRecord, UsageRecordStatus,
};
use connect_usage::records::{self, filter};
use serde_json::json;

use crate::fixtures::{JANUARY, check_record, minimal, record, time};
use crate::harness::{ENCODED, Expected, ID, check_pages, rows};

pub const EXERCISES: &[fn()] = &[list, close_many, get, update, close];

fn path(rest: &str) -> String {
    format!("/usage/records/{ENCODED}{rest}")
}

fn sparse() -> UsageRecord {
    let mut record = UsageRecord::new("UR-1");
    record.status = Some(UsageRecordStatus::Closed);
    record
}

/// A whole record, one with id and status alone, and one whose category is a text, as the
/// document declares it, and whose amount is in quotes.
fn check_answers(expected: &Expected, call: &Call<UsageRecord>, status: u16) {
    for state in ["approved", "disputed"] {
        let reply = Reply::json(status, record(state));
        check_record(&expected.send(call, reply), state);
    }
    let reply = Reply::json(status, minimal("UR-1", "closed"));
    assert_eq!(expected.send(call, reply), sparse());
    let declared = r#"{"id": "UR-1", "category": "backup", "amount": "0.10"}"#;
    let declared = expected.send(call, Reply::json(status, declared));
    assert_eq!(
        declared.category.expect("a category").id,
        Some("backup".to_owned())
    );
    assert_eq!(declared.amount.expect("an amount").to_string(), "0.10");
}

#[test]
fn list() {
    let call = records::list().into_call();
    check_pages(&Expected::new("GET", "/usage/records"), &call);

    let since = filter::USAGE_START_TIME.ge(time(JANUARY, 0));
    let call = records::list()
        .filter(filter::USAGEFILE_ID.eq("UF-2029-01-0001-0001") & since)
        .filter(filter::USAGEFILE_SCHEMA.none_of([UsageFileSchema::Qt]))
        .filter(!filter::END_DATE.gt(time(JANUARY, 500_000_000)))
        .order_by([
            filter::USAGE_START_TIME.asc(),
            filter::STATUS.desc(),
            filter::CREATED_TIME.desc(),
        ])
        .search("a=b|c;(d)")
        .page_size(500)
        .offset(5_000_000_000)
        .into_call();
    let expected = Expected::new(
        "GET",
        "/usage/records?eq(usagefile.id,%22UF-2029-01-0001-0001%22)\
         &ge(usage_start_time,%222029-01-01T00%3A00%3A00Z%22)\
         &out(usagefile.schema,(%22qt%22))\
         &not(gt(end_date,%222029-01-01T00%3A00%3A00.5Z%22))\
         &ordering(usage_start_time,-status,-created_time)\
         &search=%22a%3Db%7Cc%3B%28d%29%22&limit=500&offset=5000000000",
    );
    let body = format!("[{}, {}]", record("INVALID"), minimal("UR-1", "closed"));
    let page = expected.send(&call, rows(&body, "items 5000000000-5000000001/5000000002"));
    let place = (Some(5_000_000_000), Some(5_000_000_002));
    assert_eq!((page.first, page.total), place);
    assert_eq!(page.rows.len(), 2);
    check_record(&page.rows[0], "INVALID");
    assert_eq!(page.rows[1], sparse());
}

/// The API returns 206 whether or not all records were closed; what became of each is in its row.
#[test]
fn close_many() {
    let bodies = vec![
        CloseManyRecord::new("UR-1").external_billing_id("B-1"),
        CloseManyRecord::new("UR-2")
            .external_billing_id("B-2")
            .external_billing_note("ü"),
        CloseManyRecord::new(ID),
    ];
    let expected = Expected::new("POST", "/usage/records/close-records").json(json!([
        {"id": "UR-1", "external_billing_id": "B-1"},
        {"id": "UR-2", "external_billing_id": "B-2", "external_billing_note": "ü"},
        {"id": ID},
    ]));
    let response = r#"[
        {"id": "UR-1", "status": "closed"},
        {"id": "UR-2", "status": "valid", "error_codes": "USG_011", "error_details": "no", "line": 2},
        {"id": "UR-3", "status": "frozen", "error_codes": null}
    ]"#;
    for status in [206, 200] {
        let reply = Reply::json(status, response);
        let results = expected.send(&records::close_many(bodies.clone()), reply);
        let row = |id: &str, status: &str| {
            let mut row = CloseManyResult::new();
            row.id = Some(id.into());
            row.status = Some(status.into());
            row
        };
        let mut refused = row("UR-2", "valid");
        refused.error_codes = Some("USG_011".to_owned());
        refused.error_details = Some("no".to_owned());
        assert_eq!(
            results,
            [row("UR-1", "closed"), refused, row("UR-3", "frozen")]
        );
        assert_eq!(results[0].status, Some(UsageRecordStatus::Closed));
    }
    let none = Expected::new("POST", "/usage/records/close-records").json(json!([]));
    let results = none.send(&records::close_many(Vec::new()), Reply::json(206, "[]"));
    assert_eq!(results, []);
}

#[test]
fn get() {
    check_answers(&Expected::new("GET", path("")), &records::get(ID), 200);
}

#[test]
fn update() {
    for (status, sent) in [
        (UsageRecordStatus::Approved, "approved"),
        ("disputed".into(), "disputed"),
    ] {
        let expected = Expected::new("PUT", path("")).json(json!({"status": sent}));
        let call = records::update(ID, UpdateUsageRecord::new(status));
        check_answers(&expected, &call, 200);
    }
}

#[test]
fn close() {
    let body = CloseUsageRecord::new()
        .external_billing_id("B-1")
        .external_billing_note("");
    let expected = Expected::new("POST", path("/close"))
        .json(json!({"external_billing_id": "B-1", "external_billing_note": ""}));
    check_answers(&expected, &records::close(ID).body(body), 201);

    let expected = Expected::new("POST", path("/close")).json(json!({}));
    let call = records::close(ID);
    check_answers(&expected, &call, 200);
}
