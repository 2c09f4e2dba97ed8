//! Calls: what is sent, how responses are read, what errors say.

mod support;

use connect_runtime::driver::Annotate;
use connect_runtime::driver::failure;
use std::collections::HashMap;
use std::error::Error as _;

use connect_runtime::multipart::{Content, Multipart};
use connect_runtime::{Body, Call, Error, ErrorKind, RawCall, Request, Upload};
use support::{CREATE, File, GET, response, with_header};

fn get(id: &str) -> Call<File> {
    Request::new(&GET).path("id", id).returns_json()
}

fn create() -> Call<File> {
    Request::new(&CREATE).json(&File::new("A")).returns_json()
}

fn fails(call: &Call<File>, status: u16, body: impl Into<Vec<u8>>) -> Error {
    call.decode(response(status, body)).expect_err("an error")
}

#[test]
fn requests_are_data() {
    let call = Request::new(&GET)
        .path("id", "a/b c%ü")
        .query("code", "x&y= +")
        .query_optional("none", None::<&str>)
        .query_optional("n", Some(&5_i64))
        .header("Connect-Localization", "es")
        .returns_text();
    let request = call.request();
    assert_eq!(request.path(), "/usage/files/a%2Fb%20c%25%C3%BC");
    assert_eq!(request.query(), Some("code=x%26y%3D%20%2B&n=5"));
    assert_eq!(request.headers()["connect-localization"], "es");
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.body(), &Body::Empty);
    assert_eq!(
        create().request().body(),
        &Body::Json(r#"{"id":"A"}"#.into())
    );
    assert_eq!(
        call.operation().to_string(),
        "files::get (GET /usage/files/{id})"
    );
}

#[test]
fn what_cannot_be_sent_is_kept_and_reported() {
    for id in ["", ".", ".."] {
        let error = get(id).check().expect_err("an invalid id");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(
            error
                .to_string()
                .starts_with("files::get (GET /usage/files/{id}): the path parameter `id` is")
        );
        assert!(!error.is_retryable());
    }
    assert!(Request::new(&GET).returns_empty().check().is_err());
    assert!(get("A").header("X-Note", "a\nb").check().is_err());
    assert!(get("A").header("a b", "c").check().is_err());
    let mut file = File::new("A");
    file.day = Some(time::macros::date!(-0001 - 01 - 01).into());
    let error = Request::new(&CREATE)
        .json(&file)
        .returns_empty()
        .check()
        .expect_err("no such year");
    assert!(
        error.to_string().contains("the body cannot be written"),
        "{error}"
    );
    assert!(get("A").check().is_ok());
}

#[test]
fn secrets_in_headers_do_not_print() {
    let call = get("A")
        .header("Authorization", "ApiKey secret")
        .header("Cookie", "secret");
    assert!(!format!("{call:?}").contains("secret"));
    let call: Call<()> = Request::new(&CREATE)
        .multipart(connect_runtime::Multipart::new().file("f", Upload::bytes("secret")))
        .returns_empty();
    assert!(!format!("{call:?}").contains("secret"));
}

