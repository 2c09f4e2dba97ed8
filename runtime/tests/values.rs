//! Values: numbers, times, enums, nulls, from text and back.

mod support;

use std::cmp::Ordering;
use std::collections::HashSet;

use connect_runtime::{Date, DateTime, Decimal, Error, ErrorKind, Json, Nullable, OpenEnum};
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
fn decimals_that_cannot_be_held_keep_their_text() {
    for (text, plain) in [
        (
            "79228162514264337593543950336",
            "79228162514264337593543950336",
        ),
        (
            "0.12345678901234567890123456789",
            "0.12345678901234567890123456789",
        ),
        ("-1e-29", "-0.00000000000000000000000000001"),
        ("1e29", "100000000000000000000000000000"),
        (
            "5.551115123125783e-17",
            "0.00000000000000005551115123125783",
        ),
        ("-12.5E+30", "-12500000000000000000000000000000"),
        ("1e999999999999999999999", "1e999999999999999999999"),
        (
            "12345678901234567890.1234567890123",
            "12345678901234567890.1234567890123",
        ),
    ] {
        for json in [text.to_owned(), format!("\"{text}\"")] {
            let read = file(&format!(r#"{{"id":"A","amount":{json},"count":1}}"#)).expect(text);
            let number = read.amount.clone().expect("an amount");
            assert!(!number.fits(), "{text}");
            assert_eq!(number.as_decimal(), None);
            assert_eq!(number.text(), text);
            assert_eq!(number.to_string(), plain);
            assert_eq!(read.count, Some(1));
            // It is written as it came.
            let written = serde_json::to_string(&read).expect("JSON");
            assert_eq!(
                written,
                format!(r#"{{"id":"A","amount":{text},"count":1}}"#)
            );
            let error = rust_decimal::Decimal::try_from(&number).expect_err("too long");
            assert_eq!(Error::from(error).kind(), ErrorKind::InvalidRequest);
        }
    }
    // What was in quotes need not be a number of JSON.
    let zeros: Decimal = "-007e300".parse().expect("a number");
    assert_eq!(serde_json::to_string(&zeros).expect("JSON"), "-7e300");
    assert_eq!(
        format!(
            "{:>4}|{:<4}|{:.1}",
            amount_of("1.25"),
            amount_of("2"),
            amount_of("3.18")
        ),
        "1.25|2   |3.2"
    );
}

#[test]
fn what_is_not_a_number_is_an_error() {
    for text in [
        "\"\"", "\"x\"", "true", "{}", "[1]", "\"1.\"", "\".5\"", "\"1e\"", "\"+1\"", "\" 1\"",
        "\"-\"", "\"1-\"",
    ] {
        assert!(
            amount(text).expect_err(text).contains("expected a decimal"),
            "{text}"
        );
    }
}

fn amount_of(text: &str) -> Decimal {
    text.parse().expect("a number")
}

#[test]
fn decimals_are_compared_by_value() {
    let equal = [
        ["12.30", "12.3"],
        ["1e3", "1000.0"],
        ["-0", "0.00"],
        ["1e300", "1000e297"],
        ["1e-40", "0.10e-39"],
        ["-1.50e77", "-15e76"],
    ];
    for [left, right] in equal {
        let (left, right) = (amount_of(left), amount_of(right));
        assert_eq!(left, right);
        assert!(HashSet::from([left]).contains(&right), "{right}");
    }
    let ascending = [
        "-1e400",
        "-1e300",
        "-79228162514264337593543950335",
        "-1.5",
        "-1e-50",
        "0",
        "1e-50",
        "2e-50",
        "1.25e-49",
        "1.3",
        "1.35",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "1e300",
        "9e300",
        "1e301",
    ];
    for pair in ascending.windows(2) {
        let [left, right] = [amount_of(pair[0]), amount_of(pair[1])];
        assert_eq!(left.cmp(&right), Ordering::Less, "{pair:?}");
        assert_eq!(right.cmp(&left), Ordering::Greater, "{pair:?}");
        assert_ne!(left, right);
    }
}

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
fn decimals_are_written_with_their_digits() {
    let mut file = File::new("A");
    file.amount = Some(amount_of("9999999999999999.1200"));
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
            read.at
                .map(|it| (it.into_inner(), it.into_inner().offset())),
            Some((time, time.offset())),
            "{text}"
        );
        assert_eq!(read.day, Some(time.date().into()), "{text}");
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
    fn decimals_survive(mantissa in -(1i128 << 96) + 1..1i128 << 96, scale in 0u32..=28) {
        let decimal = rust_decimal::Decimal::from_i128_with_scale(mantissa, scale);
        let read = amount_of(&decimal.to_string()).as_decimal().expect("it fits");
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
        let expected = is_number.then(|| rust_decimal::Decimal::from_str_exact(&text).expect("it fits"));
        let read = text.parse::<Decimal>().ok().map(|it| it.as_decimal().expect("it fits"));
        prop_assert_eq!(read.map(|it| (it, it.scale())), expected.map(|it| (it, it.scale())));
    }

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
        for text in [&text, &near] {
            let _ = (text.parse::<DateTime>(), text.parse::<Date>(), Status::from(text.as_str()));
            if let Ok(number) = text.parse::<Decimal>() {
                let _ = (number.to_string(), number == amount_of("1e300"), serde_json::to_string(&number));
            }
        }
    }

    #[test]
    fn enums_survive(text in any::<String>()) {
        let json = serde_json::to_string(&text).expect("JSON");
        let status: Status = serde_json::from_str(&json).expect("a status");
        prop_assert_eq!(serde_json::to_string(&status).expect("JSON"), json);
    }

    /// Numbers of any length compare as their digits do.
    #[test]
    fn long_numbers_are_ordered(left in "-?[1-9][0-9]{28,60}", right in "-?[1-9][0-9]{28,60}", zeros in 0usize..40) {
        let signed = |text: &str| match text.strip_prefix('-') {
            Some(digits) => (false, digits.len(), digits.to_owned()),
            None => (true, text.len(), text.to_owned()),
        };
        let (a, b) = (signed(&left), signed(&right));
        let expected = match (a.0, b.0) {
            (true, true) => (a.1, &a.2).cmp(&(b.1, &b.2)),
            (false, false) => (b.1, &b.2).cmp(&(a.1, &a.2)),
            _ => a.0.cmp(&b.0),
        };
        prop_assert_eq!(amount_of(&left).cmp(&amount_of(&right)), expected);
        // Zeros behind the point change nothing.
        let same = format!("{left}.{}e-2", "0".repeat(zeros + 1));
        prop_assert_eq!(amount_of(&same), amount_of(&format!("{left}e-2")));
    }
}
