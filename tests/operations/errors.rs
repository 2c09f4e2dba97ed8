//! What calls print, and what is said of those that cannot be sent. What errors keep of responses is in
//! the suite `conformance`.

use connect_fake::Reply;
use connect_usage::models::{CloseChunk, NewUsageFile};
use connect_usage::{ErrorKind, chunks, files, products};
use serde_json::json;

use crate::fixtures::SIGNATURE;
use crate::harness::Expected;
use crate::support::SECRET;

/// What callers print in their logs: calls before they are sent, and responses.
#[test]
fn calls_and_answers_print_no_secret() {
    let link = format!("https://storage.example/t.xlsx?signature={SIGNATURE}");
    let body = NewUsageFile::new("PRD-1", "CRD-1").note(link.clone());
    let call = files::create(body).header("Authorization", SECRET);
    let text = format!("{call:?} {call:#?}");
    assert!(!text.contains(SECRET), "{text}");

    let expected = Expected::new("GET", "/usage/products/PRD-1/template");
    let call = products::template("PRD-1");
    let response = json!({"template_link": link}).to_string();
    let template = expected.send(&call, Reply::json(200, response));
    let text = format!("{template:?} {template:#?}");
    assert!(!text.contains(SIGNATURE), "{text}");
}

/// Nothing of a call that cannot be sent goes over the wire, so there is no response in its error.
#[test]
fn what_cannot_be_sent_says_why() {
    let error = chunks::close("..", CloseChunk::new("B-1"))
        .check()
        .expect_err("it would name another path");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let operation = error.operation().expect("an operation");
    assert_eq!(operation.name, "chunks::close");
    assert_eq!((*error.status(), error.body()), (None, &b""[..]));
    assert!(!error.is_retryable());
}
