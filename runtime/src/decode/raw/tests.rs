//! Tests of texts as they stand, with what is read by them.

use serde_core::Deserialize;
use serde_core::de::value::{Error as PlainError, MapDeserializer};
use serde_json::value::RawValue;

use super::*;
use crate::Json;

/// JSON whose text would not survive a tree of floats.
const TEXTS: [&str; 8] = [
    "12.3400",
    "9999999999999999.12",
    "-0",
    "1E+2",
    r#""12.30""#,
    r#"{"b": [1.50, null], "a": "\u0041"}"#,
    "null",
    "true",
];

#[test]
fn the_text_is_that_of_a_raw_value() {
    for text in TEXTS {
        let raw: &RawValue = serde_json::from_str(text).expect("JSON");
        let mut reader = serde_json::Deserializer::from_str(text);
        assert_eq!(json(&mut reader).expect("JSON"), raw.get());
        let mut reader = serde_json::Deserializer::from_slice(text.as_bytes());
        assert_eq!(json(&mut reader).expect("JSON"), raw.get());
        let mut reader = serde_json::Deserializer::from_reader(text.as_bytes());
        assert_eq!(json(&mut reader).expect("JSON"), raw.get());
    }
}

#[test]
fn a_number_is_borrowed_from_the_json() {
    for text in TEXTS {
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = number(&mut reader, "a number").expect("a text");
        assert!(text.starts_with('"') || matches!(read, Cow::Borrowed(it) if it == text));
    }
    let mut reader = serde_json::Deserializer::from_str(r#""1\u0032.30""#);
    assert_eq!(number(&mut reader, "a number").expect("a text"), "12.30");
}

#[test]
fn text_is_written_as_a_raw_value_is() {
    for text in TEXTS {
        let raw: &RawValue = serde_json::from_str(text).expect("JSON");
        let ours = Json::parse(text).expect("JSON");
        let written = serde_json::to_string(&[&ours]).expect("JSON");
        assert_eq!(written, serde_json::to_string(&[raw]).expect("JSON"));
    }
}

/// What `serde_json` makes of a number if its feature `arbitrary_precision` is on.
fn arbitrary(digits: &str) -> MapDeserializer<'_, impl Iterator<Item = (&str, &str)>, PlainError> {
    MapDeserializer::new([(NUMBER, digits)].into_iter())
}

#[test]
fn numbers_of_arbitrary_precision_are_read() {
    let digits = "9999999999999999.1200";
    assert_eq!(
        number(arbitrary(digits), "a number").expect("a number"),
        digits
    );
    assert_eq!(json(arbitrary(digits)).expect("JSON"), digits);
    let text = |digits| crate::decode::scalar::string(arbitrary(digits));
    assert_eq!(
        text("-18446744073709551616").expect("digits"),
        "-18446744073709551616"
    );
    assert!(text("1.5").is_err());
}

#[test]
fn a_document_cannot_smuggle_text_in() {
    let forged = |text| MapDeserializer::<_, PlainError>::new([(RAW, text)].into_iter());
    assert_eq!(json(forged(" [1] ")).expect("JSON"), "[1]");
    assert!(json(forged("1, \"admin\": true")).is_err());
    // In JSON it is an object as any other.
    let text = format!(r#"{{"{RAW}":"x"}}"#);
    assert_eq!(Json::parse(&*text).expect("JSON").as_str(), text);
    assert_eq!(
        serde_json::from_str::<Json>(&text).expect("JSON").as_str(),
        text
    );
}

#[test]
fn what_json_does_not_have_is_refused() {
    use serde_core::de::IntoDeserializer;
    use serde_core::de::value::{BytesDeserializer, F64Deserializer};
    for float in [f64::NAN, f64::INFINITY] {
        let float: F64Deserializer<PlainError> = float.into_deserializer();
        assert!(json(float).is_err());
        assert!(crate::Decimal::deserialize(float).is_err());
    }
    assert!(json(BytesDeserializer::<PlainError>::new(b"x")).is_err());
}
