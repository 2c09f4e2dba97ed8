//! Responses that cannot be read.

use connect_fake::Reply;
use connect_usage::{Error, ErrorKind, Outcome, files, records};

use crate::case::cases;
use crate::errors::{check_secrets, failure, failures};
use crate::net::Net;

cases![
    undecodable_responses_are_reported_with_their_path,
    paths_in_rows_contain_the_index,
    no_content_is_not_json,
    the_media_type_of_a_response_is_ignored,
];

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
