//! Forms as generated code declares them: the bytes of their parts.
#![allow(missing_docs, reason = "the kinds say what the fields are")]

use connect_runtime::driver::{Encoded, Piece};
use connect_runtime::{Decimal, Json, Multipart, Upload};

connect_runtime::codegen::form! {
    /// A field of each kind.
    #[derive(Debug, Clone, Default)]
    pub struct Plain {
        #[part(file)]
        pub file: Option<Upload>,
        #[part(files)]
        pub files: Option<Vec<Upload>>,
        #[part(text)]
        pub text: Option<String>,
        #[part(texts)]
        pub texts: Option<Vec<String>>,
        #[part(value)]
        pub value: Option<i64>,
        #[part(values)]
        pub values: Option<Vec<Decimal>>,
        #[part(json)]
        pub json: Option<Vec<i64>>,
        #[wire("an object")]
        #[part(object)]
        pub object: Option<Json>,
        #[part(objects)]
        pub objects: Option<Vec<Json>>,
    }
}

connect_runtime::codegen::form! {
    /// A field of each kind with a media type.
    #[derive(Debug, Clone)]
    pub struct Required {
        #[part(file, "text/csv")]
        #[new(exact)]
        pub file: Upload,
        #[part(files, "text/csv")]
        #[new(exact)]
        pub files: Vec<Upload>,
        #[part(text, "text/markdown")]
        #[new(into)]
        pub text: String,
        #[part(texts, "text/markdown")]
        #[new(exact)]
        pub texts: Vec<String>,
        #[part(value, "text/x-number")]
        pub value: Option<i64>,
        #[part(values, "text/x-number")]
        #[new(exact)]
        pub values: Vec<i64>,
        #[part(json, "application/x.a+json")]
        pub json: Option<Json>,
        #[part(object)]
        #[new(exact)]
        pub object: Json,
        #[part(objects, "application/x.b+json")]
        #[new(exact)]
        pub objects: Vec<Json>,
    }
}

connect_runtime::codegen::form! {
    /// Required fields without a media type.
    #[derive(Debug, Clone)]
    pub struct Untyped {
        #[part(texts)]
        #[new(exact)]
        pub texts: Vec<String>,
        #[part(values)]
        #[new(exact)]
        pub values: Vec<bool>,
        #[part(objects)]
        #[new(exact)]
        pub objects: Vec<Json>,
    }
}

fn json(text: &str) -> Json {
    Json::parse(text).expect("JSON")
}

/// The parts, each with what follows its disposition.
fn parts(form: &Multipart) -> Vec<String> {
    let mut text = String::new();
    for piece in Encoded::form(form, "B").pieces() {
        match piece {
            Piece::Bytes(bytes) => text.push_str(str::from_utf8(bytes).expect("UTF-8")),
            Piece::Upload(_) => text.push_str("<file>"),
        }
    }
    let inner = text.strip_prefix("--B\r\nContent-Disposition: form-data; ");
    let inner = inner.and_then(|it| it.strip_suffix("\r\n--B--\r\n"));
    let between = "\r\n--B\r\nContent-Disposition: form-data; ";
    let parts = inner.expect("parts").split(between);
    parts.map(|it| it.replace("\r\n", "|")).collect()
}

#[test]
fn each_kind_has_its_parts() {
    let form = Plain::new()
        .file(Upload::bytes("x").file_name("a.bin"))
        .files(vec![Upload::bytes("x").file_name("b.bin")])
        .text("t")
        .texts(vec!["a".to_owned(), "b".to_owned()])
        .value(7)
        .values(vec![Decimal::from(1), Decimal::from(2)])
        .json(vec![1, 2])
        .object(json(r#"{"a":1}"#))
        .objects(vec![json("{}"), json("[]")]);
    assert_eq!(
        parts(&form.into_multipart()),
        [
            "name=\"file\"; filename=\"a.bin\"|Content-Type: application/octet-stream||<file>",
            "name=\"files\"; filename=\"b.bin\"|Content-Type: application/octet-stream||<file>",
            "name=\"text\"||t",
            "name=\"texts\"||a",
            "name=\"texts\"||b",
            "name=\"value\"||7",
            "name=\"values\"||1",
            "name=\"values\"||2",
            "name=\"json\"||[1,2]",
            "name=\"an object\"|Content-Type: application/json||{\"a\":1}",
            "name=\"objects\"|Content-Type: application/json||{}",
            "name=\"objects\"|Content-Type: application/json||[]",
        ]
    );
    assert_eq!(Plain::new().into_multipart().parts(), []);
}

#[test]
fn a_part_has_the_media_type_that_is_declared() {
    let own = Upload::bytes("x")
        .file_name("c.xlsx")
        .media_type("text/plain");
    let form = Required::new(
        Upload::bytes("x").file_name("a.xlsx"),
        vec![own, Upload::bytes("x").file_name("b")],
        "t",
        vec!["u".to_owned()],
        vec![8],
        json("2"),
        vec![json("3")],
    )
    .value(7)
    .json(json("1"));
    assert_eq!(
        parts(&form.into_multipart()),
        [
            "name=\"file\"; filename=\"a.xlsx\"|Content-Type: text/csv||<file>",
            "name=\"files\"; filename=\"c.xlsx\"|Content-Type: text/plain||<file>",
            "name=\"files\"; filename=\"b\"|Content-Type: text/csv||<file>",
            "name=\"text\"|Content-Type: text/markdown||t",
            "name=\"texts\"|Content-Type: text/markdown||u",
            "name=\"value\"|Content-Type: text/x-number||7",
            "name=\"values\"|Content-Type: text/x-number||8",
            "name=\"json\"|Content-Type: application/x.a+json||1",
            "name=\"object\"||2",
            "name=\"objects\"|Content-Type: application/x.b+json||3",
        ]
    );
}

#[test]
fn a_list_without_items_has_no_parts() {
    let form = Untyped::new(vec!["a".to_owned()], vec![true], vec![json("{}")]);
    assert_eq!(
        parts(&form.into_multipart()),
        [
            "name=\"texts\"||a",
            "name=\"values\"||true",
            "name=\"objects\"|Content-Type: application/json||{}",
        ]
    );
    let form = Untyped::new(vec![], vec![], vec![]);
    assert_eq!(form.into_multipart().parts(), []);
}

#[test]
fn a_media_type_cannot_add_headers() {
    let form = Multipart::new().typed("a", "text/csv\r\nX: 1", "t");
    assert_eq!(parts(&form), ["name=\"a\"|Content-Type: text/csv  X: 1||t"]);
    let form = Multipart::new().json_typed("a", &vec![1_i64]);
    assert_eq!(
        parts(&form),
        ["name=\"a\"|Content-Type: application/json||[1]"]
    );
}
