//! `files::…`

use connect_fake::Reply;
use connect_usage::files::{self, categories_filter, filter};
use connect_usage::models::{
    AcceptUsageFile, Category, NewPeriod, NewUsageFile, RejectUsageFile, UpdateUsageFile,
    UploadUsageFile, UsageFile, UsageFileStatus, UsageFileSummary,
};
use connect_usage::runtime::DateOrDateTime;
use connect_usage::{Call, Date, OpenEnum, Pattern, Upload};
use serde_json::json;

use crate::fixtures::{self, FEBRUARY, FILES, JANUARY, check_file, file, minimal, text, time};
use crate::form::{Part, content};
use crate::harness::{ENCODED, Expected, ID, XLSX, check_pages, rows};

pub const EXERCISES: &[fn()] = &[
    list,
    create,
    get,
    update,
    accept,
    approve_all,
    close,
    delete,
    upload_reconciliation,
    reject,
    reprocess,
    submit,
    upload,
    list_categories,
];

fn path(rest: &str) -> String {
    format!("/usage/files/{ENCODED}{rest}")
}

/// The document declares one status for each call; the API has been seen to return the other. The
/// response is a whole report, or id and status alone.
fn check_answers(expected: &Expected, call: &Call<UsageFile>, state: &str) {
    for status in [200, 201] {
        for state in [state, "escalated"] {
            let reply = Reply::json(status, file(state));
            check_file(&expected.send(call, reply), state);
        }
        let reply = Reply::json(status, minimal("UF-1", state));
        let mut sparse = UsageFile::new("UF-1");
        sparse.status = Some(state.into());
        assert_eq!(expected.send(call, reply), sparse);
    }
}

/// A call that needs no body, and so has none.
fn check_action(method: &'static str, name: &str, call: &Call<UsageFile>, state: &str) {
    check_answers(&Expected::new(method, path(name)), call, state);
}

fn january(day: u16) -> Date {
    format!("2029-01-{day:02}").parse().expect("a day")
}

#[test]
fn list() {
    let call = files::list().into_call();
    check_pages(&Expected::new("GET", "/usage/files"), &call);

    let call = files::list()
        .filter(filter::STATUS.one_of([UsageFileStatus::Ready, "archived".into()]))
        .filter(filter::PRODUCT_NAME.eq("Backup (5 TB), \"new\" & more"))
        .filter(filter::CREATED_AT.ge(time(JANUARY, 0)) & !filter::EXTERNAL_ID.eq("x),eq(id,1"))
        .order_by([filter::CREATED_AT.desc(), filter::ID.asc()])
        .search("two words")
        .page_size(2)
        .offset(4)
        .into_call();
    let expected = Expected::new(
        "GET",
        "/usage/files?in(status,(%22ready%22,%22archived%22))\
         &eq(product.name,%27Backup%20%285%20TB%29%2C%20%22new%22%20%26%20more%27)\
         &ge(created.at,%222029-01-01T00%3A00%3A00Z%22)\
         &not(eq(external_id,%22x%29%2Ceq%28id%2C1%22))\
         &ordering(-created.at,id)&search=%22two%20words%22&limit=2&offset=4",
    );
    let page = expected.send(&call, rows(FILES, "items 4-5/120"));
    assert_eq!((page.first, page.total), (Some(4), Some(120)));
    let [full, sparse] = &page.rows[..] else {
        panic!("{page:?}")
    };
    check_summary(full);
    let mut ready = UsageFileSummary::new("UF-2029-01-0001-0002");
    ready.status = Some("READY".into());
    assert_eq!(*sparse, ready);
    let status = sparse.status.as_ref().expect("a status");
    let known = status.known_ignoring_case();
    assert_eq!(known, Some(UsageFileStatus::Ready));
}

