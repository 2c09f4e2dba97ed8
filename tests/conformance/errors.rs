//! What an error keeps of a response, and what it prints.

use connect_fake::FileSeed;
use connect_fake::Reply;
use connect_usage::models::{ErrorBody, NewUsageFile};
use connect_usage::{Call, Error, ErrorKind, chunks, files, records};

use crate::case::cases;
use crate::net::Net;
use crate::support::any::with_client;
use crate::support::{SECRET, printed};

cases![
    an_api_error_keeps_everything_the_api_says,
    an_invalid_key_has_its_error_code,
    bare_statuses_are_kept,
    unexpected_error_bodies_are_kept,
    a_body_that_is_not_utf_8_is_kept_and_not_shown,
    kinds_of_failures_have_names,
    a_missing_content_range_is_named,
    a_404_under_a_base_url_without_the_path_of_the_api_has_a_hint,
    a_page_in_the_place_of_json_has_a_hint,
    whether_an_error_is_retryable_depends_on_status_and_operation,
    a_download_can_be_rejected,
    rejections_of_the_platform_are_passed_on,
    secrets_that_a_server_echoes_are_not_printed,
];

/// The secret part of presigned URLs in the responses of this file.
const SIGNATURE: &str = "5167e7a1";

/// A failure with two messages, parameters, and presigned URLs in every string that is printed.
const INVALID: &str = r#"{
    "error_code": "VAL_001",
    "errors": [
        "period: this field is required",
        "usage_file: https://storage.example/a.xlsx?signature=5167e7a1 cannot be read"
    ],
    "params": {"link": "https:\/\/storage.example\/b.xlsx?signature=5167e7a1", "limit": 10.50},
    "trace": []
}"#;

/// Returns the error of a call whose response is this.
pub fn failure<T>(net: &Net, call: Call<T>, reply: &Reply) -> Error {
    let (reply, operation) = (reply.clone(), call.operation());
    let host = net.serve(move |_| reply.clone());
    let Err(error) = host.client().send(call) else {
        panic!("{operation} succeeded")
    };
    assert_eq!(error.operation(), Some(operation));
    // If it is unknown whether the call took effect, the client reads the object, if that can show it.
    let shows = operation.settlement.is_some_and(|it| it.shows_outcome());
    let reads = usize::from(error.outcome().is_some() && shows);
    assert_eq!(host.requests().len(), 1 + reads, "{error}");
    error
}

/// Returns the error of a call that reads, and of one that acts. Checks that neither prints a secret.
pub fn failures(net: &Net, reply: &Reply) -> [Error; 2] {
    let read = failure(net, files::get("UF-1"), reply);
    let done = failure(net, files::submit("UF-1"), reply);
    let (read_message, done_message) = (read.to_string(), done.to_string());
    assert!(read_message.starts_with("files::get (GET /usage/files/UF-1 at "));
    assert!(done_message.starts_with("files::submit (POST /usage/files/UF-1/submit at "));
    let errors = [read, done];
    errors.iter().for_each(check_secrets);
    errors
}

pub fn check_secrets(error: &Error) {
    let text = printed(error);
    assert!(!text.contains(SECRET), "{text}");
    assert!(!text.contains(SIGNATURE), "{text}");
}

/// Checks the error of a failure that has only a status and a body.
fn check_bare(error: &Error, status: u16, body: &[u8]) {
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    assert_eq!(error.body(), body);
    assert_eq!((error.code(), error.params()), (None, None));
    assert!(error.messages().is_empty());
    assert_eq!((error.path(), error.request_id()), (None, None));
}

/// Checks that the body can also be decoded as the type of the document.
fn check_typed(error: &Error) {
    let body: ErrorBody = serde_json::from_slice(error.body()).expect("a failure");
    assert_eq!(body.error_code.as_deref(), error.code());
    assert_eq!(body.errors.as_deref(), Some(error.messages()));
    assert_eq!(body.params.as_ref(), error.params());
}

