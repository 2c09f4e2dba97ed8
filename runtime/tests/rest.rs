//! Members beside the fields of an object.
#![allow(missing_docs, reason = "the models are those of tests")]

mod support;

use std::collections::BTreeMap;

use connect_runtime::{Decimal, ErrorKind, Json, Nullable, Request, codegen};
use proptest::prelude::*;
use support::{GET, response};

codegen::both! {
    /// A shelf.
    #[derive(Debug, Clone, PartialEq, Default)]
    #[rest(rest: BTreeMap<String, Decimal>)]
    pub struct Shelf {
        /// The name.
        #[wire("a-name")]
        #[new(into)]
        pub name: String,
        #[set(exact)]
        pub parts: Option<Vec<i64>>,
        #[clear(clear_note)]
        pub note: Nullable<String>,
    }
}

codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    #[rest(more: BTreeMap<String, Json>)]
    pub struct Reference {
        #[from(string)]
        pub id: Option<String>,
    }
}

codegen::request! {
    #[derive(Debug, Clone, PartialEq, Default)]
    #[rest(labels: BTreeMap<String, String>)]
    pub struct Labels {
    }
}

fn shelf(json: &str) -> Shelf {
    serde_json::from_str(json).expect("a shelf")
}

#[test]
fn undeclared_members_are_kept_and_written_behind_the_fields() {
    let read = shelf(r#"{"z": 1.50, "a-name": "A", "rest": 2, "name": "3", "note": null}"#);
    assert_eq!(read.name, "A");
    let keys: Vec<_> = read.rest.keys().map(String::as_str).collect();
    assert_eq!(keys, ["name", "rest", "z"]);
    let written = serde_json::to_string(&read).expect("JSON");
    assert_eq!(
        written,
        r#"{"a-name":"A","note":null,"name":3,"rest":2,"z":1.50}"#
    );
    assert_eq!(shelf(&written), read);
}

#[test]
fn the_last_of_repeated_members_counts() {
    let read = shelf(r#"{"x": 1, "a-name": "A", "x": 2, "a-name": "B"}"#);
    assert_eq!((&*read.name, &read.rest["x"]), ("B", &Decimal::from(2)));
}

#[test]
fn it_is_empty_until_it_is_set() {
    assert_eq!(
        serde_json::to_string(&Shelf::new("A")).expect("JSON"),
        r#"{"a-name":"A"}"#
    );
    assert_eq!(Shelf::default().rest, BTreeMap::new());
    let rest = BTreeMap::from([
        ("x".to_owned(), Decimal::from(1)),
        ("parts".to_owned(), 2.into()),
    ]);
    let set = Shelf::new("A").rest(rest).parts(vec![1]);
    let written = serde_json::to_string(&set).expect("JSON");
    assert_eq!(written, r#"{"a-name":"A","parts":[1],"x":1}"#);
    let labels = Labels::new().labels(BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(Json::write(&labels).expect("JSON").as_str(), r#"{"a":"b"}"#);
}

#[test]
fn members_that_a_field_has_are_not_written_twice() {
    let rest = BTreeMap::from([
        ("a-name".to_owned(), 1.into()),
        ("note".to_owned(), 2.into()),
    ]);
    let written = serde_json::to_string(&Shelf::new("A").rest(rest)).expect("JSON");
    assert_eq!(written, r#"{"a-name":"A"}"#);
}

#[test]
fn an_observed_call_reports_neither_them_nor_what_fails_to_be_unknown() {
    let call = Request::new(&GET).path("id", "A").returns_json::<Shelf>();
    let observed = call
        .clone()
        .observed()
        .decode(response(200, r#"{"a-name": "A", "x": 1}"#))
        .expect("a shelf");
    assert_eq!(observed.unknown(), []);
    let error = call
        .decode(response(200, r#"{"a-name": "A", "odd one": "many"}"#))
        .expect_err("no number");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some(r#"$["odd one"]"#));
}

#[test]
fn an_object_that_was_a_string_has_none() {
    let read: Reference = serde_json::from_str(r#""A""#).expect("a reference");
    assert_eq!((read.id.as_deref(), read.more.len()), (Some("A"), 0));
    let read: Reference = serde_json::from_str(r#"{"id": "A", "b": [1.0]}"#).expect("a reference");
    assert_eq!(read.more["b"].as_str(), "[1.0]");
}

proptest! {
    /// Whatever the keys are, the object is read as it was written.
    #[test]
    fn objects_come_back(rest in prop::collection::btree_map("[^\u{0}]{0,4}", any::<i64>(), 0..5)) {
        let rest: BTreeMap<_, _> = rest.into_iter().map(|(key, it)| (key, Decimal::from(it))).collect();
        let written = Shelf::new("A").rest(rest);
        let read: Shelf = serde_json::from_str(&serde_json::to_string(&written).expect("JSON")).expect("a shelf");
        prop_assert_eq!(read, written);
    }
}
