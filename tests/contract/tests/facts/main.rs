//! Where real responses differ from the vendor's document: each way once, in a response of that form.

mod forms;
mod reading;

use connect_runtime::Call;
use connect_usage_api::models::{
    Chunk, NewUsageFile, ProductTemplate, UpdateUsageFile, UsageFile, UsageFileStatus,
    UsageFileSummary, UsageRecord, UsageRecordStatus,
};
use connect_usage_api::{chunks, files, products, records};
use contract_tests::subjects::json_response;

use reading::{reads, reads_with, time};

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
