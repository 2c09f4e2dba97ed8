//! Values: numbers, times, enums, nulls, from text and back.

mod support;

use connect_runtime::{Date, DateTime, Decimal, Error, ErrorKind, Json, Nullable, OpenEnum};
use proptest::prelude::*;
use support::{File, Status, file};
use time::macros::{date, datetime};

#[test]
fn texts_become_values_and_their_errors_become_ours() {
    fn parsed(number: &str, date: &str, time: &str) -> Result<(Decimal, Date, DateTime), Error> {
        Ok((number.parse()?, date.parse()?, time.parse()?))
    }
    let (number, date, time) = parsed("12.30", "2029-01-31", "2029-01-31 10:00").expect("values");
    assert_eq!(number, rust_decimal::Decimal::new(123, 1));
    assert_eq!(date, date!(2029 - 01 - 31));
    assert_eq!(time, datetime!(2029-01-31 10:00 UTC));
    assert_eq!(time.to_string(), "2029-01-31T10:00:00Z");
    assert_eq!(format!("{date:>12}|{date:?}"), "  2029-01-31|2029-01-31");
    for (number, date, time, message) in [
        (
            "x",
            "2029-01-31",
            "2029-01-31",
            "expected a decimal number such as 12.30, found `x`",
        ),
        (
            "12,3",
            "2029-01-31",
            "2029-01-31",
            "expected a decimal number such as 12.30, found `12,3`",
        ),
        (
            "1",
            "2029-02-30",
            "2029-01-31",
            "expected a date such as 2029-01-31, found `2029-02-30`",
        ),
        (
            "1",
            "31.\u{1b}[1m\n",
            "2029-01-31",
            r"expected a date such as 2029-01-31, found `31.\u{1b}[1m\n`",
        ),
        (
            "1",
            "2029-01-31",
            "a text that is longer than any timestamp, and goes on",
            "expected an RFC 3339 timestamp such as 2029-01-31T10:00:00Z, \
             found `a text that is longer than any timestamp…`",
        ),
        (
            "1",
            "",
            "2029-01-31",
            "expected a date such as 2029-01-31, found an empty string",
        ),
        (
            "1",
            "2029-01-31",
            "soon",
            "expected an RFC 3339 timestamp such as 2029-01-31T10:00:00Z, found `soon`",
        ),
    ] {
        let error = parsed(number, date, time).expect_err(message);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn times_are_read_in_the_forms_in_which_they_come() {
    for (text, time) in [
        ("2029-01-01T02:03:04Z", datetime!(2029-01-01 02:03:04 UTC)),
        (
            "2029-01-01T02:03:04+00:00",
            datetime!(2029-01-01 02:03:04 UTC),
        ),
        (
            "2029-01-01T02:03:04.123456+00:00",
            datetime!(2029-01-01 02:03:04.123456 UTC),
        ),
        (
            "2029-01-01T02:03:04.1234567891",
            datetime!(2029-01-01 02:03:04.123456789 UTC),
        ),
        ("2029-01-01 02:03:04", datetime!(2029-01-01 02:03:04 UTC)),
        ("2029-01-01T02:03", datetime!(2029-01-01 02:03 UTC)),
        (
            "2029-01-01t02:03:04-03:30",
            datetime!(2029-01-01 02:03:04 -03:30),
        ),
        (
            "2029-01-01T02:03:04+0300",
            datetime!(2029-01-01 02:03:04 +03:00),
        ),
        (
            "2029-01-01T02:03:04+03",
            datetime!(2029-01-01 02:03:04 +03:00),
        ),
        ("2029-01-01", datetime!(2029-01-01 00:00 UTC)),
        (
            "2028-12-31T23:59:60Z",
            datetime!(2028-12-31 23:59:59.999999999 UTC),
        ),
    ] {
        let read = file(&format!(
            r#"{{"id": "A", "at": "{text}", "day": "{text}"}}"#
        ))
        .expect(text);
        assert_eq!(
            read.at
                .map(|it| (it.into_inner(), it.into_inner().offset())),
            Some((time, time.offset())),
            "{text}"
        );
        assert_eq!(read.day, Some(time.date().into()), "{text}");
    }
}

#[test]
fn what_is_not_a_time_is_an_error() {
    for text in [
        "",
        "2029",
        "2029-02-30",
        "2029-01-01T25:00",
        "2029-01-01T02:03:04+",
        "2029-01-01x",
        "ü029-01-01",
        "2029-01-01T02:03:04.Z",
        "2029-01-01T02:03:04Zx",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
        assert!(
            file(&format!(r#"{{"id": "A", "day": "{text}"}}"#)).is_err(),
            "{text}"
        );
    }
}

#[test]
fn times_are_written_as_rfc_3339() {
    let mut file = File::new("A");
    file.at = Some(datetime!(2029-01-01 02:03:04.120 -03:30).into());
    file.day = Some(date!(2029 - 01 - 31).into());
    let text = serde_json::to_string(&file).expect("JSON");
    assert_eq!(
        text,
        r#"{"id":"A","at":"2029-01-01T02:03:04.12-03:30","day":"2029-01-31"}"#
    );
    file.day = Some(date!(-0001 - 01 - 31).into());
    assert!(serde_json::to_string(&file).is_err());
}

#[test]
fn enums_keep_what_they_do_not_know() {
    for text in [
        "",
        "Ready",
        "READY",
        "Unrecognized",
        "ready ",
        "ü\u{0}",
        "5",
    ] {
        let status = Status::from(text);
        assert_eq!(status, text);
        assert_eq!(status.to_string(), text);
        assert!(matches!(&status, Status::Unrecognized(value) if value.as_str() == text));
        let json = serde_json::to_string(&status).expect("JSON");
        assert_eq!(json, serde_json::to_string(text).expect("JSON"));
        assert_eq!(
            serde_json::from_str::<Status>(&json).expect("a status"),
            status
        );
    }
    assert_eq!(serde_json::from_str::<Status>("5").expect("a status"), "5");
    assert_eq!("ready".parse(), Ok(Status::Ready));
    assert_eq!(
        Status::from("READY").known_ignoring_case(),
        Some(Status::Ready)
    );
    assert_eq!(Status::Ready.known_ignoring_case(), Some(Status::Ready));
    assert_eq!(Status::from("new").known_ignoring_case(), None);
    assert_eq!(format!("[{:>7}]", Status::Ready), "[  ready]");
}

#[test]
fn null_and_absent_are_none_and_the_last_value_counts() {
    let read =
        file(r#"{"unknown": {"id": 3}, "id": "A", "amount": 1, "amount": null, "note": null}"#);
    let mut expected = File::new("A");
    expected.note = Nullable::Clear;
    assert_eq!(read.expect("a file"), expected);
    for text in ["{}", r#"{"id": null}"#] {
        assert!(
            file(text)
                .expect_err(text)
                .to_string()
                .starts_with("missing field `id`")
        );
    }
}

#[test]
fn leave_clear_and_set_are_three_things() {
    let mut file = File::new("A");
    let written = |file: &File| serde_json::to_string(file).expect("JSON");
    assert_eq!(written(&file), r#"{"id":"A"}"#);
    file.note = Nullable::Clear;
    assert_eq!(written(&file), r#"{"id":"A","note":null}"#);
    file.note = "n".into();
    assert_eq!(written(&file), r#"{"id":"A","note":"n"}"#);
}

#[test]
fn every_entrance_of_serde_json_works() {
    let text = r#"{"i\u0064": "A", "amount": 12.5, "at": "2029-01-01", "extra": {"a": [1, null]}, "odd params": [{"id": 1}]}"#;
    let from_str = file(text).expect("a file");
    assert_eq!(
        from_str.amount.as_ref().map(|it| it.to_string()).as_deref(),
        Some("12.5")
    );
    assert_eq!(
        from_str.extra.as_ref().map(Json::as_str),
        Some(r#"{"a": [1, null]}"#)
    );
    assert_eq!(
        serde_json::from_slice::<File>(text.as_bytes()).expect("a file"),
        from_str
    );
    assert_eq!(
        serde_json::from_reader::<_, File>(text.as_bytes()).expect("a file"),
        from_str
    );
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let from_value: File = serde_json::from_value(value).expect("a file");
    assert_eq!(from_value.amount, from_str.amount);
    let again = serde_json::to_value(&from_str).expect("JSON");
    assert_eq!(again["amount"], 12.5);
}

#[test]
fn json_is_compared_by_text_and_prints_masked() {
    let json = Json::parse(r#"{"a":"https://x.example/?sig=secret"}"#).expect("JSON");
    assert_eq!(json, json.clone());
    assert_ne!(json, Json::default());
    assert!(Json::default().is_null());
    assert!(!format!("{json:?}").contains("secret"));
    assert!(Json::parse("{").is_err());
    assert_eq!(
        Json::write(&vec![Some(1_i64), None])
            .expect("JSON")
            .as_str(),
        "[1,null]"
    );
}

#[test]
fn an_unrecognized_text_is_what_it_was_made_of() {
    let Status::Unrecognized(text) = Status::from("x") else {
        panic!("`x` is not known");
    };
    assert_eq!(text.to_string(), "x");
}

proptest! {
    #[test]
    fn times_survive(seconds in -62_167_219_200i64..253_402_300_800, nanos in 0i64..1_000_000_000, offset in -840i32..=840) {
        let offset = time::UtcOffset::from_whole_seconds(offset * 60).expect("an offset");
        let time = time::OffsetDateTime::from_unix_timestamp(seconds).expect("a time") + time::Duration::nanoseconds(nanos);
        // An offset can carry a time out of the years that RFC 3339 has.
        if let Some(time) = time.checked_to_offset(offset).filter(|it| (0..=9999).contains(&it.year())) {
            let mut file = File::new("A");
            file.at = Some(time.into());
            let text = serde_json::to_string(&file).expect("JSON");
            let read = support::file(&text).expect("a file").at.expect("a time").into_inner();
            prop_assert_eq!((read, read.offset()), (time, time.offset()));
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>(), near in "[-+0-9eE.:TZ ]{0,40}") {
        let huge: Decimal = "1e300".parse().expect("a number");
        for text in [&text, &near] {
            let _ = (text.parse::<DateTime>(), text.parse::<Date>(), Status::from(text.as_str()));
            if let Ok(number) = text.parse::<Decimal>() {
                let _ = (number.to_string(), number == huge, serde_json::to_string(&number));
            }
        }
    }

    #[test]
    fn enums_survive(text in any::<String>()) {
        let json = serde_json::to_string(&text).expect("JSON");
        let status: Status = serde_json::from_str(&json).expect("a status");
        prop_assert_eq!(serde_json::to_string(&status).expect("JSON"), json);
    }
}
