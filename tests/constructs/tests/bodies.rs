//! Bodies that can be left out, and media types of bodies.

mod support;

use std::time::Duration;

use connect_runtime::retry::Policy;
use connect_runtime::{Date, StreamCall, Timeouts, Upload};
use constructs::models::{
    Cider, MergeNote, NewNote, Note, PatchWeatherWishesFileAll, SeveralNote, UpdateNoteAll,
    UpdateWeatherWishesFileAll, VendorNote,
};
use constructs::{notes, weather_wishes, weather_wishes_files};
use support::{body, header, json, line, read, sent, stream_body};

/// A media type and a text.
fn of(media_type: &str, text: &str) -> Option<(String, String)> {
    Some((media_type.to_owned(), text.to_owned()))
}

#[test]
fn a_body_can_be_left_out() {
    assert_eq!(sent(&notes::update_all()), "PUT /notes");
    assert_eq!(body(&notes::update_all()), None);
    assert_eq!(header(&notes::update_all(), "Content-Type"), None);
    assert_eq!(json(&notes::update_all_with(UpdateNoteAll::new())), "{}");
    let call = notes::update_all_with(UpdateNoteAll::new().text("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
}

#[test]
fn a_body_of_a_component_can_be_left_out() {
    assert_eq!(body(&notes::create()), None);
    let call = notes::create_with(NewNote::new("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
}

#[test]
fn a_patch_can_be_left_out() {
    assert_eq!(body(&notes::patch_all()), None);
    let call = notes::patch_all_with(Note::new().text("a"));
    let expected = of("application/merge-patch+json", r#"{"text":"a"}"#);
    assert_eq!(body(&call), expected);
}

#[test]
fn a_file_can_be_left_out() {
    assert_eq!(body(&notes::update_file()), None);
    let call = notes::update_file_with(Upload::bytes("%PDF"));
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
    let call = notes::vendor().body(VendorNote::new().text("a"));
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
    let call = notes::several().body(SeveralNote::new().text("a"));
    assert_eq!(json(&call), r#"{"text":"a"}"#);
    assert_eq!(call.operation().accept, Some("application/json"));
    assert_eq!(read(&call, r#"{"text":"b"}"#), Note::new().text("b"));
}

#[test]
fn plain_text() {
    let call = notes::update_plain(Upload::bytes("a\nb"));
    assert_eq!(body(&call), of("text/plain", "a\nb"));
    assert_eq!(read(&call, "null"), "null");
}

#[test]
fn a_file_of_several_media_types_is_sent_as_its_own() {
    let image = Upload::bytes("png").media_type("image/png");
    assert_eq!(body(&notes::update_image(image)), of("image/png", "png"));
    // Of one that does not say, nothing is known.
    let unknown = of("application/octet-stream", "png");
    assert_eq!(body(&notes::update_image(Upload::bytes("png"))), unknown);
}

#[test]
fn a_body_of_a_stream_can_be_left_out() {
    let call = weather_wishes::update_all();
    assert_eq!(line(call.request()), "PUT /weather/wishes");
    assert_eq!(stream_body(&call), None);
    let call = weather_wishes::update_all_with(NewNote::new("rain"));
    let expected = of("application/merge-patch+json", r#"{"text":"rain"}"#);
    assert_eq!(stream_body(&call), expected);

    let call = weather_wishes::patch_all();
    let empty: StreamCall = call.clone().into();
    assert_eq!(stream_body(&empty), of("application/json", "{}"));
    let call = call.body(Cider::new().sort("dry"));
    let expected = of("application/json", r#"{"sort":"dry"}"#);
    assert_eq!(stream_body(&call), expected);
}

#[test]
fn a_form_or_a_file_of_a_stream_can_be_left_out() {
    let call = weather_wishes_files::create();
    assert_eq!(stream_body(&call), None);
    let call = weather_wishes_files::create_with(Upload::bytes("PNG"));
    assert_eq!(stream_body(&call), of("image/png", "PNG"));

    let call = weather_wishes_files::patch_all();
    assert_eq!(stream_body(&call), None);
    let call = weather_wishes_files::patch_all_with(PatchWeatherWishesFileAll::new().days(3));
    let expected = of("application/x-www-form-urlencoded", "days=3");
    assert_eq!(stream_body(&call), expected);

    let call = weather_wishes_files::update_all();
    assert_eq!(stream_body(&call), None);
    let date = "2029-01-02".parse::<Date>().expect("a date");
    let form = UpdateWeatherWishesFileAll::new().when(date);
    let call = weather_wishes_files::update_all_with(form);
    let (media_type, text) = stream_body(&call).expect("a form");
    assert!(
        media_type.starts_with("multipart/form-data"),
        "{media_type}"
    );
    assert!(
        text.contains("name=\"when\"\r\n\r\n2029-01-02\r\n"),
        "{text}"
    );
}

#[test]
fn a_stream_whose_body_is_left_out_is_set_like_any_other() {
    let call = weather_wishes::patch_all()
        .header("Last-Event-ID", "7")
        .timeouts(Timeouts::new().idle(Duration::from_secs(1)))
        .timeout(Duration::from_secs(2))
        .retry(Policy::none());
    for call in [call.clone().into_call(), call.body(Cider::new())] {
        let request = call.request();
        assert_eq!(request.headers()["last-event-id"], "7");
        assert_eq!(request.retry(), Some(Policy::none()));
        let limits = Timeouts::new().idle(Duration::from_secs(1));
        assert_eq!(request.timeouts(), limits.total(Duration::from_secs(2)));
    }
}
