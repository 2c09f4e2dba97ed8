//! Bodies that can be left out, and media types of bodies.

mod support;

use connect_runtime::Upload;
use constructs::models::{MergeNote, NewNote, Note, UpdateNote};
use constructs::notes;
use support::{body, header, json, read, sent};

/// A media type and a text.
fn of(media_type: &str, text: &str) -> Option<(String, String)> {
    Some((media_type.to_owned(), text.to_owned()))
}

#[test]
fn a_body_can_be_left_out() {
    assert_eq!(sent(&notes::update()), "PUT /notes");
    assert_eq!(body(&notes::update()), None);
    assert_eq!(header(&notes::update(), "Content-Type"), None);
    assert_eq!(json(&notes::update().body(UpdateNote::new())), "{}");
    let call = notes::update().body(UpdateNote::new().text("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
}

#[test]
fn a_body_of_a_component_can_be_left_out() {
    assert_eq!(body(&notes::create()), None);
    let call = notes::create().body(NewNote::new("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
}

#[test]
fn a_patch_can_be_left_out() {
    assert_eq!(body(&notes::patch()), None);
    let call = notes::patch().body(Note::new().text("a"));
    let expected = of("application/merge-patch+json", r#"{"text":"a"}"#);
    assert_eq!(body(&call), expected);
}

#[test]
fn a_file_can_be_left_out() {
    assert_eq!(body(&notes::file()), None);
    let call = notes::file().body(Upload::bytes("%PDF"));
    assert_eq!(body(&call), of("application/pdf", "%PDF"));
}

#[test]
fn merge_patches_clear_members() {
    let patch = |patch| body(&notes::merge().body(patch));
    let merge = |text| of("application/merge-patch+json", text);
    assert_eq!(patch(MergeNote::new().text("a")), merge(r#"{"text":"a"}"#));
    let cleared = MergeNote::new().clear_text();
    assert_eq!(patch(cleared), merge(r#"{"text":null}"#));
    assert_eq!(patch(MergeNote::new()), merge("{}"));
    assert_eq!(body(&notes::merge()), merge("{}"));
}

#[test]
fn media_types_of_vendors() {
    let call = notes::vendor().body(UpdateNote::new().text("a"));
    let expected = of("application/vnd.orchard.v2+json", r#"{"text":"a"}"#);
    assert_eq!(body(&call), expected);
    let accept = call.operation().accept;
    assert_eq!(accept, Some("application/vnd.orchard.v2+json"));
    assert_eq!(read(&call, r#"{"text":"b"}"#), Note::new().text("b"));
}

#[test]
fn a_pattern_of_media_types_is_sent_as_json() {
    let call = notes::pattern(NewNote::new("a"));
    assert_eq!(body(&call), of("application/json", r#"{"text":"a"}"#));
}

#[test]
fn of_several_media_types_json_is_sent_and_read() {
    let call = notes::several().body(UpdateNote::new().text("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
    assert_eq!(call.operation().accept, Some("application/json"));
    assert_eq!(read(&call, r#"{"text":"b"}"#), Note::new().text("b"));
}

#[test]
fn plain_text() {
    let call = notes::plain(Upload::bytes("a\nb"));
    assert_eq!(body(&call), of("text/plain", "a\nb"));
    assert_eq!(read(&call, "null"), "null");
}

#[test]
fn a_file_of_several_media_types_is_sent_as_its_own() {
    let image = Upload::bytes("png").media_type("image/png");
    assert_eq!(body(&notes::image(image)), of("image/png", "png"));
}
