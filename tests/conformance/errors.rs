//! What an error keeps of a response, and what it prints.

use std::time::{Duration, Instant};

use connect_usage::models::{ErrorBody, NewUsageFile};
use connect_usage::{Call, Error, ErrorKind, Outcome, Timeouts, chunks, files, records};
use loopback::Reply;
use platform::FileSeed;

use crate::case::cases;
use crate::net::{Net, QUICK};
use crate::retries::{ok, responding, string_call};
use crate::support::any::with_client;
use crate::support::{SECRET, get, post, printed};

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
    undecodable_responses_are_reported_with_their_path,
    paths_in_rows_contain_the_index,
    no_content_is_not_json,
    a_long_error_body_is_cut,
    the_status_of_an_error_counts_when_its_body_breaks_off,
    a_call_that_is_put_off_is_retried_when_the_body_breaks_off,
    a_download_can_be_rejected,
    the_media_type_of_a_response_is_ignored,
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
fn failure<T>(net: &Net, call: Call<T>, reply: &Reply) -> Error {
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
fn failures(net: &Net, reply: &Reply) -> [Error; 2] {
    let read = failure(net, files::get("UF-1"), reply);
    let done = failure(net, files::submit("UF-1"), reply);
    let (read_message, done_message) = (read.to_string(), done.to_string());
    assert!(read_message.starts_with("files::get (GET /usage/files/UF-1 at "));
    assert!(done_message.starts_with("files::submit (POST /usage/files/UF-1/submit at "));
    let errors = [read, done];
    errors.iter().for_each(check_secrets);
    errors
}

fn check_secrets(error: &Error) {
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

fn check_undecodable(error: &Error, status: u16, path: &str, body: &str) {
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some(path), "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    assert_eq!((error.body(), error.attempts()), (body.as_bytes(), 1));
    assert!(
        error
            .headers()
            .is_some_and(|it| it.contains_key("content-length"))
    );
    assert!(!error.is_retryable());
    assert!(error.to_string().contains(path), "{error}");
    check_secrets(error);
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

/// Each response is a success with an unexpected body: the error has the path, what was expected and what was found.
fn undecodable_responses_are_reported_with_their_path(net: &Net) {
    for (body, path, texts) in [
        (r#"[1]"#, "$", ["found an array", "an object (UsageFile)"]),
        (
            r#""ok""#,
            "$",
            ["found a string of 2 characters", "an object (UsageFile)"],
        ),
        (
            r#"{"id": "UF-1", "status": "draft", "stats": {"billed": true}}"#,
            "$.stats.billed",
            ["found true", "an integer"],
        ),
        (
            r#"{"id": "UF-1", "status": "draft", "events": {"closed": {"by": {"name": []}}}}"#,
            "$.events.closed.by.name",
            ["found an array", "a string"],
        ),
        (
            r#"{"id": "UF-1", "status": "draft", "period": "https://x.example/?signature=5167e7a1"}"#,
            "$.period",
            ["found a string of 37 characters", "an object (Period)"],
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
        for error in failures(net, &reply) {
            check_undecodable(&error, 200, path, body);
            let text = error.to_string();
            assert!(texts.iter().all(|it| text.contains(it)), "{text}");
            assert_eq!(error.request_id(), Some("r-2"));
        }
    }
}

fn paths_in_rows_contain_the_index(net: &Net) {
    let call = records::list().page_size(3).into_call();
    for (row, path, found) in [
        (
            r#"{"id": "UR-3", "amount": true}"#,
            "$[2].amount",
            "found true",
        ),
        (r#"{"id": "UR-3", "tier": 1e-40}"#, "$[2].tier", "1e-40"),
        (
            r#"{"id": "UR-3", "params": [{}, {"parameter_name": {}}]}"#,
            "$[2].params[1].parameter_name",
            "found an object",
        ),
    ] {
        let body = format!(r#"[{{"id": "UR-1"}}, {{"id": "UR-2"}}, {row}]"#);
        let error = failure(net, call.clone(), &Reply::json(200, body.clone()));
        check_undecodable(&error, 200, path, &body);
        assert!(error.to_string().contains(found), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("records::list (GET /usage/records at ")
        );
    }
}

fn no_content_is_not_json(net: &Net) {
    let [read, done] = failures(net, &Reply::new(204));
    assert_eq!(read.kind(), ErrorKind::Decode);
    assert_eq!(read.path(), Some("$"));
    assert!(
        read.to_string().contains("; found nothing (status"),
        "{read}"
    );
    // A call that changes something has succeeded, and only its value is not known.
    assert_eq!(done.kind(), ErrorKind::NoContent);
    assert_eq!(done.outcome(), Some(Outcome::Happened));
    let message = "the call succeeded, but the response has no content (status 204 No Content); it has happened";
    assert!(done.to_string().contains(message), "{done}");
    for error in [read, done] {
        assert_eq!(error.status().map(|it| it.as_u16()), Some(204));
        assert_eq!(error.body(), b"");
        assert!(!error.is_retryable());
    }
}

/// Only so much of an error's body is kept as its own limit says, not as much as of a response.
fn a_long_error_body_is_cut(net: &Net) {
    let limit = 64 * 1024;
    let long = |length: usize| {
        let body = "x".repeat(length);
        net.serve(move |request| match request.target.as_str() {
            "/usage/files/cut" => Reply::new(400).body(&*body),
            // The end never comes, so it cannot have been read.
            "/usage/files/stalled" => Reply::new(400).body(&*body).stalled_after(length - 1),
            _ => Reply::redirect(302, "ftp://host.example/").body(&*body),
        })
    };
    let host = long(limit);
    let error = host.builder("").build().send(files::get("cut"));
    let error = error.expect_err("an error");
    assert_eq!(error.body().len(), limit);
    assert!(!error.to_string().contains("is cut"), "{error}");

    let host = long(3_000_000);
    for id in ["cut", "stalled", "redirected"] {
        let error = host.builder("").build().send(files::get(id));
        let error = error.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Api, "{error}");
        assert_eq!(error.body(), "x".repeat(limit).as_bytes(), "{id}");
        let message = "its body is cut after 65536 bytes (`max_error_body` of the client)";
        assert!(error.to_string().contains(message), "{error}");
        let is_redirect = error.to_string().contains("the redirect was not followed");
        assert_eq!(is_redirect, id == "redirected", "{error}");
    }
    let error = host.builder("").max_error_body(10).build();
    let error = error.send(files::get("cut")).expect_err("an error");
    assert_eq!(error.body(), b"xxxxxxxxxx");
    // A limit of responses does not make another error of it.
    let error = host.builder("").max_response(10).build();
    let error = error.send(files::get("cut")).expect_err("an error");
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Api, limit));
}

/// Errors of the API about a download are JSON, too, and not a file.
fn a_download_can_be_rejected(net: &Net) {
    let error = failure(net, chunks::download("UFC-1"), &Reply::json(400, INVALID));
    assert_eq!(error.code(), Some("VAL_001"));
    check_secrets(&error);
}

/// A gateway's page with a successful status is an error; JSON with another media type is accepted.
fn the_media_type_of_a_response_is_ignored(net: &Net) {
    let page = Reply::new(200).header("Content-Type", "text/html");
    for error in failures(net, &page.body("<html>sign in</html>")) {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body(), b"<html>sign in</html>");
        let headers = error.headers().expect("headers");
        assert_eq!(headers["content-type"], "text/html");
        assert!(!error.is_retryable());
    }
    for media_type in ["text/plain", "application/octet-stream", ""] {
        let reply = Reply::new(200).header("Content-Type", media_type);
        let reply = reply.body(r#"{"id": "UF-1"}"#);
        let host = net.serve(move |_| reply.clone());
        let file = host.client().send(files::get("UF-1")).expect(media_type);
        assert_eq!(file.id, "UF-1");
    }
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

/// Error responses whose body does not come to its end.
fn broken_off(status: u16) -> [Reply; 5] {
    let reply = Reply::new(status).body("content");
    [
        reply.clone().cut_after(3),
        reply.clone().reset_after(3),
        reply.clone().chunked().cut_after(3),
        reply.clone().stalled_after(3),
        reply.chunked().stalled_after(3),
    ]
}

fn the_status_of_an_error_counts_when_its_body_breaks_off(net: &Net) {
    for status in [401, 404, 413] {
        for reply in broken_off(status) {
            let server = responding(net, [reply.clone()]);
            let timeouts = Timeouts::new().attempt(Duration::from_millis(300));
            let client = server.builder("").retry(QUICK).timeouts(timeouts).build();
            for (sent, call) in [get(), post()].into_iter().enumerate() {
                let error = client.send(string_call(call)).expect_err("refused");
                assert_eq!(error.kind(), ErrorKind::Api, "{reply:?}: {error}");
                assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
                assert!(b"content".starts_with(error.body()), "{reply:?}: {error}");
                let note = "its body was not read to its end";
                assert!(error.to_string().contains(note), "{error}");
                assert!(!error.may_have_been_processed(), "{reply:?}: {error}");
                assert_eq!((error.attempts(), error.outcome()), (1, None), "{error}");
                assert_eq!(server.requests().len(), sent + 1, "{reply:?}: {error}");
            }
        }
    }
}

fn a_call_that_is_put_off_is_retried_when_the_body_breaks_off(net: &Net) {
    for reply in broken_off(429) {
        let reply = reply.header("Retry-After", "1");
        let server = responding(net, [reply.clone(), ok()]);
        let timeouts = Timeouts::new().attempt(Duration::from_millis(300));
        let client = server.builder("").retry(QUICK).timeouts(timeouts).build();
        let start = Instant::now();
        let response = client.send(string_call(post()));
        assert_eq!(response.expect("the second response"), "ok", "{reply:?}");
        assert!(start.elapsed() >= Duration::from_secs(1), "{reply:?}");
    }
}
