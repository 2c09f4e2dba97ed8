//! Whether two texts of JSON are the same value.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_core::Deserialize;
use serde_json::value::RawValue;

/// Whether two texts of JSON are the same value: members in any order, and numbers to the last digit, which a
/// `serde_json::Value` would round. Text that is not JSON is the same as nothing.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let texts = read::<&RawValue>(one).zip(read::<&RawValue>(other));
    texts.is_some_and(|(one, other)| is_same_value(one.get(), other.get()))
}

fn read<'t, T: Deserialize<'t>>(text: &'t [u8]) -> Option<T> {
    serde_json::from_slice(text).ok()
}

fn is_same_value(one: &str, other: &str) -> bool {
    match one.as_bytes().first() {
        Some(b'{') => both(one, other, is_same_object),
        Some(b'[') => both(one, other, is_same_array),
        Some(b'"') => both(one, other, |one: String, other| one == other),
        Some(b'-' | b'0'..=b'9') => one == other || both_numbers(one, other),
        _ => one == other,
    }
}

/// Whether both can be read as this, and are the same.
fn both<'t, T: Deserialize<'t>>(
    one: &'t str,
    other: &'t str,
    is_same: impl Fn(T, T) -> bool,
) -> bool {
    let values = read(one.as_bytes()).zip(read(other.as_bytes()));
    values.is_some_and(|(one, other)| is_same(one, other))
}

type Members<'t> = BTreeMap<String, &'t RawValue>;

fn is_same_object(one: Members<'_>, other: Members<'_>) -> bool {
    one.len() == other.len()
        && one.iter().zip(&other).all(|((name, one), (same, other))| {
            name == same && is_same_value(one.get(), other.get())
        })
}

fn is_same_array(one: Vec<&RawValue>, other: Vec<&RawValue>) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(&other)
            .all(|(one, other)| is_same_value(one.get(), other.get()))
}

/// Numbers in different notations. Those that a decimal cannot hold are the same only in one notation.
fn both_numbers(one: &str, other: &str) -> bool {
    let number = |text: &str| {
        let exact = Decimal::from_str_exact(text);
        exact.or_else(|_| Decimal::from_scientific(text)).ok()
    };
    let numbers = number(one).zip(number(other));
    numbers.is_some_and(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn values_are_compared_and_not_texts() {
        for (one, other) in [
            (
                r#"{"a": 1, "b": [null, true]}"#,
                r#"{"b":[null,true],"a":1}"#,
            ),
            (r#""\u0041""#, r#""A""#),
            ("1.50", "1.5"),
            ("15e-1", "1.5"),
            (
                "123456789012345678901234567890123456789",
                "123456789012345678901234567890123456789",
            ),
        ] {
            assert!(is_same(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
    }

    #[test]
    fn differences_are_seen_to_the_last_digit() {
        for (one, other) in [
            ("12345678901234567.89", "12345678901234567.88"),
            (
                "123456789012345678901234567890123456789",
                "123456789012345678901234567890123456788",
            ),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#),
            (r#"{"a":1}"#, r#"{"b":1}"#),
            ("[1,2]", "[2,1]"),
            ("[1]", "[1,1]"),
            ("1", r#""1""#),
            (r#""1""#, "1"),
            ("true", "false"),
            ("null", "{}"),
            ("{}", "[]"),
            ("", ""),
            ("{", "{"),
        ] {
            assert!(!is_same(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
    }
}
