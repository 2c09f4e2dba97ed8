//! What a response has that the contract does not know: kept, found, and never leaked.

use connect_runtime::driver::response;
use connect_runtime::{
    Call, ErrorKind, HeaderMap, Json, Observed, Response, StatusCode, UnknownKind,
};
use connect_usage_api::models::{UsageFile, UsageFileStatus};
use connect_usage_api::{files, records};

fn json_response(body: &str) -> Response {
    response(StatusCode::OK, HeaderMap::new(), body.to_owned())
}

fn observe<T: 'static>(call: Call<T>, body: &str) -> Observed<T> {
    let observed = call.observed().decode(json_response(body));
    observed.unwrap_or_else(|error| panic!("{error}"))
}

fn places<T>(observed: &Observed<T>) -> Vec<(&str, UnknownKind)> {
    let unknown = observed.unknown().iter();
    unknown.map(|it| (it.pointer.as_str(), it.kind)).collect()
}

#[test]
fn unknown_fields_and_values_are_found_by_their_places() {
    let body = r#"[
        {"id": "UF-1", "status": "ready"},
        {"id": "UF-2", "status": "frozen", "a/b~c": {"deep": "SECRET"},
         "vendor": {"id": "VA-1", "tax_id": "SECRET"},
         "events": {"created": {"at": "2029-01-01T00:00:00Z", "by": {"id": "UR-1", "mail": "SECRET"}}}}
    ]"#;
    let page = observe(files::list().into_call(), body);
    assert_eq!(page.value.rows.len(), 2);
    assert_eq!(
        places(&page),
        [
            ("/1/a~1b~0c", UnknownKind::Field),
            ("/1/events/created/by/mail", UnknownKind::Field),
            ("/1/status", UnknownKind::Value),
            ("/1/vendor/tax_id", UnknownKind::Field),
        ]
    );
    // The report names places, never values.
    assert!(!format!("{:?}", page.unknown()).contains("SECRET"));
    // What was passed over can be looked at.
    let deep = page.at("/1/a~1b~0c/deep");
    assert_eq!(deep.as_ref().map(Json::as_str), Some("\"SECRET\""));
    assert_eq!(page.at("/1/nothing"), None);
    assert_eq!(page.at("/7"), None);
}

#[test]
fn an_answer_of_the_contract_has_nothing_unknown() {
    let body =
        r#"{"id": "UF-1", "status": "ready", "stats": {}, "records": {"valid": 1}, "note": null}"#;
    let file = observe(files::get("UF-1"), body);
    assert_eq!(places(&file), []);
    assert_eq!(file.value.status, Some(UsageFileStatus::Ready));
    assert_eq!(file.json().as_ref().map(Json::as_str), Some(body));
}

#[test]
fn items_of_lists_in_rows_have_their_index() {
    let body =
        r#"{"id": "UR-1", "params": [{"parameter_name": "a"}, {"parameter_name": "b", "new": 1}]}"#;
    let record = observe(records::get("UR-1"), body);
    assert_eq!(places(&record), [("/params/1/new", UnknownKind::Field)]);
}

/// Only the call that asks is watched; building values of enums elsewhere is not noted.
#[test]
fn watching_ends_with_the_call() {
    let file = observe(files::get("UF-1"), r#"{"id": "UF-1", "status": "frozen"}"#);
    assert_eq!(places(&file), [("/status", UnknownKind::Value)]);
    let mut made = UsageFile::new("UF-2");
    made.status = Some(UsageFileStatus::from("melted"));
    assert_eq!(
        made.status.map(|it| it.to_string()).as_deref(),
        Some("melted")
    );
    let next = observe(files::get("UF-1"), r#"{"id": "UF-1"}"#);
    assert_eq!(places(&next), []);
}

#[test]
fn an_answer_that_does_not_decode_says_what_was_found_without_secrets() {
    for (member, value, found) in [
        (
            "params",
            r#""https://storage.example/x?sig=SECRET""#,
            "found a string of 36 characters",
        ),
        (
            "item",
            r#"["https://storage.example/x?sig=SECRET"]"#,
            "found an array",
        ),
    ] {
        let body = format!(r#"[{{"id": "UR-0"}}, {{"id": "UR-1", "{member}": {value}}}]"#);
        let error = records::list()
            .into_call()
            .observed()
            .decode(json_response(&body))
            .expect_err("no item");
        let text = format!("{error}\n{error:?}");
        assert_eq!(error.path(), Some(&*format!("$[1].{member}")));
        assert!(
            text.contains("records::list (GET /usage/records)"),
            "{text}"
        );
        assert!(text.contains(found), "{text}");
        assert!(!text.contains("storage.example"), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.len() < 3000, "{text}");
    }
}

#[test]
fn a_long_value_is_shown_in_part() {
    let body = format!(r#"{{"id": "UF-1", "events": "{}"}}"#, "x".repeat(100_000));
    let error = files::get("UF-1")
        .decode(json_response(&body))
        .expect_err("no events");
    assert_eq!(error.path(), Some("$.events"));
    assert!(
        error.to_string().len() < 1500,
        "{} bytes",
        error.to_string().len()
    );
}

/// Some servers respond to a change with the changed fields only: the id is that of the call.
#[test]
fn an_id_that_the_call_knows_is_filled_in() {
    let call = || files::update("UF-1").into_call();
    for body in [r#"{"note": "x"}"#, r#"{"id": null, "note": "x"}"#, "{}"] {
        let file = call().decode(json_response(body)).expect("a report");
        assert_eq!(file.id, "UF-1", "{body}");
    }
    // Never in place of one that came.
    let body = r#"{"id": "UF-2", "new": {"id": 1}}"#;
    let file = observe(call(), body);
    assert_eq!(file.value.id, "UF-2");
    assert_eq!(places(&file), [("/new", UnknownKind::Field)]);

    // What is observed is what came.
    let body = r#"{"new": 1, "status": "frozen"}"#;
    let file = observe(call(), body);
    assert_eq!(file.value.id, "UF-1");
    assert_eq!(file.json().as_ref().map(Json::as_str), Some(body));
    assert_eq!(
        places(&file),
        [
            ("/new", UnknownKind::Field),
            ("/status", UnknownKind::Value)
        ]
    );
    assert_eq!(file.at("/id"), None);
}

#[test]
fn what_cannot_be_read_of_a_change_has_its_path() {
    let call = files::update("UF-1").into_call();
    for (body, path) in [
        (
            r#"{"events": {"created": {"at": "soon"}}}"#,
            "$.events.created.at",
        ),
        (r#"{"id": true}"#, "$.id"),
        (r#"["UF-1"]"#, "$"),
        ("", "$"),
        ("<html>", "$"),
    ] {
        let error = call.decode(json_response(body)).expect_err(body);
        assert_eq!(error.path(), Some(path), "{body}");
    }
    let refused = response(StatusCode::NOT_FOUND, HeaderMap::new(), "{}");
    let error = call.decode(refused).expect_err("no success");
    assert_eq!(error.kind(), ErrorKind::Api);
}
