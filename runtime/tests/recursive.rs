//! Arrays and maps that hold themselves, and the tags of objects.
#![allow(missing_docs, reason = "the models are those of tests")]

use std::collections::BTreeMap;

use connect_runtime::codegen::{self, Encode, Serialize, Serializer, encode_tagged};
use connect_runtime::decode::Decode;
use connect_runtime::{Decimal, ErrorKind, Json, Method, Operation, Request};
use proptest::prelude::*;

mod support;

use support::response;

codegen::newtype! {
    /// An array of arrays.
    pub struct Knot(pub Vec<Knot>);
}

codegen::newtype! {
    #[doc = "A map of maps."]
    pub struct Root(pub BTreeMap<String, Root>);
}

static KNOTS: Operation = Operation::new("knots::get", Method::GET, &[], "/paths/~1/get");

#[test]
fn arrays_and_maps_may_hold_themselves() {
    let knot: Knot = serde_json::from_str("[[],[[]]]").expect("an array");
    assert_eq!(knot.iter().map(|it| it.len()).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(serde_json::to_string(&knot).expect("JSON"), "[[],[[]]]");
    assert_eq!(Json::write(&knot).expect("JSON").as_str(), "[[],[[]]]");
    assert_eq!(
        knot,
        Knot(vec![Knot::default(), vec![Knot::default()].into()])
    );

    let mut root: Root = serde_json::from_str(r#"{"a":{"b":{}}}"#).expect("a map");
    root.insert("c".to_owned(), Root::default());
    assert!(root["a"].contains_key("b"));
    assert_eq!(
        serde_json::to_string(&root).expect("JSON"),
        r#"{"a":{"b":{}},"c":{}}"#
    );
    let tree = serde_json::to_value(&root).expect("a tree");
    assert_eq!(serde_json::from_value::<Root>(tree).expect("a map"), root);
}

#[test]
fn deep_arrays_and_maps_are_errors() {
    let arrays = "[".repeat(100_000) + &"]".repeat(100_000);
    let error = serde_json::from_str::<Knot>(&arrays).expect_err("too deep");
    assert!(
        error.to_string().starts_with("recursion limit exceeded"),
        "{error}"
    );
    let maps = r#"{"a":"#.repeat(10_000) + "{}" + &"}".repeat(10_000);
    let call = Request::new(&KNOTS).returns_json::<Root>();
    let error = call.decode(response(200, maps)).expect_err("too deep");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("recursion limit exceeded"),
        "{error}"
    );
    let call = Request::new(&KNOTS).returns_json::<Knot>();
    let error = call
        .decode(response(200, "[[],[[],7]]"))
        .expect_err("no array");
    assert_eq!(error.path(), Some("$[1][1]"));
}

/// A value with the tags `a"b` and `1`.
struct Tagged<'t, T: ?Sized>(&'t T);

impl<T: Encode + ?Sized> Serialize for Tagged<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode_tagged(self.0, "kind", &["a\"b", "1"], serializer)
    }
}

fn tagged(json: &str) -> String {
    let json = Json::parse(json).expect("JSON");
    serde_json::to_string(&Tagged(&json)).expect("JSON")
}

#[test]
fn absent_tags_are_added() {
    for (json, written) in [
        ("{}", r#"{"kind":"a\"b"}"#),
        (
            r#"{"n":1.50,"in":{"kind":1}}"#,
            r#"{"kind":"a\"b","n":1.50,"in":{"kind":1}}"#,
        ),
        (
            r#"{"n":1, "kind": null, "\n":2}"#,
            r#"{"kind":"a\"b","n":1,"\n":2}"#,
        ),
        (r#"{"kind":1,"kind":null}"#, r#"{"kind":"a\"b"}"#),
        // A tag of another type is not that of the value.
        (r#"{"n":1,"kind":"b"}"#, r#"{"kind":"a\"b","n":1}"#),
    ] {
        assert_eq!(tagged(json), written, "{json}");
    }
    let digits = "123456789012345678901234567890.12345678901234567890e5";
    let object = format!(r#"{{"n":{digits}}}"#);
    assert_eq!(
        tagged(&object),
        format!(r#"{{"kind":"a\"b","n":{digits}}}"#)
    );
}

#[test]
fn other_values_are_written_unchanged() {
    for json in [
        r#"{"n":1,"kind":"a\"b"}"#,
        r#"{"kind":null,"kind":"1"}"#,
        r#"{"\u006bind":1}"#,
        "[{}]",
        "null",
        "1.50",
        r#""{}""#,
    ] {
        assert_eq!(tagged(json), json);
    }
}

#[test]
fn tags_are_written_in_other_formats_too() {
    let map: BTreeMap<String, Decimal> =
        [("n".to_owned(), "1.50".parse().expect("a number"))].into();
    let tree = serde_json::to_value(Tagged(&map)).expect("a tree");
    assert_eq!(tree, serde_json::json!({"kind": "a\"b", "n": 1.5}));
}

fn knots() -> impl Strategy<Value = Knot> {
    Just(Knot::default()).prop_recursive(6, 60, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(Knot)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(knot in knots()) {
        let text = serde_json::to_string(&knot).expect("JSON");
        let mut reader = serde_json::Deserializer::from_str(&text);
        prop_assert_eq!(Knot::decode(&mut reader).ok(), Some(knot));
    }
}
