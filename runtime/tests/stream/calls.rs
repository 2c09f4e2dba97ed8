//! Calls whose response is a stream.

use std::time::Duration;

use connect_runtime::driver::read_record;
use connect_runtime::retry::Policy;
use connect_runtime::{
    ErrorKind, HeaderMap, Json, Method, Operation, Request, Response, Segment, StatusCode, Timeouts,
};

static FOLLOW: Operation = Operation::new(
    "events::follow",
    Method::GET,
    &[Segment::Literal("events"), Segment::Parameter("id")],
    "",
)
.idempotent()
.accept("text/event-stream");

#[test]
fn a_call_is_the_request_as_data() {
    let call = Request::new(&FOLLOW)
        .path("id", "a/b")
        .query("from", "x y")
        .returns_stream()
        .header("Last-Event-ID", "7")
        .timeouts(Timeouts::new().idle(Duration::from_secs(1)))
        .timeout(Duration::from_secs(2))
        .retry(Policy::none());
    call.check().expect("a valid call");
    let request = call.request();
    assert_eq!(call.operation().name, "events::follow");
    assert_eq!(request.path(), "/events/a%2Fb");
    assert_eq!(request.query(), Some("from=x%20y"));
    assert_eq!(request.headers()["accept"], "text/event-stream");
    assert_eq!(request.headers()["last-event-id"], "7");
    assert_eq!(request.retry(), Some(Policy::none()));
    let limits = Timeouts::new()
        .idle(Duration::from_secs(1))
        .total(Duration::from_secs(2));
    assert_eq!(request.timeouts(), limits);
}

#[test]
fn a_call_that_cannot_be_sent_says_so() {
    for call in [
        Request::new(&FOLLOW).path("id", "..").returns_stream(),
        Request::new(&FOLLOW)
            .path("id", "a")
            .returns_stream()
            .header("odd name", "x"),
    ] {
        let error = call.check().expect_err("not valid");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[test]
fn a_call_does_not_print_secrets() {
    let call = Request::new(&FOLLOW).path("id", "a").returns_stream();
    let printed = format!("{:?}", call.header("Authorization", "s3cr3t"));
    assert!(printed.contains("events::follow"), "{printed}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
}

#[test]
fn a_record_of_another_form_is_an_error_with_its_number_its_path_and_its_json() {
    let head = || {
        let mut head = Response::new(());
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "R-1".parse().expect("a value"));
        (*head.status_mut(), *head.headers_mut()) = (StatusCode::OK, headers);
        head
    };
    let json = Json::parse(r#"[1, {"key": "s3cr3t"}]"#).expect("JSON");
    let read = read_record::<Vec<Json>>(&FOLLOW, 3, &json, head);
    assert_eq!(read.expect("a list").len(), 2);
    let error = read_record::<Vec<i64>>(&FOLLOW, 3, &json, head).expect_err("an object");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("$[1]"));
    assert_eq!(error.request_id(), Some("R-1"));
    assert_eq!(error.body(), json.as_str().as_bytes());
    assert!(
        error
            .to_string()
            .contains("record 3 is not of the expected form at $[1]")
    );
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
}