#[test]
fn any_2xx_is_a_success() {
    for status in [200, 201, 206, 299] {
        assert!(
            get("A").decode(response(status, r#"{"id": "A"}"#)).is_ok(),
            "{status}"
        );
    }
    let done: Call<()> = Request::new(&CREATE).returns_empty();
    assert!(done.decode(response(204, "")).is_ok());
    assert_eq!(fails(&get("A"), 302, "").kind(), ErrorKind::Api);
}

#[test]
fn texts_are_read() {
    let request = || Request::new(&GET).path("id", "A");
    assert_eq!(
        request()
            .returns_text()
            .decode(response(200, "ü"))
            .expect("text"),
        "ü"
    );
    assert_eq!(
        request()
            .returns_text()
            .decode(response(200, b"\xff"))
            .expect_err("no text")
            .kind(),
        ErrorKind::Decode
    );
}

#[test]
fn files_are_read() {
    let file = with_header(
        response(200, "abc"),
        "content-disposition",
        "attachment; filename=\"x.xlsx\"",
    );
    let file = Request::new(&GET)
        .path("id", "A")
        .returns_binary()
        .decode(with_header(file, "content-type", "text/csv"))
        .expect("a file");
    assert_eq!(
        (
            &*file.bytes,
            file.file_name.as_deref(),
            file.media_type.as_deref()
        ),
        (&b"abc"[..], Some("x.xlsx"), Some("text/csv"))
    );
}

#[test]
fn redirects_are_read() {
    let request = || Request::new(&GET).path("id", "A");
    let redirect = with_header(
        response(302, ""),
        "location",
        "https://x.example/f?sig=secret",
    );
    let redirect = request()
        .returns_redirect()
        .decode(redirect)
        .expect("a redirect");
    assert_eq!(redirect.location.as_str(), "https://x.example/f?sig=secret");
    assert!(!format!("{redirect:?}").contains("secret"));
    for (status, kind) in [
        (302, ErrorKind::Decode),
        (200, ErrorKind::Decode),
        (404, ErrorKind::Api),
    ] {
        assert_eq!(
            request()
                .returns_redirect()
                .decode(response(status, ""))
                .expect_err("an error")
                .kind(),
            kind
        );
    }
}

#[test]
fn the_request_id_is_found_in_answers() {
    let found = |name: &'static str| {
        let call = get("A").observed();
        let observed = call.decode(with_header(response(200, r#"{"id": "A"}"#), name, "r-1"));
        let response = observed.expect("a value").response;
        connect_runtime::request_id(response.headers()).map(str::to_owned)
    };
    for name in ["x-request-id", "x-correlation-id", "request-id"] {
        assert_eq!(found(name).as_deref(), Some("r-1"), "{name}");
    }
    assert_eq!(found("x-note"), None);
}

#[test]
fn errors_of_the_api_keep_what_it_said() {
    let body =
        r#"{"error_code": "VAL_001", "errors": ["note: too long", "x"], "params": {"a": [1]}}"#;
    let response = with_header(response(400, body), "x-request-id", "r-1");
    let error = get("A").decode(response).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(400));
    assert_eq!(error.code(), Some("VAL_001"));
    assert_eq!(error.messages(), ["note: too long", "x"]);
    assert_eq!(error.params().map(|it| it.as_str()), Some(r#"{"a": [1]}"#));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(
        error.to_string(),
        "files::get (GET /usage/files/{id}): 400 Bad Request, VAL_001 about note; `messages()` has 2 texts"
    );
    assert_eq!(
        error.summary().to_string(),
        "files::get (GET /usage/files/{id}): 400 Bad Request, VAL_001 about note"
    );
}

#[test]
fn errors_in_other_forms_are_kept_too() {
    let error = fails(
        &get("A"),
        500,
        b"Sorry\n\xe9, see https://x.example/?sig=secret",
    );
    assert_eq!(
        error.to_string(),
        "files::get (GET /usage/files/{id}): 500 Internal Server Error; `body()` has 42 bytes"
    );
    assert_eq!(
        error.summary().to_string(),
        "files::get (GET /usage/files/{id}): 500 Internal Server Error"
    );
    assert_eq!(
        fails(&get("A"), 404, "").to_string(),
        "files::get (GET /usage/files/{id}): 404 Not Found"
    );
    let error = fails(
        &get("A"),
        400,
        r#"{"error_code": 7, "errors": "one", "params": null}"#,
    );
    assert_eq!(
        (error.code(), error.messages()),
        (Some("7"), &["one".to_owned()][..])
    );
    let error = fails(&get("A"), 400, r#"{"errors": [{"a": 1}, "b"]}"#);
    assert_eq!(error.messages(), [r#"{"a": 1}"#, "b"]);
}

#[test]
fn nothing_that_prints_shows_a_links_query() {
    let link = "https://x.example/f?sig=secret";
    let bodies = [
        format!(r#"{{"error_code": "{link}", "errors": ["see {link}"]}}"#),
        format!(r#"{{"template_link": "{link}"}}"#),
        link.to_owned(),
        format!(r#"{{"id": "A", "at": "{link}", "amount": "{link}"}}"#),
        format!(r#"{{"id": "A", "amount": "{link}"}}"#),
        format!(
            r#"{{"error_code": "VAL_001", "errors": ["{link}: no", "s3secret: no", "{link}"]}}"#
        ),
    ];
    for body in bodies {
        for status in [200, 400] {
            let error = fails(&get("A"), status, body.as_bytes());
            assert!(
                !format!("{error} {error:?} {error:#?}").contains("secret"),
                "{error:?}"
            );
        }
    }
    let error = failure::transport(&GET, format!("cannot reach {link}"));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn what_cannot_be_read_is_named() {
    let path = |body: &str| fails(&get("A"), 200, body).path().map(str::to_owned);
    assert_eq!(path("[]").as_deref(), Some("$"));
    assert_eq!(path("").as_deref(), Some("$"));
    assert_eq!(path(r#"{"id": "A"} x"#).as_deref(), Some("$"));
    assert_eq!(
        path(r#"{"id": "A", "count": 1e-40}"#).as_deref(),
        Some("$.count")
    );
    let nested = r#"{"id": "A", "odd params": [{"id": 1}, {"id": 2, "odd params": [{"id": 3, "at": "x"}]}]}"#;
    assert_eq!(
        path(nested).as_deref(),
        Some(r#"$["odd params"][1]["odd params"][0].at"#)
    );
    assert_eq!(
        path(r#"{"id": "A", "odd params": [{}]}"#).as_deref(),
        Some(r#"$["odd params"][0]"#)
    );

    let error = fails(&get("A"), 200, r#"{"id": "A", "count": 1e-40}"#);
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "files::get (GET /usage/files/{id}): the response is not of the expected form at $.count: \
         the number 1e-40 cannot be held exactly as an integer at line 1 column 27; found 1e-40 (status 200 OK)"
    );
    assert!(error.source().is_none());
    assert_eq!(error.body(), br#"{"id": "A", "count": 1e-40}"#);
}

/// Numbers, dates and literals are shown, other texts are not, however short they are.
#[test]
fn a_string_that_was_found_is_described() {
    let message = |member: &str, json: &str| {
        let body = format!(r#"{{"id": "A", "{member}": {json}}}"#);
        fails(&get("A"), 200, body).to_string()
    };
    for member in ["count", "amount", "at", "day"] {
        for secret in ["hunter", "q", "do_not_print_me", "12 34", "1_000", "12,3"] {
            let shown = message(member, &format!("{secret:?}"));
            assert!(!shown.contains(&format!("`{secret}`")), "{shown}");
            assert!(!shown.contains(&format!(" {secret}")), "{shown}");
            let length = match secret.len() {
                1 => "found a string of 1 character".to_owned(),
                length => format!("found a string of {length} characters"),
            };
            assert!(shown.contains(&length), "{shown}");
        }
        let shown = message(member, "[1]");
        assert!(!shown.contains("string of"), "{shown}");
        assert!(shown.contains("found an array"), "{shown}");
    }
    let shown = message("day", "\"2029-02-30\"");
    assert!(shown.contains("found \"2029-02-30\""), "{shown}");
    for (json, text) in [
        ("\"1.5\"", "1.5"),
        ("\"2029-01-31\"", "2029-01-31"),
        ("true", "true"),
    ] {
        let shown = message("count", json);
        assert!(
            shown.contains(&format!("found {text}")) || shown.contains(&format!("number {text}")),
            "{shown}"
        );
    }
}

/// serde says at which line and column, and no path.
#[test]
fn a_value_of_another_library_is_named_by_line_and_column() {
    let call = RawCall::get("/assets").json::<Vec<HashMap<String, u32>>>();
    let error = |body: &str| call.decode(response(200, body)).expect_err("no number");
    let one = error(r#"[{"n":"x"}]"#);
    let text = one.to_string();
    assert!(
        text.contains("not of the expected form: expected u32 at line 1 column 9 (status 200 OK)"),
        "{text}"
    );
    assert_eq!(one.path(), None);
    let text = error("[{}, 7]").to_string();
    assert!(
        text.contains("line 1 column 6") && !text.contains("array"),
        "{text}"
    );
    let text = error("").to_string();
    assert!(text.contains("found nothing"), "{text}");
}

#[test]
fn what_may_be_sent_again() {
    let retryable = |call: &Call<File>, status| fails(call, status, "").is_retryable();
    for status in [408, 429, 500, 502, 503, 504] {
        assert!(retryable(&get("A"), status), "{status}");
        assert_eq!(retryable(&create(), status), status == 429, "{status}");
    }
    for status in [400, 401, 403, 404, 409, 501] {
        assert!(!retryable(&get("A"), status), "{status}");
    }
    assert!(failure::timeout(&GET, "late").is_retryable());
    assert!(!failure::timeout(&CREATE, "late").is_retryable());
    assert!(!failure::transport(&CREATE, "cut").is_retryable());
    assert!(
        failure::transport(&CREATE, "refused")
            .unsent()
            .is_retryable()
    );
    assert!(!failure::configuration("x").is_retryable());
}

#[test]
fn parts_of_a_form_can_be_json() {
    let send = |file: &File| {
        let form = Multipart::new().json("a", file).text("b", "x");
        let call: Call<()> = Request::new(&CREATE).multipart(form).returns_empty();
        call
    };
    let mut file = File::new("A");
    let Body::Multipart(form) = send(&file).request().body().clone() else {
        panic!("a form")
    };
    assert_eq!(
        form.parts()[0].content,
        Content::Text(r#"{"id":"A"}"#.to_owned())
    );
    file.day = Some(time::macros::date!(-0001 - 01 - 01).into());
    let error = send(&file).check().expect_err("no such year");
    assert!(
        error.to_string().contains("cannot write the part `a`"),
        "{error}"
    );
}
