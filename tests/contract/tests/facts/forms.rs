//! The forms in which values come in real responses, where they differ from the vendor's document.
use connect_runtime::{DateOrDateTime, OpenEnum};
use connect_usage_api::models::{
    Aggregate, Chunk, Reconciliation, UsageFile, UsageFileStatus, UsageRecord,
};
use connect_usage_api::{aggregates, chunks, files, reconciliations, records};
use contract_tests::subjects::json_response;

use crate::reading::{decimal, reads, time};

/// 3: the bounds of a period come as times; they are sent as dates.
#[test]
fn periods_come_as_times_and_go_as_dates() {
    let json = r#"{"id": "UF-1", "status": "draft",
        "period": {"from": "2029-01-01T00:00:00+00:00", "to": "2029-01-31"}}"#;
    let file: UsageFile = reads(&files::get("UF-1"), json);
    let period = file.period.expect("the period");
    let (from, to) = (period.from.expect("from"), period.to.expect("to"));
    assert_eq!(from.start(), time("2029-01-01T00:00:00Z"));
    assert_eq!(from.date().to_string(), "2029-01-01");
    assert!(matches!(to, DateOrDateTime::Date(_)));
    let new = connect_usage_api::models::NewPeriod::new()
        .from(from.date())
        .to(to.date());
    let sent = serde_json::to_string(&new).expect("JSON");
    assert_eq!(sent, r#"{"from":"2029-01-01","to":"2029-01-31"}"#);
}

/// 10: enum values in upper case or new; what is not set is missing or null.
#[test]
fn values_in_upper_case_or_new_and_nulls_everywhere() {
    let file: UsageFile = reads(
        &files::get("UF-1"),
        r#"{"id": "UF-1", "status": "READY", "schema": "QT"}"#,
    );
    let status = file.status.clone().expect("a status");
    assert_ne!(status, UsageFileStatus::Ready);
    assert_eq!(status, "READY");
    assert_eq!(status.known_ignoring_case(), Some(UsageFileStatus::Ready));
    assert_eq!(
        serde_json::to_string(&file).expect("JSON"),
        r#"{"id":"UF-1","schema":"QT","status":"READY"}"#
    );
    let record: UsageRecord = reads(
        &records::get("UR-1"),
        r#"{"id": "UR-1", "status": "on-hold"}"#,
    );
    assert_eq!(record.status.expect("a status").to_string(), "on-hold");
    let json = r#"{"id": "UF-1", "status": "draft", "name": null, "external_id": null, "vendor": null,
        "provider": {"id": null, "name": null, "icon": null}, "marketplace": null, "contract": null,
        "product": null, "environment": null, "schema": null, "currency": null, "period": {"from": null},
        "stats": null, "records": {"valid": null}, "events": {"created": {"at": null, "by": null}},
        "sub_status": null, "usage_file_uri": null, "note": null}"#;
    let file: UsageFile = reads(&files::get("UF-1"), json);
    let encoded = serde_json::to_string(&file).expect("JSON");
    let left = r#"{"id":"UF-1","status":"draft","provider":{},"period":{},"events":{"created":{}},"records":{}}"#;
    let (encoded, left): (serde_json::Value, serde_json::Value) = (
        serde_json::from_str(&encoded).expect("JSON"),
        serde_json::from_str(left).expect("JSON"),
    );
    assert_eq!(encoded, left);
}

/// 11: external ids may be numbers, and the icon of a product empty or missing.
#[test]
fn external_ids_may_be_numbers() {
    let json = r#"{"id": 12, "asset": {"id": "AS-1", "external_id": 1234567890123456789, "external_uid": "u"},
        "asset_external_id": 18446744073709551615, "usagefile": {"id": 7}}"#;
    let record: UsageRecord = reads(&records::get("UR-1"), json);
    assert_eq!(record.id, "12");
    let asset = record.asset.expect("the asset");
    assert_eq!(asset.external_id.as_deref(), Some("1234567890123456789"));
    assert_eq!(
        record.asset_external_id.as_deref(),
        Some("18446744073709551615")
    );
    let json = r#"{"id": "UFC-1", "status": "ready", "external_id": -5,
        "binding": {"hub": {"id": "HB-1"}, "external_id": 42}}"#;
    let chunk: Chunk = reads(&chunks::get("UFC-1"), json);
    assert_eq!(chunk.external_id.as_deref(), Some("-5"));
    assert_eq!(
        chunk.binding.and_then(|it| it.external_id).as_deref(),
        Some("42")
    );
    let json = r#"[{"id": "UF-1", "status": "draft", "product": {"id": "PRD-1", "icon": ""}},
        {"id": "UF-2", "status": "draft", "product": {"id": "PRD-1"}}]"#;
    let rows = reads(&files::list().into_call(), json).rows;
    let icons: Vec<_> = rows
        .into_iter()
        .map(|it| it.product.and_then(|it| it.icon))
        .collect();
    assert_eq!(icons, [Some(String::new()), None]);
}