fn an_api_error_keeps_everything_the_api_says(net: &Net) {
    let reply = Reply::json(400, INVALID)
        .header("X-Request-Id", "r-1")
        .header("X-Note", "one")
        .header("X-Note", "two");
    for error in failures(net, &reply) {
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.status().map(|it| it.as_u16()), Some(400));
        assert_eq!(error.code(), Some("VAL_001"));
        assert_eq!(error.messages().len(), 2);
        assert_eq!(error.messages()[0], "period: this field is required");
        assert!(error.messages()[1].contains(SIGNATURE), "kept unchanged");
        let params = error.params().expect("parameters").as_str();
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
            text.contains(
                "400 Bad Request, VAL_001 about period, usage_file; `messages()` has 2 texts"
            ),
            "{text}"
        );
        assert!(!text.contains("storage.example"), "{text}");
    }
}

fn an_invalid_key_has_its_error_code(net: &Net) {
    let body = r#"{"error_code": "AUTH_001", "errors": ["API request is unauthorized."]}"#;
    for error in failures(net, &Reply::json(401, body)) {
        assert_eq!(error.status().map(|it| it.as_u16()), Some(401));
        assert_eq!(error.code(), Some("AUTH_001"));
        assert_eq!(error.messages(), ["API request is unauthorized."]);
        assert_eq!(error.params(), None);
        assert!(!error.is_retryable());
    }
}

