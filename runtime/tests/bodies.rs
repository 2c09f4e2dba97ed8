//! Bodies: the media types and the bytes that are sent.

mod support;

use connect_runtime::codegen::Style;
use connect_runtime::driver::{Encoded, Piece};
use connect_runtime::{Body, Call, Json, OptionalBody, Request, Upload};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use support::{CREATE, File};

fn json(text: &str) -> Json {
    Json::parse(text).expect("JSON")
}

/// The media type and the text of the body.
#[track_caller]
fn wire(call: &Call<()>) -> (String, String) {
    call.check().expect("a valid call");
    let encoded = Encoded::of(call.request().body()).expect("a body");
    let [Piece::Bytes(bytes)] = encoded.pieces() else {
        panic!("one text: {encoded:?}")
    };
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (encoded.content_type().to_owned(), text)
}

fn form(styles: &'static [(&'static str, Style)], value: &str) -> String {
    let builder = Request::new(&CREATE).urlencoded(styles, &json(value));
    let (media_type, text) = wire(&builder.returns_empty());
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    text
}

const PATCH: &str = "application/merge-patch+json";

#[test]
fn json_can_have_another_media_type() {
    let patch = |media_type| Request::new(&CREATE).json_as(media_type, &File::new("A"));
    let sent = wire(&patch(PATCH).returns_empty());
    assert_eq!(sent, (PATCH.to_owned(), r#"{"id":"A"}"#.to_owned()));
    let plain = patch("application/json").returns_empty();
    assert_eq!(plain.request().body(), &Body::Json(r#"{"id":"A"}"#.into()));
    let mut file = File::new("A");
    file.day = Some(time::macros::date!(-0001 - 01 - 01).into());
    let call = Request::new(&CREATE).json_as(PATCH, &file).returns_empty();
    let error = call.check().expect_err("no such year").to_string();
    assert!(error.contains("the body cannot be written"), "{error}");
}

#[test]
fn a_text_is_sent_as_it_is() {
    let text = Upload::bytes("a;ü\r\n");
    let builder = Request::new(&CREATE).binary("text/csv; charset=utf-8", text.clone());
    let call: Call<()> = builder.returns_empty();
    let encoded = Encoded::of(call.request().body()).expect("a body");
    assert_eq!(encoded.content_type(), "text/csv; charset=utf-8");
    assert_eq!(encoded.pieces(), [Piece::Upload(text)]);
}

#[test]
fn a_text_does_not_print() {
    let builder = Request::new(&CREATE).json_as(PATCH, &json(r#""secret""#));
    let call: Call<()> = builder.clone().returns_empty();
    for printed in [format!("{builder:?}"), format!("{call:?}")] {
        assert!(!printed.contains("secret"), "{printed}");
        let text = format!("Text({PATCH}, 8 bytes)");
        assert!(printed.contains(&text), "{printed}");
    }
}

#[test]
fn forms_are_written_by_the_kinds_of_their_members() {
    let members = r#"{"note": "half full", "none": null, "n": 1.50, "tags": ["a&b", null, 7],
        "size": {"wide":3}, "rows": [{"a":1}], "empty": "", "no": []}"#;
    assert_eq!(
        form(&[], members),
        "note=half%20full&n=1.50&tags=a%26b&tags=7&size=%7B%22wide%22%3A3%7D\
         &rows=%7B%22a%22%3A1%7D&empty="
    );
    const STYLES: &[(&str, Style)] = &[
        ("size", Style::DeepObject),
        ("tags", Style::Form),
        ("rows", Style::Json),
        ("flat", Style::FormExploded),
    ];
    let members = r#"{"size": {"wide": 3, "tall": 4}, "tags": ["a,b", "c"], "rows": [{"a":1}],
        "flat": {"x": 1}, "note": "n"}"#;
    assert_eq!(
        form(STYLES, members),
        "size%5Bwide%5D=3&size%5Btall%5D=4&tags=a%2Cb,c&rows=%5B%7B%22a%22%3A1%7D%5D&x=1&note=n"
    );
    assert_eq!(form(STYLES, "{}"), "");
}

#[test]
fn only_an_object_is_a_form() {
    for value in ["[]", "null", "\"a=b\"", "7"] {
        let builder = Request::new(&CREATE).urlencoded(&[], &json(value));
        let error = builder.returns_empty().check().expect_err("no object");
        assert!(error.to_string().contains("not an object"), "{error}");
    }
}

#[test]
fn a_value_that_is_there_changes_the_request() {
    let call = |id: Option<&str>| {
        let builder = Request::new(&CREATE);
        let builder = builder.optional(id.map(File::new), |it, file| it.json(&file));
        builder.returns_empty()
    };
    assert_eq!(call(None).request().body(), &Body::Empty);
    let sent = Body::Json(r#"{"id":"A"}"#.into());
    assert_eq!(call(Some("A")).request().body(), &sent);
}

#[test]
fn a_body_of_any_kind_can_be_left_out() {
    let call = || Request::new(&CREATE).returns_empty();
    let patch: OptionalBody<(), File> = call().optional_json_as(PATCH);
    assert_eq!(patch.request().body(), &Body::Empty);
    let sent = wire(&patch.clone().body(File::new("A")));
    assert_eq!(sent, (PATCH.to_owned(), r#"{"id":"A"}"#.to_owned()));

    let plain: OptionalBody<(), File> = call().optional_json();
    let plain = plain.body(File::new("A"));
    assert_eq!(plain.request().body(), &Body::Json(r#"{"id":"A"}"#.into()));

    let form = call().optional_urlencoded::<Json>(&[("size", Style::DeepObject)]);
    assert_eq!(form.request().body(), &Body::Empty);
    let (_, text) = wire(&form.clone().body(json(r#"{"size": {"a": 1}}"#)));
    assert_eq!(text, "size%5Ba%5D=1");
    assert!(form.body(json("[]")).check().is_err());
}

proptest! {
    #[test]
    fn the_members_of_a_form_come_back(members in btree_map(any::<String>(), vec(any::<String>(), 1..4), 0..4)) {
        let builder = Request::new(&CREATE).urlencoded(&[], &members);
        let (_, text) = wire(&builder.returns_empty());
        let decode = |it: &str| {
            let decoded = percent_encoding::percent_decode_str(it).decode_utf8();
            decoded.expect("UTF-8").into_owned()
        };
        let pairs = text.split('&').filter(|it| !it.is_empty()).map(|it| {
            let (name, value) = it.split_once('=').expect("a pair");
            (decode(name), decode(value))
        });
        let expected = members
            .iter()
            .flat_map(|(name, values)| values.iter().map(|it| (name.clone(), it.clone())));
        prop_assert_eq!(pairs.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