fn check_summary(row: &UsageFileSummary) {
    assert_eq!(row.id, "UF-2029-01-0001-0001");
    assert_eq!(text(&row.status), Some("archived"));
    assert_eq!(text(&row.schema), Some("qt"));
    assert_eq!(text(&row.environment), Some("production"));
    assert_eq!(text(&row.note), Some("first report"));
    assert_eq!((&row.external_id, &row.events), (&None, &None));
    let from = row.period.as_ref().and_then(|it| it.from);
    assert_eq!(from, Some(DateOrDateTime::Time(time(JANUARY, 0))));
    assert!(row.stats.as_ref().is_some_and(|it| it.uploaded.is_none()));
    let records = row.records.as_ref().expect("counts");
    assert_eq!((records.valid, records.closed), (Some(12), Some(3)));
    // Without an offset it is UTC.
    assert_eq!(row.created_at, Some(time(FEBRUARY, 0)));
    assert_eq!(row.uploaded_at, None);
    assert_eq!(row.submitted_at, Some(time(FEBRUARY + 600, 0)));
    let by = row.uploaded_by.as_ref().expect("a user");
    assert_eq!(by.as_str(), r#""UR-000-000-001""#);
    assert!(row.created_by.is_some() && row.submitted_by.is_none());
    let printed = format!("{row:?}");
    assert!(!printed.contains(fixtures::SIGNATURE), "{printed}");
}

#[test]
fn create() {
    let body = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
    let least = json!({
        "product": {"id": "PRD-000-000-001"},
        "contract": {"id": "CRD-00000-00000-00001"},
    });
    let expected = Expected::new("POST", "/usage/files").json(least);
    check_answers(&expected, &files::create(body.clone()), "draft");

    let body = body
        .name("Usage of \"January\" \\ ü \u{1f4c8}\n")
        .description("all")
        .note("first report")
        .period(NewPeriod::new().from(january(1)).to(january(31)))
        .currency("USD")
        .external_id("20290131");
    let expected = Expected::new("POST", "/usage/files").json(json!({
        "name": "Usage of \"January\" \\ ü \u{1f4c8}\n",
        "description": "all",
        "note": "first report",
        "period": {"from": "2029-01-01", "to": "2029-01-31"},
        "currency": "USD",
        "product": {"id": "PRD-000-000-001"},
        "contract": {"id": "CRD-00000-00000-00001"},
        "external_id": "20290131",
    }));
    check_answers(&expected, &files::create(body), "draft");
}

/// Days are given as text, as dates, or as the dates of another crate.
#[test]
fn days_of_a_period() {
    let period = NewPeriod::new().from(january(1)).to(january(31));
    let days = NewPeriod::days("2029-01-01", january(31)).expect("days");
    assert_eq!(days, period);
    let text = String::from("2029-01-31");
    let days = NewPeriod::days(january(1).into_inner(), &text).expect("days");
    assert_eq!(days, period);
    let day = NewPeriod::days("2029-01-01", "2029-01-01").expect("one day");
    assert_eq!(day, NewPeriod::new().from(january(1)).to(january(1)));
    let error = NewPeriod::days("2029-01-31", "2029-01-01").expect_err("reversed");
    assert_eq!(error.kind(), connect_usage::ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "expected a period that ends on or after 2029-01-31, found its end 2029-01-01"
    );
    let error = NewPeriod::days("2029-01-01", "2029-02-30").expect_err("no such day");
    assert_eq!(error.kind(), connect_usage::ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "expected a date such as 2029-01-31, found `2029-02-30`"
    );
}

/// The days can be set one by one, so a period that ends before it begins is found when the call is built.
#[test]
fn a_period_that_ends_before_it_begins_is_not_sent() {
    let report = |period| {
        let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
        files::create(report.period(period)).check()
    };
    let error = report(NewPeriod::new().from(january(31)).to(january(1)));
    let error = error.expect_err("reversed");
    assert_eq!(error.kind(), connect_usage::ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "files::create (POST /usage/files): the body cannot be written: expected a period that ends on or after \
         2029-01-31, found its end 2029-01-01"
    );
    for period in [
        NewPeriod::new().from(january(31)).to(january(31)),
        NewPeriod::new().from(january(31)),
        NewPeriod::new().to(january(1)),
    ] {
        report(period).expect("a period");
    }
}

/// The document declares texts for accounts and the marketplace, and other fields instead of some.
#[test]
fn create_as_declared() {
    let body = NewUsageFile::new("PRD-1", "CRD-1");
    let expected = Expected::new("POST", "/usage/files")
        .json(json!({"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}));
    let response = r#"{
        "id": "UF-1", "name": "n", "external_id": "e", "vendor": "VA-1", "provider": "PA-1",
        "environment": "test", "marketplace": "MP-1", "distribution_contract": "CRD-1",
        "product_id": "PRD-1", "product_name": "p", "product_icon": "i", "description": "d",
        "schema": "tr", "currency": "USD", "start_datetime_utc": "2029-01-01T00:00:00Z",
        "end_datetime_utc": "2029-01-31T00:00:00Z"
    }"#;
    let created = expected.send(&files::create(body), Reply::json(201, response));
    assert_eq!((created.id.as_str(), created.status), ("UF-1", None));
    let accounts = [created.vendor, created.provider].map(|it| it.expect("an account").id);
    let expected = ["VA-1", "PA-1"].map(|it| Some(it.to_owned()));
    assert_eq!(accounts, expected);
    let marketplace = created.marketplace.expect("a marketplace");
    assert_eq!(text(&marketplace.id), Some("MP-1"));
}

#[test]
fn get() {
    check_action("GET", "", &files::get(ID), "processing");
}

/// The document declares three fields without an id; the API may also return the whole report.
#[test]
fn update() {
    let body = UpdateUsageFile::new()
        .description("all")
        .note("")
        .period(NewPeriod::new().from(january(1)))
        .currency("EUR")
        .external_id("7");
    let expected = Expected::new("PUT", path("")).json(json!({
        "description": "all",
        "note": "",
        "period": {"from": "2029-01-01"},
        "currency": "EUR",
        "external_id": "7",
    }));
    let call = files::update(ID).body(body);
    let response = r#"{"description": "all", "note": null, "external_id": 7}"#;
    let changed = expected.send(&call, Reply::json(200, response));
    // The response has no id: it is that of the call.
    let mut three = UsageFile::new(ID);
    three.description = Some("all".to_owned());
    three.external_id = Some("7".to_owned());
    assert_eq!(changed, three);

    let whole = expected.send(&call, Reply::json(200, file("ready")));
    assert_eq!(whole.id, "UF-2029-01-0001-0001");
    assert_eq!(whole.status, Some(UsageFileStatus::Ready));
    assert_eq!(text(&whole.note), Some("first report"));
    let stats = whole.stats.as_ref().expect("counts");
    assert_eq!(stats.validated, Some(12));
    let printed = format!("{whole:?}");
    assert!(!printed.contains(fixtures::SIGNATURE), "{printed}");

    let nothing = Expected::new("PUT", path("")).json(json!({}));
    let call = files::update(ID);
    let response = Reply::json(200, minimal("UF-1", "draft"));
    let changed = nothing.send(&call, response);
    let mut sparse = UsageFile::new("UF-1");
    sparse.status = Some(UsageFileStatus::Draft);
    assert_eq!(changed, sparse);
}

#[test]
fn accept() {
    let expected = Expected::new("POST", path("/accept"));
    let body = AcceptUsageFile::new().acceptance_note("well done");
    let expected = expected.json(json!({"acceptance_note": "well done"}));
    check_answers(&expected, &files::accept(ID).body(body), "accepted");

    let expected = Expected::new("POST", path("/accept")).json(json!({}));
    let call = files::accept(ID);
    check_answers(&expected, &call, "accepted");
}

#[test]
fn approve_all() {
    check_action("PUT", "/approve-all", &files::approve_all(ID), "accepted");
}

#[test]
fn close() {
    check_action("POST", "/close", &files::close(ID), "closed");
}

#[test]
fn delete() {
    check_action("POST", "/delete", &files::delete(ID), "deleted");
}

#[test]
fn upload_reconciliation() {
    let file = Upload::bytes(content()).file_name("bills.xlsx");
    let part = Part::file("recon_file", "bills.xlsx", XLSX, &content());
    let expected = Expected::new("POST", path("/reconciliation")).form([part]);
    let call = files::upload_reconciliation(ID, file);
    check_answers(&expected, &call, "accepted");
}

#[test]
fn reject() {
    let body = RejectUsageFile::new().rejection_note("line 3");
    let expected = Expected::new("POST", path("/reject")).json(json!({"rejection_note": "line 3"}));
    check_answers(&expected, &files::reject(ID).body(body), "rejected");
}

#[test]
fn reprocess() {
    check_action("POST", "/reprocess", &files::reprocess(ID), "accepted");
}

#[test]
fn submit() {
    check_action("POST", "/submit", &files::submit(ID), "pending");
}

#[test]
fn upload() {
    let file = Upload::bytes(content()).file_name("Usage of January ü.xlsx");
    let part = |media_type| {
        let name = "Usage of January ü.xlsx";
        Part::file("usage_file", name, media_type, &content())
    };
    let expected = Expected::new("POST", path("/upload")).form([part(XLSX)]);
    let call = files::upload(ID, file.clone());
    check_answers(&expected, &call, "uploading");

    let expected = Expected::new("POST", path("/upload")).form([part("application/x-test")]);
    let body = UploadUsageFile::new(file.media_type("application/x-test"));
    check_answers(&expected, &files::upload(ID, body), "uploading");
}

#[test]
fn a_spreadsheet_without_a_name_is_a_workbook() {
    let part = |name, media_type| Part::file("usage_file", name, media_type, &content());
    let upload = || Upload::bytes(content());
    for (upload, part) in [
        (upload(), part("upload.xlsx", XLSX)),
        (upload().file_name("a.XLSX"), part("a.XLSX", XLSX)),
        (
            upload().file_name("a.csv"),
            part("a.csv", "application/octet-stream"),
        ),
    ] {
        let expected = Expected::new("POST", path("/upload")).form([part]);
        check_answers(&expected, &files::upload(ID, upload), "uploading");
    }
}

#[test]
fn list_categories() {
    let expected = Expected::new("GET", path("/categories"));
    check_pages(&expected, &files::list_categories(ID).into_call());

    let call = files::list_categories(ID)
        .filter(
            categories_filter::NAME.ilike(Pattern::contains("back up"))
                | categories_filter::ID.ne("a'b"),
        )
        .order_by([categories_filter::NAME.desc()])
        .search("x")
        .page_size(0)
        .offset(1)
        .into_call();
    let query = "?or(ilike(name,%22%2Aback%20up%2A%22),ne(id,%22a%27b%22))\
        &ordering(-name)&search=%22x%22&limit=0&offset=1";
    let expected = Expected::new("GET", path(&format!("/categories{query}")));
    let body = r#"[
        {"id": "backup", "name": "Backup", "description": null, "parent": {"id": 1}},
        {"id": 7}
    ]"#;
    let page = expected.send(&call, rows(body, "items 1-2/3"));
    assert_eq!((page.first, page.total), (Some(1), Some(3)));
    let mut backup = Category::new("backup");
    backup.name = Some("Backup".to_owned());
    assert_eq!(page.rows, [backup, Category::new("7")]);
}
