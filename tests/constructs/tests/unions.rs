//! Unions without a tag.

mod support;

use connect_runtime::Json;
use constructs::models::{
    Cider, Measures, MeasuresBeads, MeasuresCode, MeasuresCodeKnownInteger, MeasuresDue,
    MeasuresId, MeasuresLabels, MeasuresMark, MeasuresPlace, MeasuresRows, MeasuresShade,
    MeasuresSince, MeasuresSize, MeasuresSizes, MeasuresSort, MeasuresState, MeasuresWeight,
    MeasuresWord, MeasuresWordFastOrSlow, MeasuresWordHighOrLow, ReleasesEntry, ReleasesKinds,
    ReleasesNested, ReleasesToldInPart, Size, Wood,
};
use constructs::{measures, releases};
use support::{json, read};

/// What is read of the text of a member.
fn measures(member: &str, text: &str) -> Measures {
    read(&measures::get(), &format!(r#"{{"{member}":{text}}}"#))
}

#[test]
fn arrays_are_told_apart_by_their_items() {
    let beads = |text| measures("beads", text).beads;
    assert_eq!(beads("[1,2]"), Some(MeasuresBeads::IntegerList(vec![1, 2])));
    let texts = MeasuresBeads::TextList(vec!["a".to_owned()]);
    assert_eq!(beads(r#"["a"]"#), Some(texts));
    assert_eq!(beads("[]"), Some(MeasuresBeads::IntegerList(vec![])));
    let other = Json::parse("[true]").expect("JSON");
    assert_eq!(beads("[true]"), Some(MeasuresBeads::Unrecognized(other)));
}

#[test]
fn what_needs_no_conversion_comes_first() {
    let labels = |text| measures("labels", text).labels;
    let texts = MeasuresLabels::TextList(vec!["1".to_owned()]);
    assert_eq!(labels(r#"["1"]"#), Some(texts));
    assert_eq!(labels("[1]"), Some(MeasuresLabels::IntegerList(vec![1])));
    // Only the first member can hold both; an integer in it is read as text.
    let mixed = MeasuresLabels::TextList(vec!["1".to_owned(), "a".to_owned()]);
    assert_eq!(labels(r#"[1,"a"]"#), Some(mixed));
    let sizes = |text| measures("sizes", text).sizes;
    assert!(matches!(
        sizes(r#"{"a":"1"}"#),
        Some(MeasuresSizes::TextMap(_))
    ));
    assert!(matches!(
        sizes(r#"{"a":1}"#),
        Some(MeasuresSizes::IntegerMap(_))
    ));
    assert!(matches!(
        sizes(r#"{"a":true}"#),
        Some(MeasuresSizes::BoolMap(_))
    ));
    let mark = |text| measures("mark", text).mark;
    assert!(matches!(
        mark(r#"{"at":"1"}"#),
        Some(MeasuresMark::Object(_))
    ));
    assert!(matches!(
        mark(r#"{"at":1}"#),
        Some(MeasuresMark::SecondObject(_))
    ));
}

#[test]
fn known_values_come_first() {
    let shade = |text| measures("shade", text).shade;
    let dark = r#"{"tone":"dark"}"#;
    assert!(matches!(shade(dark), Some(MeasuresShade::Object(_))));
    let light = r#"{"tone":"light"}"#;
    assert!(matches!(shade(light), Some(MeasuresShade::SecondObject(_))));
    let new = r#"{"tone":"new"}"#;
    assert!(matches!(shade(new), Some(MeasuresShade::Object(_))));
}

#[test]
fn numbers() {
    let weight = |text| measures("weight", text).weight;
    assert_eq!(weight("3"), Some(MeasuresWeight::Integer(3)));
    let number = |text: &str| Some(MeasuresWeight::Number(text.parse().expect("a number")));
    assert_eq!(weight("1.5"), number("1.5"));
    assert_eq!(weight("-1e2"), number("-100"));
    assert_eq!(
        weight("18446744073709551616"),
        number("18446744073709551616")
    );
}

#[test]
fn days_times_and_texts() {
    let due = |text: &str| measures("due", text).due;
    let day = MeasuresDue::Day("2029-01-02".parse().expect("a day"));
    assert_eq!(due(r#""2029-01-02""#), Some(day));
    let time = MeasuresDue::Instant("2029-01-02T03:04:05Z".parse().expect("a time"));
    assert_eq!(due(r#""2029-01-02T03:04:05Z""#), Some(time));
    for text in ["soon", "2029-13-41", ""] {
        let expected = MeasuresDue::Text(text.to_owned());
        assert_eq!(due(&format!("\"{text}\"")), Some(expected));
    }
}

#[test]
fn enums() {
    let state = |text| measures("state", text).state;
    assert_eq!(state("\"ash\""), Some(Wood::Ash.into()));
    assert_eq!(state("true"), Some(MeasuresState::Bool(true)));
    assert_eq!(state("\"elm\""), Some(Wood::from("elm").into()));
    let word = |text| measures("word", text).word;
    assert_eq!(word("\"high\""), Some(MeasuresWordHighOrLow::High.into()));
    assert_eq!(word("\"slow\""), Some(MeasuresWordFastOrSlow::Slow.into()));
    assert!(matches!(word("\"new\""), Some(MeasuresWord::HighOrLow(_))));
}

#[test]
fn objects_texts_and_arrays() {
    let place = |text| measures("place", text).place;
    let size = Size::new().wide(1);
    assert_eq!(place(r#"{"wide":1}"#), Some(size.clone().into()));
    let text = MeasuresPlace::Text("here".to_owned());
    assert_eq!(place(r#""here""#), Some(text));
    let list = MeasuresPlace::SizeList(vec![size]);
    assert_eq!(place(r#"[{"wide":1}]"#), Some(list));
}

#[test]
fn what_is_read_is_sent_as_it_was() {
    let text = concat!(
        r#"{"beads":["a"],"due":"2029-01-02T03:04:05Z","place":[{"tall":2}],"state":"elm","#,
        r#""weight":1.5,"word":"fast"}"#
    );
    let call = measures::create().body(read(&measures::get(), text));
    assert_eq!(json(&call), text);
}

#[test]
fn forms_come_before_what_they_are_forms_of() {
    let since = |text: &str| measures("since", text).since;
    let time = MeasuresSince::Instant("2029-01-02T03:04:05Z".parse().expect("a time"));
    assert_eq!(since(r#""2029-01-02T03:04:05Z""#), Some(time));
    let day = MeasuresSince::Day("2029-01-02".parse().expect("a day"));
    assert_eq!(since(r#""2029-01-02""#), Some(day));
    let text = MeasuresSince::Text("soon".to_owned());
    assert_eq!(since(r#""soon""#), Some(text));
    assert_eq!(measures("size", "3").size, Some(MeasuresSize::Integer(3)));
    let half = MeasuresSize::Number("0.5".parse().expect("a number"));
    assert_eq!(measures("size", "0.5").size, Some(half));
    let id = measures("id", r#""6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44""#).id;
    assert!(matches!(id, Some(MeasuresId::Uuid(_))));
    let text = MeasuresId::Text("A-1".to_owned());
    assert_eq!(measures("id", r#""A-1""#).id, Some(text));
}

#[test]
fn enums_of_integers() {
    let code = |text| measures("code", text).code;
    assert_eq!(code("2"), Some(MeasuresCodeKnownInteger::V2.into()));
    assert_eq!(code("7"), Some(MeasuresCode::Integer(7)));
}

#[test]
fn objects_are_told_apart_by_their_members() {
    let sort = |text| measures("sort", text).sort;
    let dry = Cider::new().sort("dry");
    assert_eq!(sort(r#"{"sort":"dry"}"#), Some(dry.into()));
    assert_eq!(sort(r#"{"tall":1}"#), Some(Size::new().tall(1).into()));
    assert_eq!(sort("4"), Some(MeasuresSort::Integer(4)));
}

#[test]
fn arrays_are_told_apart_by_the_members_of_their_objects() {
    let rows = |text| measures("rows", text).rows;
    let dry = MeasuresRows::CiderList(vec![Cider::new().sort("dry")]);
    assert_eq!(rows(r#"[{"sort":"dry"}]"#), Some(dry));
    let size = MeasuresRows::SizeList(vec![Size::new().wide(1)]);
    assert_eq!(rows(r#"[{"wide":1}]"#), Some(size));
}

#[test]
fn members_of_a_nested_union_count() {
    let nested = |text: &str| read(&releases::get(), &format!(r#"{{"nested":{text}}}"#)).nested;
    let rule = nested(r#"{"ref":"a"}"#);
    assert!(matches!(rule, Some(ReleasesNested::Rule(it)) if it.r#ref.as_deref() == Some("a")));
    for text in [r#"{"ref":"a","name":"b"}"#, r#"{"ref":"a","id":1}"#] {
        let rule = nested(text);
        assert!(matches!(rule, Some(ReleasesNested::OrgRule(_))), "{rule:?}");
    }
    assert!(matches!(nested("true"), Some(ReleasesNested::Switch(_))));
    let state = nested(r#"{"state":"on"}"#);
    assert!(matches!(state, Some(ReleasesNested::Switch(_))));
    let kinds = |text: &str| read(&releases::get(), &format!(r#"{{"kinds":{text}}}"#)).kinds;
    assert!(matches!(kinds("true"), Some(ReleasesKinds::Switch(_))));
    assert!(matches!(
        kinds(r#"{"state":"on"}"#),
        Some(ReleasesKinds::Switch(_))
    ));
    assert!(matches!(kinds(r#""a""#), Some(ReleasesKinds::Words(_))));
    assert!(matches!(kinds("[]"), Some(ReleasesKinds::Unrecognized(_))));
}

#[test]
fn a_known_value_tells_some_members() {
    let told = |text: &str| {
        let text = format!(r#"{{"told_in_part":{text}}}"#);
        read(&releases::get(), &text).told_in_part
    };
    assert!(matches!(
        told(r#"{"kind":"second"}"#),
        Some(ReleasesToldInPart::SecondKind(_))
    ));
    assert!(matches!(
        told(r#"{"kind":"first"}"#),
        Some(ReleasesToldInPart::FirstKind(_))
    ));
}

#[test]
fn an_array_beside_a_tagged_object_has_no_tag() {
    let entry = |text: &str| read(&releases::get(), &format!(r#"{{"entry":{text}}}"#)).entry;
    for text in ["[]", r#"[{"sort":"x","size":1}]"#] {
        let list = entry(text);
        assert!(
            matches!(&list, Some(ReleasesEntry::LeafList(_))),
            "{list:?}"
        );
    }
    let leaf = entry(r#"{"sort":"Leaf","size":1}"#);
    assert!(matches!(leaf, Some(ReleasesEntry::Leaf(it)) if it.size == Some(1)));
}
