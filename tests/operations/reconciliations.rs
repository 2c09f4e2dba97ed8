//! `reconciliations::…`

use std::path::Path;

use connect_fake::Reply;
use connect_usage::models::{NewReconciliation, Reconciliation, ReconciliationStatus};
use connect_usage::reconciliations::{self, filter};
use connect_usage::{Call, Pattern, Upload};

use crate::fixtures::{check_reconciliation, minimal, reconciliation};
use crate::form::{Part, content};
use crate::harness::{ENCODED, Expected, ID, XLSX, check_download, check_pages, rows};

pub const EXERCISES: &[fn()] = &[list, create, get, processed_file, uploaded_file];

fn path(rest: &str) -> String {
    format!("/usage/reconciliations/{ENCODED}{rest}")
}

fn sparse() -> Reconciliation {
    let mut reconciliation = Reconciliation::new("RCF-1");
    reconciliation.status = Some(ReconciliationStatus::Processed);
    reconciliation
}

/// A whole reconciliation, one with id and status alone, and one without even a status.
fn check_answers(expected: &Expected, call: &Call<Reconciliation>, status: u16) {
    for state in ["uploaded", "processing", "cancelled"] {
        let reply = Reply::json(status, reconciliation(state));
        check_reconciliation(&expected.send(call, reply), state);
    }
    let reply = Reply::json(status, minimal("RCF-1", "processed"));
    assert_eq!(expected.send(call, reply), sparse());
    let reply = Reply::json(status, r#"{"id": "RCF-1"}"#);
    assert_eq!(expected.send(call, reply), Reconciliation::new("RCF-1"));
}

#[test]
fn list() {
    let call = reconciliations::list().into_call();
    check_pages(&Expected::new("GET", "/usage/reconciliations"), &call);

    let call = reconciliations::list()
        .filter(filter::PARTUSAGEFILE_ID.like(Pattern::starts_with("UFC*2029")))
        .filter(
            !(filter::USAGEFILE_ID.is_null() | filter::BINDING_HUB_ID.ilike(Pattern::raw("*HB*"))),
        )
        .order_by([filter::PARTUSAGEFILE_ID.asc(), filter::USAGEFILE_ID.desc()])
        .search("it's")
        .page_size(2)
        .offset(4)
        .into_call();
    let expected = Expected::new(
        "GET",
        "/usage/reconciliations?like(partusagefile.id,%22UFC%5C%2A2029%2A%22)\
         &not(eq(usagefile.id,null()))&not(ilike(binding.hub.id,%22%2AHB%2A%22))\
         &ordering(partusagefile.id,-usagefile.id)&search=%22it%27s%22&limit=2&offset=4",
    );
    let body = format!(
        "[{}, {}]",
        reconciliation("failed"),
        minimal("RCF-1", "processed")
    );
    let page = expected.send(&call, rows(&body, "items 4-5/6"));
    assert_eq!((page.first, page.total), (Some(4), Some(6)));
    assert_eq!(page.rows.len(), 2);
    check_reconciliation(&page.rows[0], "failed");
    assert_eq!(page.rows[1], sparse());
}

#[test]
fn create() {
    let file = Upload::bytes(content()).file_name("bills ü.xlsx");
    let part = || Part::file("recon_file", "bills ü.xlsx", XLSX, &content());
    let expected = Expected::new("POST", "/usage/reconciliations");

    let body = NewReconciliation::new(file.clone()).upload_note("bills of \"January\"\r\nall");
    let note = Part::text("upload_note", "bills of \"January\"\r\nall");
    let with_note = expected.form([part(), note]);
    check_answers(&with_note, &reconciliations::create(body), 201);

    let expected = Expected::new("POST", "/usage/reconciliations").form([part()]);
    check_answers(&expected, &reconciliations::create(file), 200);
}

/// The same from disk, under the file's own name.
#[test]
fn create_from_disk() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("Bills.XLSX");
    std::fs::write(&file, content()).expect("a file");
    let part = Part::file("recon_file", "Bills.XLSX", XLSX, &content());
    let expected = Expected::new("POST", "/usage/reconciliations").form([part]);
    let call = reconciliations::create(Upload::path(file));
    check_answers(&expected, &call, 201);
}

#[test]
fn get() {
    check_answers(
        &Expected::new("GET", path("")),
        &reconciliations::get(ID),
        200,
    );
}

#[test]
fn processed_file() {
    let expected = Expected::new("GET", path("/processedfile")).accept(XLSX);
    check_download(&expected, &reconciliations::processed_file(ID));
}

#[test]
fn uploaded_file() {
    let expected = Expected::new("GET", path("/uploadedfile")).accept(XLSX);
    check_download(&expected, &reconciliations::uploaded_file(ID));
}
