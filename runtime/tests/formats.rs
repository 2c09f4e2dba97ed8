//! Values of formats that have a type of their own: from JSON and back, and as parameters.

use std::fmt::Debug;

use connect_runtime::decode::Decode;
use connect_runtime::encode::Encode;
use connect_runtime::{Base64, Json, ParameterValue, Uuid};
use proptest::prelude::*;

fn read<T: for<'de> Decode<'de> + 'static>(json: &str) -> Result<T, String> {
    let json = Json::parse(json).map_err(|it| it.to_string())?;
    json.read().map_err(|it| it.to_string())
}

/// The value is read from `json`, is written as `written`, and as a parameter as `text`.
fn round<T>(json: &str, written: &str, text: &str)
where
    T: for<'de> Decode<'de> + Encode + ParameterValue + Debug + PartialEq + 'static,
{
    let value: T = read(json).expect(json);
    let json = Json::write(&value).expect(written);
    assert_eq!(json.as_str(), written);
    assert_eq!(value.write(), text);
    assert_eq!(read::<T>(written), Ok(value));
}

#[test]
fn integers_of_32_bits() {
    round::<i32>("2147483647", "2147483647", "2147483647");
    round::<i32>("\"-2147483648\"", "-2147483648", "-2147483648");
    round::<i32>("5.0", "5", "5");
    for json in ["2147483648", "1.5", "\"many\"", "null"] {
        let error = read::<i32>(json).expect_err(json);
        assert!(error.contains("an integer of 32 bits"), "{error}");
    }
}

#[test]
fn non_negative_integers_of_64_bits() {
    round::<u64>(
        "18446744073709551615",
        "18446744073709551615",
        "18446744073709551615",
    );
    round::<u64>("\"0\"", "0", "0");
    for json in ["-1", "18446744073709551616", "0.5", "true"] {
        let error = read::<u64>(json).expect_err(json);
        assert!(error.contains("a non-negative integer"), "{error}");
    }
}

#[test]
fn uuids() {
    const TEXT: &str = "6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44";
    let quoted = format!("\"{TEXT}\"");
    for json in [
        quoted.as_str(),
        "\"6F1F3A527B9C4A0E9D530C6F2B1A7E44\"",
        "\"{6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44}\"",
    ] {
        round::<Uuid>(json, &quoted, TEXT);
    }
    for json in [
        "\"\"",
        "\"6f1f3a52\"",
        "\"6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e4g\"",
        "{}",
    ] {
        read::<Uuid>(json).expect_err(json);
    }
    let error = "6f1f".parse::<Uuid>().expect_err("too short");
    let message = "expected a UUID such as 6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44, found `6f1f`";
    assert_eq!(error.to_string(), message);
}

#[test]
fn bytes_as_base64() {
    for (json, bytes, text) in [
        ("\"\"", &b""[..], ""),
        ("\"aGVsbG8=\"", b"hello", "aGVsbG8="),
        ("\"aGVsbG8\"", b"hello", "aGVsbG8="),
        ("\"aGVs\\r\\nbG8=\"", b"hello", "aGVsbG8="),
        ("\"+/8=\"", b"\xfb\xff", "+/8="),
    ] {
        assert_eq!(read::<Base64>(json), Ok(Base64::from(bytes)), "{json}");
        round::<Base64>(json, &format!("\"{text}\""), text);
    }
    for json in ["\"-_8=\"", "\"a\"", "\"aGVsbG8==\"", "\"aG=sbG8=\"", "[1]"] {
        read::<Base64>(json).expect_err(json);
    }
}

proptest! {
    #[test]
    fn all_bytes_survive_as_base64(bytes in any::<Vec<u8>>()) {
        let text = Base64::from(bytes.clone()).to_string();
        prop_assert_eq!(text.parse::<Base64>().map(Base64::into_inner), Ok(bytes));
    }
}