/// The wrong account's key, an id that does not exist: often without a body.
fn bare_statuses_are_kept(net: &Net) {
    for status in [403, 404, 409, 418] {
        for error in failures(net, &Reply::new(status)) {
            check_bare(&error, status, b"");
            assert!(!error.is_retryable());
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
    }
    let page = "<html>\n<a href='https://x.example/?signature=5167e7a1'>not found</a>\n</html>";
    for error in failures(
        net,
        &Reply::new(404)
            .header("Content-Type", "text/html")
            .body(page),
    ) {
        check_bare(&error, 404, page.as_bytes());
        let text = error.to_string();
        assert!(
            text.contains("404 Not Found; `body()` has 76 bytes"),
            "{text}"
        );
        for shown in [text, format!("{error:?}"), format!("{error:#?}")] {
            assert!(!shown.contains("not found</a>"), "{shown}");
        }
    }
}

/// JSON, but not of the form of failures. As much as possible is kept.
fn unexpected_error_bodies_are_kept(net: &Net) {
    for body in ["[]", "null", "7", r#""no""#, "{}", r#"{"detail": "no"}"#] {
        for error in failures(net, &Reply::json(400, body)) {
            check_bare(&error, 400, body.as_bytes());
        }
    }
    let body = r#"{"error_code": 11, "errors": "no", "params": null}"#;
    for error in failures(net, &Reply::json(400, body)) {
        assert_eq!(error.code(), Some("11"));
        assert_eq!(error.messages(), ["no"]);
        assert_eq!(error.params(), None);
    }
    let body = r#"{"error_code": "REQ_005", "errors": [{"line": 3}, 4]}"#;
    for error in failures(net, &Reply::json(400, body)) {
        assert_eq!(error.messages(), [r#"{"line": 3}"#, "4"]);
    }
}

fn a_body_that_is_not_utf_8_is_kept_and_not_shown(net: &Net) {
    let body = b"d\xe9sol\xe9: https://x.example/?signature=5167e7a1 \xff";
    let reply = Reply::new(500)
        .header("Content-Type", "text/plain; charset=latin1")
        .body(body);
    let [read, done] = failures(net, &reply);
    for error in [&read, &done] {
        check_bare(error, 500, body);
        let text = error.to_string();
        assert!(text.contains("500 Internal Server Error"), "{text}");
        assert!(text.contains("; `body()` has 47 bytes"), "{text}");
        assert!(!text.contains("x.example"), "{text}");
    }
    assert!(read.is_retryable(), "reading again does no harm");
    assert!(!done.is_retryable(), "it may have been done");
}

fn kinds_of_failures_have_names(net: &Net) {
    for (status, is_not_found, is_conflict) in
        [(404, true, false), (409, false, true), (504, false, false)]
    {
        for error in failures(net, &Reply::new(status)) {
            assert!(error.status() == status && error.status() != 418, "{error}");
            assert!(error.status().is_some_and(|it| it.as_u16() == status));
            let names = (
                error.is_not_found(),
                error.is_conflict(),
                error.is_timeout(),
            );
            assert_eq!(names, (is_not_found, is_conflict, false), "{error}");
        }
    }
    let host = net.serve(|_| Reply::never());
    let call = files::get("UF-1").timeout(std::time::Duration::from_millis(50));
    let error = host.client().send(call).expect_err("no response");
    assert!(error.is_timeout() && !error.is_not_found(), "{error}");
    assert!(error.status() != 404 && error.status().is_none());
}

/// By the count of a list, and by a list whose server returns the first page again and again.
fn a_missing_content_range_is_named(net: &Net) {
    let rows = r#"[{"id": "UR-1"}, {"id": "UR-2"}]"#;
    for (reply, in_count) in [
        (
            Reply::json(200, rows),
            "the response has no `Content-Range` header",
        ),
        (
            Reply::json(200, rows).header("Content-Range", "items 0-1/*"),
            "the `Content-Range` header of the response has no total",
        ),
    ] {
        let host = net.serve(move |_| reply.clone());
        let client = host.client();
        let counted = with_client!(&client, it => it.count(records::list()));
        let error = counted.expect_err("no total");
        assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
        assert!(error.to_string().contains(in_count), "{error}");
    }
    let host = net.serve(move |_| Reply::json(200, rows));
    let error = host.client().rows(records::list());
    let error = error.expect_err("the same page again");
    assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    let message = "the response has no `Content-Range` header that says which rows these are";
    assert!(error.to_string().contains(message), "{error}");
}

fn a_page_in_the_place_of_json_has_a_hint(net: &Net) {
    let page = |media_type: &str| {
        Reply::new(200)
            .header("Content-Type", media_type)
            .body("<html>Sign in</html>")
    };
    for (reply, path, hint) in [
        (
            page("text/html; charset=utf-8"),
            "",
            Some("no path `/public/v1`"),
        ),
        (page("text/html"), "/public/v1", Some("check the base URL")),
        (page("application/json"), "/public/v1", None),
    ] {
        let server = net.serve(move |_| reply.clone());
        let client = server.builder(path).build();
        let error = client.send(files::get("UF-1")).expect_err("a page");
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert_eq!(text.contains("; hint: "), hint.is_some(), "{text}");
        assert!(text.contains(hint.unwrap_or_default()), "{text}");
    }
}

/// It is no hint where the API itself responds, or where the base URL is complete.
fn a_404_under_a_base_url_without_the_path_of_the_api_has_a_hint(net: &Net) {
    let bare = Reply::new(404).body("<html>not here</html>");
    let api = Reply::json(
        404,
        r#"{"error_code": "REQ_003", "errors": ["There is no such object."]}"#,
    );
    for (reply, path, has_hint) in [
        (bare.clone(), "", true),
        (bare.clone(), "/api", true),
        (bare.clone(), "/public/v1", false),
        (bare, "/proxy/public/v1/", false),
        (api, "", false),
        (Reply::new(403), "", false),
    ] {
        let host = net.serve(move |_| reply.clone());
        let client = host.builder(path).build();
        let error = client.send(files::get("UF-1")).expect_err("404");
        let hint = "hint: the base URL has no path `/public/v1`";
        assert_eq!(
            error.to_string().contains(hint),
            has_hint,
            "{path}: {error}"
        );
    }
}

fn whether_an_error_is_retryable_depends_on_status_and_operation(net: &Net) {
    for (status, read_again, do_again) in [
        (408, true, false),
        (425, true, false),
        (429, true, true),
        (500, true, false),
        (501, false, false),
        (502, true, false),
        (503, true, true), // with `Retry-After`, so it has not been done
        (504, true, false),
    ] {
        let reply = Reply::new(status).header("Retry-After", "7");
        let [read, done] = failures(net, &reply);
        let retryable = (read.is_retryable(), done.is_retryable());
        assert_eq!(retryable, (read_again, do_again), "{status}");
        let headers = read.headers().expect("headers");
        assert_eq!(headers["retry-after"], "7");
    }
    // A PUT that sets a value is idempotent, one that acts is not.
    let error = failure(net, files::approve_all("UF-1"), &Reply::new(503));
    assert!(!error.is_retryable());
    let [read, done] = failures(net, &Reply::new(503));
    assert!(read.is_retryable() && !done.is_retryable());
}

/// Errors of the API about a download are JSON, too, and not a file.
fn a_download_can_be_rejected(net: &Net) {
    let error = failure(net, chunks::download("UFC-1"), &Reply::json(400, INVALID));
    assert_eq!(error.code(), Some("VAL_001"));
    check_secrets(&error);
}

/// An unknown key, the wrong account, a missing object, an action that is not allowed, or an invalid body: each is
/// an error without a retry.
fn rejections_of_the_platform_are_passed_on(net: &Net) {
    let stage = net.platform();
    let (vendor, provider) = (stage.vendor(), stage.provider());
    let unknown_key = stage.builder("SU-9:c10be9d7").build();
    let file = stage.platform.add_file(FileSeed::new());
    let chunk = "UFC-0000-00-0000-0000-000";
    let too_long = NewUsageFile::new("PRD-1", "CRD-1").note("x".repeat(201));
    let rejections = [
        (
            unknown_key.send(files::get(&file)).err(),
            401,
            Some("AUTH_001"),
        ),
        (provider.send(files::submit(&file)).err(), 403, None),
        (provider.send(files::get(&file)).err(), 404, None),
        (provider.send(chunks::get(chunk)).err(), 404, None),
        (
            vendor.send(files::submit(&file)).err(),
            400,
            Some("USG_011"),
        ),
        (
            vendor.send(files::create(too_long)).err(),
            400,
            Some("VAL_001"),
        ),
    ];
    let count = rejections.len();
    for (error, status, code) in rejections {
        let error = error.expect("a rejection");
        assert_eq!(error.kind(), ErrorKind::Api, "{error}");
        assert_eq!(
            error.status().map(|it| it.as_u16()),
            Some(status),
            "{error}"
        );
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(
            (error.messages().len(), error.attempts()),
            (1, 1),
            "{error}"
        );
        assert!(!error.may_have_been_processed(), "{error}");
        check_secrets(&error);
    }
    assert_eq!(stage.requests().len(), count);
    assert!(stage.platform.journal().is_empty(), "nothing was done");
}

/// A server that echoes the key, and sends a presigned URL.
fn secrets_that_a_server_echoes_are_not_printed(net: &Net) {
    for status in [200, 403, 502] {
        let host = net.serve(move |request| {
            let key = request.headers_named("authorization")[0].to_owned();
            let texts = format!(r#""your key was {key}", "/b/x?sig={SIGNATURE}""#);
            Reply::json(
                status,
                format!(r#"{{"errors": [{texts}], "id": [{texts}]}}"#),
            )
        });
        let client = host.client();
        let errors = [
            client.send(files::get("UF-1")).err(),
            client.send(files::submit("UF-1")).err(),
            client.download(chunks::download("UFC-1")).err(),
        ];
        for error in errors.into_iter().flatten() {
            let body = String::from_utf8_lossy(error.body());
            assert!(body.is_empty() || body.contains(SECRET), "kept unchanged");
            check_secrets(&error);
        }
    }
}
