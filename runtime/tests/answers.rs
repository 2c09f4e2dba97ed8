//! Responses by their status, and the headers of responses.
#![allow(missing_docs, reason = "the models are those of tests")]

mod support;

use connect_runtime::codegen::{self, Answer, ByStatus, FromHeader, ReadHeaders};
use connect_runtime::{
    Base64, Binary, Call, Date, DateOrDateTime, DateTime, Decimal, Error, ErrorKind, HeaderMap,
    Json, ParameterValue, PresignedUrl, Request, Response, Uuid,
};
use proptest::prelude::*;
use support::{CREATE, File, GET, Status, response, with_header};

#[test]
fn json_may_be_missing() {
    let call = Request::new(&CREATE).returns_json_optional::<File>();
    for (status, body) in [
        (204, ""),
        (204, "x"),
        (205, "{}"),
        (200, ""),
        (201, " \n"),
        (200, "null"),
        (202, " null "),
    ] {
        let read = call.decode(response(status, body)).expect("a success");
        assert_eq!(read, None, "{status} {body:?}");
    }
    let read = call
        .decode(response(200, r#"{"id": "A"}"#))
        .expect("a file");
    assert_eq!(read, Some(File::new("A")));
    let error = call
        .decode(response(200, r#"{"id": []}"#))
        .expect_err("no file");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("$.id"))
    );
    let error = call.decode(response(404, "")).expect_err("no success");
    assert_eq!((error.kind(), error.is_not_found()), (ErrorKind::Api, true));
}

/// What generated code has for a call with several successes.
#[derive(Debug, PartialEq)]
enum Made {
    File(File),
    Later(String),
    Raw(Binary),
    Nothing,
}

impl ByStatus for Made {
    const DECLARED: &'static [u16] = &[200, 202, 203, 204];

    fn read(answer: Answer) -> Result<Self, Error> {
        match answer.status() {
            200 => answer.json().map(Self::File),
            202 => answer.text().map(Self::Later),
            203 => answer.binary().map(Self::Raw),
            204 => Ok(Self::Nothing),
            _ => answer.unexpected(),
        }
    }
}

fn make() -> Call<Made> {
    Request::new(&CREATE).returns_by_status()
}

#[test]
fn the_status_decides_how_a_success_is_read() {
    let read = |status, body: &str| make().decode(response(status, body)).expect("a success");
    assert_eq!(read(200, r#"{"id": "A"}"#), Made::File(File::new("A")));
    assert_eq!(read(202, r#""id""#), Made::Later(r#""id""#.to_owned()));
    assert!(matches!(read(203, "x"), Made::Raw(it) if it.bytes == "x"));
    assert_eq!(read(204, ""), Made::Nothing);
    let error = make()
        .decode(response(200, r#"{"id": []}"#))
        .expect_err("no file");
    assert_eq!(error.path(), Some("$.id"));
}

#[test]
fn other_statuses_are_errors() {
    let error = make()
        .decode(response(206, "secret"))
        .expect_err("not declared");
    assert_eq!(
        (error.kind(), error.status() == 206),
        (ErrorKind::Decode, true)
    );
    let text = error.to_string();
    assert!(
        text.contains("the status 206 is not declared; declared: 200, 202, 203, 204"),
        "{text}"
    );
    assert!(!format!("{error} {error:?}").contains("secret"));
    for status in [302, 400, 500] {
        let error = make().decode(response(status, "")).expect_err("no success");
        assert_eq!(error.kind(), ErrorKind::Api, "{status}");
    }
}

codegen::open_integer_enum! {
    pub enum Level {
        Low = 1,
    }
}

codegen::headers! {
    /// What came beside a file.
    pub struct GetHeaders {
        #[doc = "How often the call can be repeated."]
        #[wire("X-Left")]
        pub x_left: Option<i64>,
        #[wire("x-status")]
        pub status: Option<Status>,
        #[wire("x-levels")]
        pub levels: Option<Vec<Level>>,
        #[wire("link")]
        pub link: Option<String>,
    }
}

fn get() -> Call<(File, GetHeaders)> {
    Request::new(&GET)
        .path("id", "A")
        .returns_json::<File>()
        .with_headers()
}

fn file() -> Response {
    response(200, r#"{"id": "A"}"#)
}

#[test]
fn headers_come_with_the_value() {
    let (value, headers) = get().decode(file()).expect("a file");
    assert_eq!((value.id.as_str(), headers), ("A", GetHeaders::default()));
    let mut response = with_header(file(), "x-left", "5");
    response = with_header(response, "x-status", "new");
    for levels in ["1, 2,,", "3"] {
        let levels = levels.parse().expect("a header");
        response.headers_mut().append("x-levels", levels);
    }
    let (_, headers) = get().decode(response).expect("a file");
    assert_eq!(headers.x_left, Some(5));
    assert_eq!(headers.status, Some(Status::from("new")));
    assert_eq!(headers.levels, Some(vec![Level::Low, 2.into(), 3.into()]));
    assert_eq!(headers.link, None);
}

#[test]
fn a_header_that_cannot_be_read_is_an_error_without_its_value() {
    let bad = with_header(file(), "x-left", "s3cr3t");
    let error = get().decode(bad.clone()).expect_err("no integer");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("the header `X-Left` is not of the expected form: expected an integer"),
        "{text}"
    );
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    assert_eq!(
        error.headers().map(|it| &it["x-left"] == "s3cr3t"),
        Some(true)
    );
    // The failure of the call comes first.
    let (parts, _) = with_header(response(404, ""), "x-left", "s3cr3t").into_parts();
    let error = get()
        .decode(Response::from_parts(parts, "".into()))
        .expect_err("no success");
    assert_eq!(error.kind(), ErrorKind::Api);
    let mut latin = file();
    latin.headers_mut().insert("link", latin_value(b"\xfc"));
    let error = get().decode(latin).expect_err("no UTF-8");
    assert!(error.to_string().contains("the header `link`"), "{error}");
}

fn latin_value(bytes: &[u8]) -> http::HeaderValue {
    http::HeaderValue::from_bytes(bytes).expect("a header")
}

#[test]
fn headers_print_which_are_present() {
    let response = with_header(with_header(file(), "x-left", "5"), "link", "s3cr3t");
    let (_, headers) = get().decode(response).expect("a file");
    assert_eq!(format!("{headers:?}"), r#"GetHeaders {"X-Left", "link"}"#);
}

#[test]
fn unknown_values_of_headers_are_not_reported_as_those_of_the_body() {
    let response = with_header(file(), "x-status", "new");
    let observed = get().observed().decode(response).expect("a file");
    assert_eq!(observed.unknown(), []);
    let body = response_with(r#"{"id": "A", "status": "new"}"#);
    let observed = get().observed().decode(body).expect("a file");
    assert_eq!(observed.unknown().len(), 1);
}

fn response_with(body: &str) -> Response {
    with_header(response(200, body), "x-status", "new")
}

/// A value that is read from a header and printed.
fn shown<T: FromHeader + ParameterValue>(text: &str) -> Option<String> {
    T::from_header(text).map(|it| it.write())
}

#[test]
fn every_scalar_is_read_from_a_header_and_is_a_parameter() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(shown::<String>(" a, b "), some("a, b"));
    assert_eq!(shown::<bool>("True"), some("true"));
    assert_eq!(shown::<bool>("1"), None);
    assert_eq!(shown::<i32>("-5"), some("-5"));
    assert_eq!(shown::<i32>("2147483648"), None);
    assert_eq!(shown::<i64>("2147483648"), some("2147483648"));
    assert_eq!(
        shown::<u64>("18446744073709551615"),
        some("18446744073709551615")
    );
    assert_eq!(shown::<u64>("-1"), None);
    assert_eq!(shown::<Decimal>("1.50"), some("1.50"));
    assert_eq!(shown::<Decimal>(""), None);
    assert_eq!(shown::<Date>("2029-01-31"), some("2029-01-31"));
    assert_eq!(
        shown::<DateTime>("2029-01-31 10:00"),
        some("2029-01-31T10:00:00Z")
    );
    assert_eq!(
        shown::<DateTime>("Sun, 06 Nov 1994 08:49:37 GMT"),
        some("1994-11-06T08:49:37Z")
    );
    assert_eq!(shown::<DateTime>("soon"), None);
    for text in ["2029-01-31", "2029-01-31T10:00:00+02:00"] {
        assert_eq!(shown::<DateOrDateTime>(text), some(text));
    }
    let uuid = "6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44";
    assert_eq!(shown::<Uuid>(uuid), some(uuid));
    assert_eq!(shown::<Base64>("AQI"), some("AQI="));
    assert_eq!(shown::<Json>(r#"{"a": 1.50}"#), some(r#"{"a": 1.50}"#));
    assert_eq!(shown::<Json>(r#""a\"b""#), some("a\"b"));
    assert_eq!(shown::<Json>("a"), None);
    assert_eq!(shown::<Status>("draft"), some("draft"));
    assert_eq!(shown::<Level>("7"), some("7"));
    assert_eq!(shown::<Level>("low"), None);
    let url = PresignedUrl::from_header("https://x/?s=1").map(PresignedUrl::into_string);
    assert_eq!(url, some("https://x/?s=1"));
}

proptest! {
    /// A list is read element by element.
    #[test]
    fn lists_of_headers_come_back(numbers in prop::collection::vec(any::<i64>(), 0..5), space in " {0,2}") {
        let texts: Vec<_> = numbers.iter().map(i64::to_string).collect();
        let read = Vec::<i64>::from_header(&texts.join(&format!("{space},{space}")));
        prop_assert_eq!(read, Some(numbers));
    }

    /// Whatever a header holds, its error does not show it.
    #[test]
    fn errors_never_show_a_value(value in "[g-z]{6,20}") {
        let mut headers = HeaderMap::new();
        headers.insert("x-left", value.parse().expect("a header"));
        let error = GetHeaders::read(&headers).expect_err("no integer");
        let shown = format!("{error} {error:?}");
        prop_assert!(!shown.contains(&value), "{}", shown);
    }
}
