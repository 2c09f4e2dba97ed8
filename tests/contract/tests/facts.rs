//! Where real responses differ from the vendor's document: each way once, in a response of that form.

use connect_runtime::{Call, DateOrDateTime, DateTime, Decimal, OpenEnum};
use connect_usage_api::models::{
    Aggregate, Chunk, NewUsageFile, ProductTemplate, Reconciliation, UpdateUsageFile, UsageFile,
    UsageFileStatus, UsageFileSummary, UsageRecord, UsageRecordStatus,
};
use connect_usage_api::{aggregates, chunks, files, products, reconciliations, records};
use contract_tests::subjects::json_response;

/// What a call makes of a success with this body.
fn reads<T>(call: &Call<T>, json: &str) -> T {
    reads_with(call, 200, json)
}

fn reads_with<T>(call: &Call<T>, status: u16, json: &str) -> T {
    call.decode(json_response(status, json))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().expect("a number"))
}

fn time(text: &str) -> DateTime {
    text.parse().expect("a time")
}

/// 1: creating a report returns the whole report.
#[test]
fn creating_a_report_answers_the_whole_report() {
    let call = files::create(NewUsageFile::new("PRD-276-377-545", "CRD-1"));
    let json = r#"{
        "id": "UF-2029-01-0001-0001", "name": "January", "status": "draft", "environment": "production",
        "vendor": {"id": "VA-1", "name": "Vendor", "icon": "/media/VA-1.png"},
        "provider": {"id": "PA-1", "name": "Provider"},
        "marketplace": {"id": "MP-1", "name": "Marketplace", "icon": null},
        "product": {"id": "PRD-276-377-545", "name": "Product", "icon": "/media/p.png"},
        "contract": {"id": "CRD-1", "name": "Contract"},
        "events": {"created": {"at": "2029-02-01T08:00:00+00:00", "by": {"id": "UR-1", "name": "User"}}}
    }"#;
    let file: UsageFile = reads_with(&call, 201, json);
    assert_eq!(file.status, Some(UsageFileStatus::Draft));
    assert_eq!(
        file.vendor.and_then(|it| it.name).as_deref(),
        Some("Vendor")
    );
    assert_eq!(file.provider.and_then(|it| it.id).as_deref(), Some("PA-1"));
    assert_eq!(
        file.marketplace.and_then(|it| it.name).as_deref(),
        Some("Marketplace")
    );
    assert_eq!(
        file.product.and_then(|it| it.id).as_deref(),
        Some("PRD-276-377-545")
    );
    assert_eq!(file.contract.and_then(|it| it.id).as_deref(), Some("CRD-1"));
    let created = file.events.and_then(|it| it.created).expect("the event");
    assert_eq!(created.at, Some(time("2029-02-01T08:00:00Z")));
    assert_eq!(created.by.and_then(|it| it.name).as_deref(), Some("User"));
}

