//! Values: numbers, times, enums, nulls, from text and back.

mod support;

use connect_runtime::decode::{parse_date_time, parse_decimal};
use connect_runtime::{Decimal, Json, Nullable, OffsetDateTime, OpenEnum};
use proptest::prelude::*;
use support::{File, Status, file};
use time::macros::{date, datetime};

fn amount(number: &str) -> Result<String, String> {
    let file =
        file(&format!(r#"{{"id": "A", "amount": {number}}}"#)).map_err(|it| it.to_string())?;
    Ok(file.amount.expect("an amount").to_string())
}

#[test]
fn decimals_are_exact() {
    for (text, same) in [
        ("9999999999999999.123456", "9999999999999999.123456"),
        ("-10000000000000000", "-10000000000000000"),
        ("12.3400", "12.3400"),
        ("\"12.3400\"", "12.3400"),
        ("1e-7", "0.0000001"),
        ("1.5E+3", "1500"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("-0", "0"),
        ("0e999999999999999999999", "0"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
        // A zero at the end too many does not make the number inexact.
        (
            "1.00000000000000000000000000000000",
            "1.0000000000000000000000000000",
        ),
    ] {
        assert_eq!(amount(text).as_deref(), Ok(same), "{text}");
    }
}

#[test]
fn decimals_that_cannot_be_held_are_errors() {
    for text in [
        "79228162514264337593543950336",
        "0.12345678901234567890123456789",
        "1e-29",
        "1e29",
        "1e999999999999999999999",
        "12345678901234567890.1234567890123",
    ] {
        let error = amount(text).expect_err(text);
        assert!(error.contains("cannot be held exactly"), "{text}: {error}");
    }
    for text in [
        "\"\"", "\"x\"", "true", "{}", "\"1.\"", "\".5\"", "\"1e\"", "\"+1\"", "\" 1\"",
    ] {
        assert!(
            amount(text).expect_err(text).contains("expected a decimal"),
            "{text}"
        );
    }
}

#[test]
fn decimals_are_written_with_their_digits() {
    let mut file = File::new("A");
    file.amount = Some(Decimal::from_str_exact("9999999999999999.1200").expect("a decimal"));
    let text = serde_json::to_string(&file).expect("JSON");
    assert_eq!(text, r#"{"id":"A","amount":9999999999999999.1200}"#);
}

#[test]
fn whole_numbers_come_in_several_forms() {
    let count = |text: &str| {
        let read = file(&format!(r#"{{"id": "A", "count": {text}}}"#));
        read.map(|file| file.count)
    };
    for text in ["5", "\"5\"", "5.0", "\"5.0\"", "0.5e1"] {
        assert_eq!(count(text).expect(text), Some(5), "{text}");
    }
    // Past what a float holds, and still every digit.
    assert_eq!(
        count("9007199254740993.0").expect("whole"),
        Some(9_007_199_254_740_993)
    );
    for text in [
        "5.5",
        "1e300",
        "9223372036854775808",
        "true",
        "\"\"",
        "0.99999999999999999999",
        "1e-400",
        "4503599627370496.25",
    ] {
        assert!(count(text).is_err(), "{text}");
    }
}

#[test]
fn identifiers_may_be_numbers() {
    assert_eq!(
        file(r#"{"id": 18446744073709551615}"#).expect("a file").id,
        "18446744073709551615"
    );
    assert_eq!(file(r#"{"id": -5}"#).expect("a file").id, "-5");
    assert!(file(r#"{"id": 1.5}"#).is_err());
    assert!(file(r#"{"id": true}"#).is_err());
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
            read.at.map(|it| (it, it.offset())),
            Some((time, time.offset())),
            "{text}"
        );
        assert_eq!(read.day, Some(time.date()), "{text}");
    }
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
        assert_eq!(parse_date_time(text), None, "{text}");
        assert!(
            file(&format!(r#"{{"id": "A", "day": "{text}"}}"#)).is_err(),
            "{text}"
        );
    }
}

#[test]
fn times_are_written_as_rfc_3339() {
    let mut file = File::new("A");
    file.at = Some(datetime!(2029-01-01 02:03:04.120 -03:30));
    file.day = Some(date!(2029 - 01 - 31));
    let text = serde_json::to_string(&file).expect("JSON");
    assert_eq!(
        text,
        r#"{"id":"A","at":"2029-01-01T02:03:04.12-03:30","day":"2029-01-31"}"#
    );
    file.day = Some(date!(-0001 - 01 - 31));
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
        from_str.amount.map(|it| it.to_string()).as_deref(),
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
    fn decimals_survive(mantissa in -(1i128 << 96) + 1..1i128 << 96, scale in 0u32..=28) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        let read = parse_decimal(&decimal.to_string()).expect("a decimal");
        prop_assert_eq!(read.to_string(), decimal.to_string());
        prop_assert_eq!(read.scale(), decimal.scale());
    }

    /// What looks like a number is one, to the last digit; what only nearly does is none.
    #[test]
    fn a_decimal_is_a_number_or_nothing(text in "-?[0-9]{0,3}[.]?[0-9]{0,3}[.-]?[0-9]{0,14}") {
        let number = text.strip_prefix('-').unwrap_or(&text);
        let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = match number.split_once('.') {
            Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
            None => is_digits(number),
        };
        let expected = is_number.then(|| Decimal::from_str_exact(&text).expect("it fits"));
        let read = parse_decimal(&text);
        prop_assert_eq!(read.map(|it| (it, it.scale())), expected.map(|it| (it, it.scale())));
    }

    #[test]
    fn times_survive(seconds in -62_167_219_200i64..253_402_300_800, nanos in 0i64..1_000_000_000, offset in -840i32..=840) {
        let offset = time::UtcOffset::from_whole_seconds(offset * 60).expect("an offset");
        let time = OffsetDateTime::from_unix_timestamp(seconds).expect("a time") + time::Duration::nanoseconds(nanos);
        // An offset can carry a time out of the years that RFC 3339 has.
        if let Some(time) = time.checked_to_offset(offset).filter(|it| (0..=9999).contains(&it.year())) {
            let mut file = File::new("A");
            file.at = Some(time);
            let text = serde_json::to_string(&file).expect("JSON");
            let read = support::file(&text).expect("a file").at.expect("a time");
            prop_assert_eq!((read, read.offset()), (time, time.offset()));
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>(), near in "[-+0-9eE.:TZ ]{0,40}") {
        for text in [&text, &near] {
            let _ = (parse_date_time(text), parse_decimal(text), Status::from(text.as_str()));
        }
    }

    #[test]
    fn enums_survive(text in any::<String>()) {
        let json = serde_json::to_string(&text).expect("JSON");
        let status: Status = serde_json::from_str(&json).expect("a status");
        prop_assert_eq!(serde_json::to_string(&status).expect("JSON"), json);
    }
}
