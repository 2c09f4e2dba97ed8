//! What an error keeps of an answer, and what it tells of it.

use connect_usage::models::{CloseChunk, ErrorBody, NewUsageFile};
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::{Call, Error, ErrorKind, chunks, files, products, records};
use loopback::Reply;
use serde_json::json;

use crate::fixtures::SIGNATURE;
use crate::harness::{Expected, XLSX};
use crate::support::{SECRET, printed};

/// A failure with two texts, parameters, and signed links in all places where texts are shown.
const INVALID: &str = r#"{
    "error_code": "VAL_001",
    "errors": [
        "period: this field is required",
        "usage_file: https://storage.example/a.xlsx?signature=5167e7a1 cannot be read"
    ],
    "params": {"link": "https:\/\/storage.example\/b.xlsx?signature=5167e7a1", "limit": 10.50},
    "trace": []
}"#;

fn get() -> (Expected, Call<impl DecodeOwned + use<>>) {
    (
        Expected::new("GET", "/usage/files/UF-1"),
        files::get("UF-1"),
    )
}

fn submit() -> (Expected, Call<impl DecodeOwned + use<>>) {
    let expected = Expected::new("POST", "/usage/files/UF-1/submit");
    (expected, files::submit("UF-1"))
}

/// The error of a call that reads, and of one that does; and that neither prints a secret.
fn failures(reply: &Reply) -> [Error; 2] {
    let (expected, call) = get();
    let read = expected.failure(&call, reply.clone());
    let (expected, call) = submit();
    let done = expected.failure(&call, reply.clone());
    assert!(
        read.to_string()
            .starts_with("files::get (GET /usage/files/{id}): ")
    );
    assert!(
        done.to_string()
            .starts_with("files::submit (POST /usage/files/{id}/submit): ")
    );
    let errors = [read, done];
    errors.iter().for_each(check_secrets);
    errors
}

fn check_secrets(error: &Error) {
    let text = printed(error);
    assert!(!text.contains(SECRET), "{text}");
    assert!(!text.contains(SIGNATURE), "{text}");
}

/// What a failure with nothing but a status and a body has.
fn check_bare(error: &Error, status: u16, body: &[u8]) {
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    assert_eq!(error.body(), body);
    assert_eq!((error.code(), error.params()), (None, None));
    assert!(error.messages().is_empty());
    assert_eq!((error.path(), error.request_id()), (None, None));
}

#[test]
fn a_refusal_keeps_all_that_the_api_says() {
    let reply = Reply::json(400, INVALID)
        .header("X-Request-Id", "r-1")
        .header("X-Note", "one")
        .header("X-Note", "two");
    for error in failures(&reply) {
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.status().map(|it| it.as_u16()), Some(400));
        assert_eq!(error.code(), Some("VAL_001"));
        assert_eq!(error.messages().len(), 2);
        assert_eq!(error.messages()[0], "period: this field is required");
        assert!(error.messages()[1].contains(SIGNATURE), "kept as it came");
        let params = error.params().expect("parameters").text();
        assert!(params.contains(r#""limit": 10.50}"#), "{params}");
        assert_eq!(error.body(), INVALID.as_bytes());
        assert_eq!(error.request_id(), Some("r-1"));
        let headers = error.headers().expect("headers");
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers.get_all("x-note").iter().count(), 2);
        assert!(!error.is_retryable());
        check_typed(&error);
        let text = error.to_string();
        assert!(
            text.contains("400 Bad Request, VAL_001: period: this field is required; usage_file: "),
            "{text}"
        );
        assert!(text.contains("https://storage.example/a.xlsx?…"), "{text}");
    }
}

/// The body can also be read as the type that the document has for it.
fn check_typed(error: &Error) {
    let body: ErrorBody = serde_json::from_slice(error.body()).expect("a failure");
    assert_eq!(body.error_code.as_deref(), error.code());
    assert_eq!(body.errors.as_deref(), Some(error.messages()));
    assert_eq!(body.params.as_ref(), error.params());
}

#[test]
fn a_bad_key_is_told_by_its_code() {
    let body = r#"{"error_code": "AUTH_001", "errors": ["API request is unauthorized."]}"#;
    for error in failures(&Reply::json(401, body)) {
        assert_eq!(error.status().map(|it| it.as_u16()), Some(401));
        assert_eq!(error.code(), Some("AUTH_001"));
        assert_eq!(error.messages(), ["API request is unauthorized."]);
        assert_eq!(error.params(), None);
        assert!(!error.is_retryable());
    }
}