/// 2: a report has an external id only if it was given one; so has a chunk.
#[test]
fn external_ids_may_be_missing() {
    let file: UsageFile = reads(&files::get("UF-1"), r#"{"id": "UF-1", "status": "ready"}"#);
    assert_eq!(file.external_id, None);
    let page = reads(
        &files::list().into_call(),
        r#"[{"id": "UF-1", "status": "ready"}]"#,
    );
    assert_eq!(page.rows[0].external_id, None);
    let chunk: Chunk = reads(
        &chunks::get("UFC-1"),
        r#"{"id": "UFC-1", "status": "ready"}"#,
    );
    assert_eq!(chunk.external_id, None);
}

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

/// 4: the category of a record is an object.
#[test]
fn the_category_of_a_record_is_an_object() {
    let json = r#"{"id": "UR-1", "category": {"id": "CAT-1", "name": "General"}}"#;
    let record: UsageRecord = reads(&records::get("UR-1"), json);
    let category = record.category.expect("the category");
    assert_eq!(category.id.as_deref(), Some("CAT-1"));
    assert_eq!(category.name.as_deref(), Some("General"));
}

/// 5: any 2xx is a success, whatever the document declares.
#[test]
fn any_2xx_is_a_success() {
    let calls: [Call<UsageFile>; 4] = [
        files::upload("UF-1", connect_runtime::Upload::bytes("rows")),
        files::submit("UF-1"),
        files::accept("UF-1").into(),
        files::reject("UF-1").into(),
    ];
    for call in &calls {
        for status in [200, 201, 202, 206, 299] {
            let file = reads_with(call, status, r#"{"id": "UF-1", "status": "processing"}"#);
            assert_eq!(file.status, Some(UsageFileStatus::Processing));
        }
        for status in [199, 300, 400, 500] {
            assert!(
                call.decode(json_response(status, r#"{"id": "UF-1", "status": "x"}"#))
                    .is_err(),
                "{status}"
            );
        }
    }
}

/// 6: who acted may be missing, and may lack an id.
#[test]
fn who_acted_may_be_missing_or_have_no_id() {
    let json = r#"{"id": "UF-1", "status": "accepted", "events": {
        "created": {"at": "2029-02-01T08:00:00Z"},
        "uploaded": {"at": "2029-02-01T08:01:00Z", "by": {"name": "System"}},
        "submitted": {"at": "2029-02-01T08:02:00Z", "by": {}},
        "accepted": {}}}"#;
    let file: UsageFile = reads(&files::get("UF-1"), json);
    let events = file.events.expect("the events");
    assert_eq!(events.created.expect("created").by, None);
    let by = events.uploaded.and_then(|it| it.by).expect("someone");
    assert_eq!((by.id, by.name.as_deref()), (None, Some("System")));
    assert!(
        events
            .submitted
            .and_then(|it| it.by)
            .is_some_and(|by| by.id.is_none())
    );
    assert_eq!(events.accepted.expect("accepted").at, None);
}

/// 7: fields that the document lacks.
#[test]
fn fields_that_the_document_lacks() {
    let json = r#"[{"id": "UF-1", "status": "closed", "note": "checked",
        "usage_file_uri": "https://files.example/u?sig=1", "processed_file_uri": "https://files.example/p?sig=2",
        "records": {"valid": 56, "invalid": 0},
        "created_by": "UR-1", "created_at": "2029-02-01T08:00:00+00:00",
        "uploaded_by": {"id": "UR-2"}, "uploaded_at": "2029-02-02T08:00:00",
        "submitted_by": null, "submitted_at": null}]"#;
    let mut rows: Vec<UsageFileSummary> = reads(&files::list().into_call(), json).rows;
    let row = rows.remove(0);
    assert_eq!(row.note.as_deref(), Some("checked"));
    assert_eq!(
        row.usage_file_uri.expect("a link").as_str(),
        "https://files.example/u?sig=1"
    );
    assert_eq!(
        row.processed_file_uri.expect("a link").as_str(),
        "https://files.example/p?sig=2"
    );
    assert_eq!(row.records.and_then(|it| it.valid), Some(56));
    assert_eq!(row.created_by.expect("who").as_str(), r#""UR-1""#);
    assert_eq!(row.created_at, Some(time("2029-02-01T08:00:00Z")));
    assert_eq!(row.uploaded_by.expect("who").as_str(), r#"{"id": "UR-2"}"#);
    assert_eq!(row.uploaded_at, Some(time("2029-02-02T08:00:00Z")));
    assert_eq!((row.submitted_by, row.submitted_at), (None, None));

    let file: UsageFile = reads(
        &files::get("UF-1"),
        r#"{"id": "UF-1", "status": "draft", "note": "n"}"#,
    );
    assert_eq!(file.note.as_deref(), Some("n"));
    let json = r#"{"id": "UR-1", "asset": {"id": "AS-1", "recon_id": "4711"}}"#;
    let record: UsageRecord = reads(&records::get("UR-1"), json);
    assert_eq!(
        record.asset.and_then(|it| it.recon_id).as_deref(),
        Some("4711")
    );
}

/// 8: changing a report returns three fields, or the whole report.
#[test]
fn changing_a_report_answers_a_part_or_the_whole() {
    let call = files::update("UF-1").body(UpdateUsageFile::new().note("n"));
    let part = reads(
        &call,
        r#"{"description": "d", "note": null, "external_id": "E"}"#,
    );
    assert_eq!(
        (&*part.id, part.description.as_deref(), part.note),
        ("UF-1", Some("d"), None)
    );
    assert_eq!(part.external_id.as_deref(), Some("E"));
    let json = r#"{"id": "UF-2", "status": "draft", "description": "d", "product": {"id": "PRD-1"},
        "stats": {"uploaded": 3}, "period": {"from": "2029-01-01"}}"#;
    let whole = reads(&call, json);
    assert_eq!(
        (&*whole.id, whole.status),
        ("UF-2", Some(UsageFileStatus::Draft))
    );
    assert_eq!(whole.product.and_then(|it| it.id).as_deref(), Some("PRD-1"));
    assert_eq!(whole.stats.and_then(|it| it.uploaded), Some(3));
    assert!(whole.period.is_some_and(|it| it.from.is_some()));
}

/// 9: statistics may be empty, partial, or have more.
#[test]
fn statistics_may_be_empty_or_partial() {
    let with = |stats: &str, records: &str| -> UsageFile {
        let json = format!(
            r#"{{"id": "UF-1", "status": "ready", "stats": {stats}, "records": {records}}}"#
        );
        reads(&files::get("UF-1"), &json)
    };
    let empty = with("{}", "{}");
    assert_eq!(empty.stats.expect("the object").uploaded, None);
    assert_eq!(empty.records.expect("the object").valid, None);
    let partial = with(
        r#"{"uploaded": 56, "validated": 55, "invalid": 1}"#,
        r#"{"valid": 55, "invalid": 1}"#,
    );
    let stats = partial.stats.expect("the object");
    assert_eq!(
        (stats.uploaded, stats.validated, stats.billed),
        (Some(56), Some(55), None)
    );
    let records = partial.records.expect("the object");
    assert_eq!(
        (records.valid, records.invalid, records.closed),
        (Some(55), Some(1), None)
    );
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
        r#"{"id":"UF-1","status":"READY","schema":"QT"}"#
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
        r#"[{"amount":9999999999999999.123456,"consumed":12.3400,"accepted":7},{"amount":-10000000000000000,"consumed":0.0000001,"accepted":0}]"#
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

/// 15: records carry what was wrong with them, and the link to a template may be missing.
#[test]
fn records_carry_errors_and_templates_may_be_missing() {
    let json = r#"{"id": "UR-1", "status": "invalid", "error_codes": "UF-01, UF-02", "error_details": "no such item"}"#;
    let record: UsageRecord = reads(&records::get("UR-1"), json);
    assert_eq!(record.status, Some(UsageRecordStatus::Invalid));
    assert_eq!(record.error_codes.as_deref(), Some("UF-01, UF-02"));
    assert_eq!(record.error_details.as_deref(), Some("no such item"));
    let call = products::template("PRD-1");
    let template: ProductTemplate = reads(&call, "{}");
    assert_eq!(template.template_link, None);
    assert!(
        reads(
            &call,
            r#"{"template_link": "https://files.example/t.xlsx"}"#
        )
        .template_link
        .is_some()
    );
}

/// 16: an id and a status are enough; `responses.rs` asks this of every operation.
#[test]
fn an_id_and_a_status_are_enough() {
    let file: UsageFile = reads(
        &files::submit("UF-1"),
        r#"{"id": "UF-1", "status": "pending"}"#,
    );
    let mut pending = UsageFile::new("UF-1");
    pending.status = Some("pending".into());
    assert_eq!(file, pending);
    let chunk: Chunk = reads(
        &chunks::regenerate("UFC-1"),
        r#"{"id": "UFC-1", "status": "draft"}"#,
    );
    let mut draft = Chunk::new("UFC-1");
    draft.status = Some("draft".into());
    assert_eq!(chunk, draft);
    // What is always there is asked for, by name.
    let error = files::submit("UF-1")
        .decode(json_response(200, r#"{"status": "pending"}"#))
        .expect_err("no id");
    assert!(error.to_string().contains("`id`"), "{error}");
}

/// 17: the length of what is read is nobody's business.
#[test]
fn lengths_are_not_checked() {
    let long = "ü".repeat(100_000);
    let json = format!(
        r#"{{"id": "{long}", "status": "{long}", "currency": "{long}", "note": "{long}"}}"#
    );
    let file: UsageFile = reads(&files::get("UF-1"), &json);
    assert_eq!(
        (
            file.id.as_str(),
            file.currency.as_deref(),
            file.note.as_deref()
        ),
        (&*long, Some(&*long), Some(&*long))
    );
    assert_eq!(file.status.expect("a status"), long.as_str());
}
