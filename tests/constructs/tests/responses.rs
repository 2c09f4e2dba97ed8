//! Responses: successes, media types, headers and streams.

mod support;

use connect_runtime::driver::paging::Step;
use connect_runtime::driver::{ReadHeaders, read_record, response};
use connect_runtime::filter::Scope;
use connect_runtime::stream::{Events, JsonLines};
use connect_runtime::{Body, Bytes, ErrorKind, HeaderMap, Json, List, StatusCode, StreamCall};
use constructs::ciders::{EitherResponse, GetEitherResponse};
use constructs::models::{Cider, NewNote, Queue, Tint, UpdateCidersHeaderAllXSort};
use constructs::{
    ciders, ciders_hal, ciders_headers, ciders_list, gates, kegs, kegs_full, kegs_spare, plums,
    weather, weather_buoys, weather_lines,
};
use support::{answer, body, json, line, read};

const DRY: &str = r#"{"sort":"dry"}"#;

fn dry() -> Cider {
    Cider::new().sort("dry")
}

/// The head of a response of status 200.
fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().expect("a value"));
    }
    headers
}

#[test]
fn the_default_is_the_success_if_no_other_is_declared() {
    assert_eq!(read(&ciders::get_default(), DRY), dry());
    assert_eq!(
        answer(&ciders::get_default(), 201, DRY).expect("a cider"),
        dry()
    );
    let error = answer(&ciders::get_default(), 404, DRY).expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[test]
fn a_response_that_nothing_changed_is_no_redirect() {
    let fresh = plums::get_fresh();
    assert_eq!(read(&fresh, r#"["damson"]"#), ["damson"]);
    let error = answer(&fresh, 304, "").expect_err("no value");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[test]
fn a_class_of_statuses() {
    for status in [200, 201, 299] {
        let read = answer(&ciders::get_class(), status, DRY);
        assert_eq!(read.expect("a cider"), dry());
    }
    let error = answer(&ciders::get_class(), 300, DRY).expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[test]
fn the_status_tells_which_body_it_is() {
    let call = ciders::get_either();
    assert_eq!(read(&call, DRY), GetEitherResponse::Ok(Box::new(dry())));
    let later = answer(&call, 202, r#"{"place":4}"#).expect("a place");
    let mut queue = Queue::new();
    queue.place = Some(4);
    assert_eq!(later, GetEitherResponse::Accepted(Box::new(queue)));
    let error = answer(&call, 203, DRY).expect_err("not declared");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn the_status_tells_how_the_body_is_read() {
    let call = ciders::either();
    assert_eq!(body(&call), None);
    assert_eq!(read(&call, DRY), EitherResponse::Ok(DRY.to_owned()));
    let made = answer(&call, 201, DRY).expect("a cider");
    assert_eq!(made, EitherResponse::Created(Box::new(dry())));
    let none = answer(&call, 204, "").expect("nothing");
    assert_eq!(none, EitherResponse::NoContent);
    assert_eq!(json(&ciders::either_with(dry())), DRY);
}

#[test]
fn statuses_of_the_same_body_are_one_type() {
    assert_eq!(read(&ciders::same(), DRY), dry());
    assert_eq!(answer(&ciders::same(), 201, DRY).expect("a cider"), dry());
}

#[test]
fn no_content_beside_content() {
    let call = ciders::get_maybe();
    assert_eq!(answer(&call, 204, "").expect("nothing"), None);
    let sort = read(&call, DRY).and_then(|it| it.sort);
    assert_eq!(sort.as_deref(), Some("dry"));
}

#[test]
fn media_types_that_are_json() {
    assert_eq!(read(&ciders::get_star(), DRY), dry());
    assert_eq!(ciders::get_star().operation().accept, Some("*/*"));
    assert_eq!(read(&ciders_hal::list(), &format!("[{DRY}]")), [dry()]);
    let accept = ciders_hal::list().operation().accept;
    assert_eq!(accept, Some("application/hal+json"));
    assert_eq!(read(&ciders::get_charset(), DRY), dry());
}

#[test]
fn media_types_that_are_bytes() {
    let xml = read(&ciders::get_xml(), "<cider/>");
    assert_eq!(&xml.bytes[..], b"<cider/>");
    assert_eq!(
        ciders::get_xml().operation().accept,
        Some("application/xml")
    );
    let head = headers(&[("content-type", "image/png")]);
    let label = response(StatusCode::OK, head, &b"\x89PNG\xff"[..]);
    let label = ciders::get_label().decode(label).expect("an image");
    assert_eq!(&label.bytes[..], b"\x89PNG\xff");
    assert_eq!(label.media_type.as_deref(), Some("image/png"));
}

#[test]
fn headers_are_typed() {
    let call = ciders_headers::get().with_headers::<ciders_headers::GetHeaders>();
    let head = headers(&[
        ("x-left", "12"),
        ("x-bottled", "2029-01-02T03:04:05Z"),
        ("x-sorts", "dry, sweet"),
        ("x-sorts", "mild"),
        ("x-tint", "amber"),
    ]);
    let (text, read) = call
        .decode(response(StatusCode::OK, head, "\"full\""))
        .expect("a text and headers");
    assert_eq!(text, "full");
    assert_eq!(read.x_left, Some(12));
    assert_eq!(read.x_bottled, "2029-01-02T03:04:05Z".parse().ok());
    let sorts = ["dry", "sweet", "mild"].map(str::to_owned).to_vec();
    assert_eq!(read.x_sorts, Some(sorts));
    assert_eq!(read.x_tint, Some(Tint::from("amber")));
    let (_, read) = answer(&call, 200, "\"full\"").expect("a text");
    assert_eq!((read.x_left, read.x_sorts), (None, None));
}

#[test]
fn a_header_of_several_successes_has_one_type() {
    let call = ciders_headers::update_all().with_headers::<ciders_headers::UpdateAllHeaders>();
    let read = |status: StatusCode, pairs: &[(&'static str, &str)]| {
        let response = response(status, headers(pairs), "");
        let ((), headers) = call.decode(response).expect("headers");
        headers
    };
    let head = [
        ("x-left", "12"),
        ("x-sort", "dry"),
        ("x-tint", "red"),
        ("x-rows", "3, 4"),
        ("x-level", "low"),
        ("x-until", "2029-01-02T03:04:05Z"),
    ];
    for status in [StatusCode::OK, StatusCode::CREATED, StatusCode::ACCEPTED] {
        let found = read(status, &head);
        assert_eq!(found.x_left, Some(12));
        assert_eq!(found.x_sort, Some(UpdateCidersHeaderAllXSort::Dry));
        assert_eq!(found.x_tint, Some(Tint::Red));
        // Of these the successes declare different types.
        assert_eq!(found.x_rows.as_deref(), Some("3, 4"));
        assert_eq!(found.x_level.as_deref(), Some("low"));
        assert_eq!(found.x_until.as_deref(), Some("2029-01-02T03:04:05Z"));
    }
    let made = [("x-until", "7"), ("x-rows", "a"), ("x-rows", "b")];
    let made = read(StatusCode::CREATED, &made);
    assert_eq!(made.x_until.as_deref(), Some("7"));
    assert_eq!(made.x_rows.as_deref(), Some("a, b"));
}

#[test]
fn headers_without_a_body() {
    let call = ciders_headers::delete_all().with_headers::<ciders_headers::DeleteAllHeaders>();
    let head = headers(&[("x-left", "0")]);
    let ((), read) = call
        .decode(response(StatusCode::NO_CONTENT, head, ""))
        .expect("headers");
    assert_eq!(read.x_left, Some(0));
    let head = headers(&[("x-left", "many")]);
    let error = call
        .decode(response(StatusCode::NO_CONTENT, head, ""))
        .expect_err("no number");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let call = gates::head().with_headers::<gates::HeadHeaders>();
    let head = headers(&[("x-bars", "3")]);
    let ((), read) = call
        .decode(response(StatusCode::OK, head, ""))
        .expect("headers");
    assert_eq!(read.x_bars, Some(3));
}

#[test]
fn streams_of_events() {
    let call: StreamCall = weather::get_with(weather::GetParameters::new().station("hill top"));
    assert_eq!(line(call.request()), "GET /weather?station=hill%20top");
    assert_eq!(call.operation().accept, Some("text/event-stream"));
    let mut input = Bytes::from("data: {\"speed\": 4}\n\n");
    let event = Events::new().read(&mut input).expect("no fault");
    let speed: Json = event.expect("an event").json().expect("JSON");
    assert_eq!(speed.member("speed").expect("a member").as_str(), "4");
}

#[test]
fn streams_of_lines() {
    let call: StreamCall = weather_lines::get();
    assert_eq!(line(call.request()), "GET /weather/lines");
    assert_eq!(call.operation().accept, Some("application/x-ndjson"));
    let mut input = Bytes::from("{\"sort\":\"dry\"}\n");
    let record = JsonLines::new().read(&mut input).expect("no fault");
    let record = record.expect("a record");
    let head = || response(StatusCode::OK, HeaderMap::new(), "").map(|_| ());
    let value: Cider = read_record(call.operation(), 1, &record, head).expect("a cider");
    assert_eq!(value, dry());
}

#[test]
fn headers_of_streams_are_typed() {
    let call: StreamCall = weather_buoys::get();
    assert_eq!(line(call.request()), "GET /weather/buoys");
    let head = headers(&[("x-left", "7"), ("x-buoys", "north,"), ("x-buoys", "east")]);
    let read = weather_buoys::GetHeaders::read(&head).expect("headers");
    assert_eq!(read.x_left, Some(7));
    assert_eq!(read.x_buoys, Some(vec!["north".into(), "east".into()]));
    assert_eq!(read.x_until, None);
    let calm = headers(&[("x-until", "2029-01-02T03:04:05Z")]);
    let read = weather_buoys::GetHeaders::read(&calm).expect("headers");
    assert_eq!(read.x_until, "2029-01-02T03:04:05Z".parse().ok());
    let error = weather_buoys::GetHeaders::read(&headers(&[("x-left", "few")]));
    let error = error.expect_err("no number").to_string();
    assert!(error.contains("`X-Left`"), "{error}");
}

#[test]
fn a_status_beside_a_class_of_statuses() {
    let call = ciders::get_other();
    assert_eq!(
        read(&call, DRY),
        ciders::GetOtherResponse::Ok(Box::new(dry()))
    );
    let other = answer(&call, 203, r#"{"place":1}"#).expect("a place");
    assert!(matches!(
        other,
        ciders::GetOtherResponse::OtherSuccess(it) if it.place == Some(1)
    ));
}

#[test]
fn no_content_beside_other_content() {
    let call = ciders::get_file();
    let file = read(&call, "x");
    assert!(matches!(file, ciders::GetFileResponse::Ok(it) if it.bytes == "x"));
    let none = answer(&call, 204, "").expect("nothing");
    assert_eq!(none, ciders::GetFileResponse::NoContent);
    let call = ciders_list::list();
    assert_eq!(answer(&call, 204, "").expect("nothing"), None);
    assert_eq!(read(&call, &format!("[{DRY}]")), Some(vec![dry()]));
    let error = answer(&call, 500, r#"{"place":1}"#).expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Api);
    let call = ciders::made();
    assert_eq!(answer(&call, 200, "").expect("nothing"), None);
    assert_eq!(answer(&call, 201, DRY).expect("a cider"), Some(dry()));
}

/// What a list reads from a response: the number of its rows.
fn rows<S: Scope>(list: List<S, Cider>, status: u16, body: &str) -> Result<usize, ErrorKind> {
    let page = answer(&list.into_call(), status, body);
    page.map(|it| it.rows.len()).map_err(|it| it.kind())
}

#[test]
fn pages_without_a_body() {
    for (status, body, expected) in [(204, "", 0), (200, "[]", 0), (200, &format!("[{DRY}]"), 1)] {
        assert_eq!(rows(kegs::list(), status, body), Ok(expected));
        assert_eq!(rows(kegs_spare::list(), status, body), Ok(expected));
    }
    let api = Err(ErrorKind::Api);
    assert_eq!(rows(kegs::list(), 404, ""), api);
    // Where no success is declared to have no body, it is not what was announced.
    assert_eq!(rows(kegs_full::list(), 200, "[]"), Ok(0));
    assert_eq!(rows(kegs_full::list(), 204, ""), Err(ErrorKind::Decode));
    assert_eq!(rows(kegs_full::list(), 404, ""), api);
}

#[test]
fn all_pages_end_with_one_without_a_body() {
    let mut pager = kegs::list().page_size(1).into_pager();
    let mut sorts = Vec::new();
    let mut requests = Vec::new();
    loop {
        match pager.step() {
            Step::Send(ticket, call) => {
                requests.push(line(call.request()));
                let (status, body) = match requests.len() {
                    1 => (200, format!("[{DRY}]")),
                    _ => (204, String::new()),
                };
                pager.completed(ticket, answer(&call, status, &body));
            }
            Step::Page(page) => sorts.extend(page.rows.into_iter().filter_map(|it| it.sort)),
            Step::Done => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sorts, ["dry"]);
    let first = "GET /kegs?limit=1".to_owned();
    assert_eq!(requests, [first.clone(), first + "&offset=1"]);
}

#[test]
fn text_and_any_json() {
    assert_eq!(read(&ciders::get_text(), "<p>"), "<p>");
    assert_eq!(ciders::get_text().operation().accept, Some("text/html"));
    assert_eq!(read(&ciders::get_any(), "[1]").as_str(), "[1]");
}

#[test]
fn streams_that_are_asked_for_by_a_body() {
    let call: StreamCall = weather::asked(NewNote::new("rain"));
    call.check().expect("the call can be sent");
    assert_eq!(line(call.request()), "POST /weather/asked");
    let body = call.request().body();
    assert_eq!(body, &Body::Json(Bytes::from(r#"{"text":"rain"}"#)));
}

#[test]
fn the_media_types_of_all_successes_are_asked_for() {
    let call = ciders::get_accepted();
    let accept = call.operation().accept.expect("media types");
    assert!(accept.contains("application/json"), "{accept}");
    assert!(accept.contains("text/plain"), "{accept}");
}
