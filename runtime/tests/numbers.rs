//! Numbers of responses and requests.
mod support;

use std::cmp::Ordering;
use std::collections::HashSet;

use connect_runtime::{Decimal, Error, ErrorKind};
use proptest::prelude::*;
use support::{File, file};

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