/// 12: times with `Z`, with an offset, with microseconds.
#[test]
fn times_in_all_forms() {
    let at = |text: &str| {
        let json = format!(r#"{{"id": "UFR-1", "events": {{"created": {{"at": "{text}"}}}}}}"#);
        let value: Reconciliation = reads(&reconciliations::get("UFR-1"), &json);
        value
            .events
            .and_then(|it| it.created)
            .and_then(|it| it.at)
            .expect("a time")
    };
    let whole = time::OffsetDateTime::from_unix_timestamp(1_864_800_000).expect("a time");
    for text in [
        "2029-02-03T08:00:00Z",
        "2029-02-03T08:00:00+00:00",
        "2029-02-03T08:00:00",
        "2029-02-03T10:00:00+02:00",
    ] {
        assert_eq!(at(text), whole, "{text}");
    }
    let exact = at("2029-02-03T08:00:00.123456+00:00").into_inner();
    assert_eq!(
        (exact.unix_timestamp(), exact.nanosecond()),
        (1_864_800_000, 123_456_000)
    );
}

/// 13: quantities of aggregates have decimals; amounts have more digits than a float holds.
#[test]
fn quantities_have_decimals_and_amounts_many_digits() {
    let json = r#"[{"consumed": 12.3400, "accepted": 7, "amount": 9999999999999999.123456},
        {"consumed": 1e-7, "accepted": 0, "amount": -10000000000000000}]"#;
    let rows: Vec<Aggregate> = reads(&aggregates::list().into_call(), json).rows;
    assert_eq!(rows[0].consumed, decimal("12.34"));
    assert_eq!(
        rows[0]
            .consumed
            .as_ref()
            .map(|it| it.to_string())
            .as_deref(),
        Some("12.3400")
    );
    assert_eq!(
        rows[0].amount.as_ref().map(|it| it.to_string()).as_deref(),
        Some("9999999999999999.123456")
    );
    assert_eq!(rows[1].consumed, decimal("0.0000001"));
    assert_eq!(
        rows[1].amount.as_ref().map(|it| it.to_string()).as_deref(),
        Some("-10000000000000000")
    );
    let encoded = serde_json::to_string(&rows).expect("JSON");
    assert_eq!(
        encoded,
        r#"[{"accepted":7,"amount":9999999999999999.123456,"consumed":12.3400},{"accepted":0,"amount":-10000000000000000,"consumed":0.0000001}]"#
    );
    // What is too long to calculate with keeps its text, and ends no list.
    let long = [
        "0.12345678901234567890123456789012345",
        "5.551115123125783e-17",
        "1e300",
    ];
    for number in long {
        let json = format!(r#"[{{"amount":1}},{{"amount":{number}}}]"#);
        let rows: Vec<Aggregate> = reads(&aggregates::list().into_call(), &json).rows;
        let amount = rows[1].amount.as_ref().expect("an amount");
        assert_eq!((amount.fits(), &*amount.text()), (false, number));
        assert_eq!(serde_json::to_string(&rows).expect("JSON"), json);
    }
    // A count beyond 64 bits, or with a fraction, is an error that names the place.
    for number in ["9223372036854775808", "1e300", "1.5"] {
        let json =
            format!(r#"[{{"id": "UF-1"}}, {{"id": "UF-2", "stats": {{"pending": {number}}}}}]"#);
        let error = files::list()
            .into_call()
            .decode(json_response(200, &json))
            .expect_err(number);
        assert_eq!(error.path(), Some("$[1].stats.pending"));
        assert!(error.to_string().contains(number), "{error}");
    }
}

/// References come as texts as well: an id, or how a user is called.
#[test]
fn every_reference_may_be_a_text() {
    let json = r#"{
        "id": "UF-1", "vendor": "VA-1", "provider": "PA-1", "marketplace": "MP-1", "contract": "CRD-1", "product": "PRD-1",
        "events": {"created": {"at": "2029-02-01", "by": "vendor@example.com"}, "uploaded": {"by": {"id": "UR-1"}}}
    }"#;
    let file: UsageFile = reads(&files::get("UF-1"), json);
    assert_eq!(file.vendor.and_then(|it| it.id).as_deref(), Some("VA-1"));
    assert_eq!(file.provider.and_then(|it| it.id).as_deref(), Some("PA-1"));
    assert_eq!(
        file.marketplace.and_then(|it| it.id).as_deref(),
        Some("MP-1")
    );
    assert_eq!(file.contract.and_then(|it| it.id).as_deref(), Some("CRD-1"));
    assert_eq!(file.product.and_then(|it| it.id).as_deref(), Some("PRD-1"));
    let events = file.events.expect("events");
    let by = events.created.and_then(|it| it.by).expect("a user");
    assert_eq!(
        (by.id, by.name.as_deref()),
        (None, Some("vendor@example.com"))
    );
    let by = events.uploaded.and_then(|it| it.by).expect("a user");
    assert_eq!((by.id.as_deref(), by.name), (Some("UR-1"), None));

    let json = r#"{"id": "UR-1", "item": "PRD-1-0001", "asset": "AS-1", "category": "CAT-1", "usagefile": "UF-1"}"#;
    let record: UsageRecord = reads(&records::get("UR-1"), json);
    assert_eq!(
        record.item.and_then(|it| it.id).as_deref(),
        Some("PRD-1-0001")
    );
    assert_eq!(record.asset.and_then(|it| it.id).as_deref(), Some("AS-1"));
    assert_eq!(
        record.category.and_then(|it| it.id).as_deref(),
        Some("CAT-1")
    );
    assert_eq!(
        record.usagefile.and_then(|it| it.id).as_deref(),
        Some("UF-1")
    );
}

/// 14: precision and type of an item are spelt in several ways.
#[test]
fn precision_and_type_are_texts() {
    for (precision, kind) in [
        ("decimal(8)", "PPU"),
        ("Decimal(8)", "ppu"),
        ("integer", "Reservation"),
        ("", "new"),
    ] {
        let json = format!(
            r#"[{{"item": {{"id": "PRD-1-0001", "precision": "{precision}", "type": "{kind}"}}}}]"#
        );
        let rows: Vec<Aggregate> = reads(&aggregates::list().into_call(), &json).rows;
        let item = rows[0].item.clone().expect("the item");
        assert_eq!(
            (item.precision.as_deref(), item.r#type.as_deref()),
            (Some(precision), Some(kind))
        );
    }
}