/// The wrong side's key, an id that is not there: often without a body.
#[test]
fn bare_statuses_are_kept() {
    for status in [403, 404, 409, 418] {
        for error in failures(&Reply::new(status)) {
            check_bare(&error, status, b"");
            assert!(!error.is_retryable());
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
    }
    let page = "<html>\n<a href='https://x.example/?signature=5167e7a1'>not found</a>\n</html>";
    for error in failures(
        &Reply::new(404)
            .header("Content-Type", "text/html")
            .body(page),
    ) {
        check_bare(&error, 404, page.as_bytes());
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

/// JSON, but not of the form that failures have. What is there is kept as far as it goes.
#[test]
fn other_forms_of_failures_are_kept() {
    for body in ["[]", "null", "7", r#""no""#, "{}", r#"{"detail": "no"}"#] {
        for error in failures(&Reply::json(400, body)) {
            check_bare(&error, 400, body.as_bytes());
        }
    }
    let body = r#"{"error_code": 11, "errors": "no", "params": null}"#;
    for error in failures(&Reply::json(400, body)) {
        assert_eq!(error.code(), Some("11"));
        assert_eq!(error.messages(), ["no"]);
        assert_eq!(error.params(), None);
    }
    let body = r#"{"error_code": "REQ_005", "errors": [{"line": 3}, 4]}"#;
    for error in failures(&Reply::json(400, body)) {
        assert_eq!(error.messages(), [r#"{"line": 3}"#, "4"]);
    }
}

#[test]
fn text_that_is_not_utf_8_is_kept_and_shown_as_far_as_it_goes() {
    let body = b"d\xe9sol\xe9: https://x.example/?signature=5167e7a1 \xff";
    let reply = Reply::new(500)
        .header("Content-Type", "text/plain; charset=latin1")
        .body(body);
    let [read, done] = failures(&reply);
    for error in [&read, &done] {
        check_bare(error, 500, body);
        let text = error.to_string();
        assert!(text.contains("500 Internal Server Error"), "{text}");
        assert!(
            text.contains("d\u{fffd}sol\u{fffd}: https://x.example/?…"),
            "{text}"
        );
    }
    assert!(read.is_retryable(), "reading again does no harm");
    assert!(!done.is_retryable(), "it may have been done");
}

#[test]
fn what_is_worth_repeating_depends_on_status_and_operation() {
    for (status, read_again, do_again) in [
        (408, true, false),
        (425, true, false),
        (429, true, true),
        (500, true, false),
        (501, false, false),
        (502, true, false),
        (503, true, true), // it says when to come back, so it has not been done
        (504, true, false),
    ] {
        let reply = Reply::new(status).header("Retry-After", "7");
        let [read, done] = failures(&reply);
        let retryable = (read.is_retryable(), done.is_retryable());
        assert_eq!(retryable, (read_again, do_again), "{status}");
        let headers = read.headers().expect("headers");
        assert_eq!(headers["retry-after"], "7");
    }
    // A PUT that puts a value in place may be repeated, one that does something may not.
    let expected = Expected::new("PUT", "/usage/files/UF-1/approve-all");
    let error = expected.failure(&files::approve_all("UF-1"), Reply::new(503));
    assert!(!error.is_retryable());
    let [read, done] = failures(&Reply::new(503));
    assert!(read.is_retryable() && !done.is_retryable());
}

/// Each answer is a success that does not hold what was asked for: the error says where, what is
/// expected and what there is.
#[test]
fn answers_that_cannot_be_read_are_told_with_their_place() {
    for (body, path, texts) in [
        (r#"[1]"#, "$", ["sequence", "an object (UsageFile)"]),
        (r#""ok""#, "$", ["string", "an object (UsageFile)"]),
        (
            r#"{"id": "UF-1", "status": "draft", "stats": {"billed": true}}"#,
            "$.stats.billed",
            ["true", "a whole number"],
        ),
        (
            r#"{"id": "UF-1", "status": "draft", "events": {"closed": {"by": {"name": []}}}}"#,
            "$.events.closed.by.name",
            ["sequence", "a text"],
        ),
        (
            r#"{"id": "UF-1", "status": "draft", "period": "https://x.example/?signature=5167e7a1"}"#,
            "$.period",
            ["https://x.example/?…", "an object (Period)"],
        ),
        (r#"{"status": "draft"}"#, "$", ["missing", "`id`"]),
        (r#"{"id": "UF-1""#, "$", ["EOF", "line 1"]),
        (
            r#"{"id": "UF-1", "status": "draft"} x"#,
            "$",
            ["trailing", "line 1"],
        ),
        (
            "<html>https://x.example/?signature=5167e7a1",
            "$",
            ["expected", "line 1"],
        ),
    ] {
        let reply = Reply::json(200, body).header("X-Request-Id", "r-2");
        for error in failures(&reply) {
            check_undecodable(&error, 200, path, body);
            let text = error.to_string();
            assert!(texts.iter().all(|it| text.contains(it)), "{text}");
            assert_eq!(error.request_id(), Some("r-2"));
        }
    }
}

fn check_undecodable(error: &Error, status: u16, path: &str, body: &str) {
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some(path), "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    assert_eq!(error.body(), body.as_bytes());
    assert!(
        error
            .headers()
            .is_some_and(|it| it.contains_key("content-length"))
    );
    assert!(!error.is_retryable());
    assert!(error.to_string().contains(path), "{error}");
    check_secrets(error);
}

#[test]
fn places_in_rows_have_their_number() {
    let expected = Expected::new("GET", "/usage/records?limit=3");
    let call = records::list().page_size(3).into_call();
    for (row, path, found) in [
        (
            r#"{"id": "UR-3", "amount": true}"#,
            "$[2].amount",
            "found true",
        ),
        (r#"{"id": "UR-3", "amount": 1e-40}"#, "$[2].amount", "1e-40"),
        (
            r#"{"id": "UR-3", "params": [{}, {"parameter_name": {}}]}"#,
            "$[2].params[1].parameter_name",
            "map",
        ),
    ] {
        let body = format!(r#"[{{"id": "UR-1"}}, {{"id": "UR-2"}}, {row}]"#);
        let error = expected.failure(&call, Reply::json(200, body.clone()));
        check_undecodable(&error, 200, path, &body);
        assert!(error.to_string().contains(found), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("records::list (GET /usage/records): ")
        );
    }
}

#[test]
fn no_content_is_not_json() {
    for error in failures(&Reply::new(204)) {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.status().map(|it| it.as_u16()), Some(204));
        assert_eq!((error.path(), error.body()), (Some("$"), &b""[..]));
        assert!(!error.is_retryable());
    }
}

/// The API's texts about a download are JSON too; they are no file.
#[test]
fn a_download_can_be_refused() {
    let expected = Expected::new("GET", "/usage/chunks/UFC-1/download").accept(XLSX);
    let error = expected.failure(&chunks::download("UFC-1"), Reply::json(400, INVALID));
    assert_eq!(error.code(), Some("VAL_001"));
    check_secrets(&error);
}

/// What callers print in their logs: calls before they are sent, and answers.
#[test]
fn calls_and_answers_print_no_secret() {
    let link = format!("https://storage.example/t.xlsx?signature={SIGNATURE}");
    let body = NewUsageFile::new("PRD-1", "CRD-1").note(link.clone());
    let call = files::create(body).header("Authorization", SECRET);
    let text = format!("{call:?} {call:#?}");
    assert!(!text.contains(SECRET), "{text}");

    let expected = Expected::new("GET", "/usage/products/PRD-1/template");
    let call = products::template("PRD-1");
    let answer = json!({"template_link": link}).to_string();
    let template = expected.answer(&call, Reply::json(200, answer));
    let text = format!("{template:?} {template:#?}");
    assert!(!text.contains(SIGNATURE), "{text}");
}

/// Nothing of a call that cannot be sent goes over the wire, so there is no answer in its error.
#[test]
fn what_cannot_be_sent_says_why() {
    let error = chunks::close("..", CloseChunk::new("B-1"))
        .check()
        .expect_err("it would name another path");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let operation = error.operation().expect("an operation");
    assert_eq!(operation.name, "chunks::close");
    assert_eq!((error.status(), error.body()), (None, &b""[..]));
    assert!(!error.is_retryable());
}
