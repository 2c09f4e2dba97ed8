//! Parameters in the styles of OpenAPI: the bytes that are sent.

mod properties;

use connect_runtime::codegen::{Encode, RequestBuilder, Style};
use connect_runtime::filter::Scope;
use connect_runtime::{Call, ErrorKind, Json, List, Method, Operation, Request, Segment};

static SHELF: Operation = Operation::new(
    "shelves::get",
    Method::GET,
    &[Segment::Literal("shelves"), Segment::Parameter("shape")],
    "",
);

enum Shelves {}
impl Scope for Shelves {
    const NAME: &'static str = "shelves";
}

fn json(text: &str) -> Json {
    Json::parse(text).expect("JSON")
}

fn request() -> RequestBuilder {
    Request::new(&SHELF).path("shape", "round")
}

fn sent(builder: RequestBuilder) -> Call<()> {
    let call = builder.returns_empty();
    call.check().expect("a valid call");
    call
}

#[track_caller]
fn refused(builder: RequestBuilder) -> String {
    let error = builder.returns_empty().check().expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    error.to_string()
}

fn query<T: Encode + ?Sized>(name: &str, style: Style, value: &T) -> Option<String> {
    let call = sent(request().query_styled(name, style, Some(value)));
    call.request().query().map(str::to_owned)
}

fn path<T: Encode + ?Sized>(style: Style, value: &T) -> String {
    let call = sent(Request::new(&SHELF).path_styled("shape", style, value));
    let path = call.request().path();
    path.strip_prefix("/shelves/").expect("a shelf").to_owned()
}

fn header<T: Encode + ?Sized>(style: Style, value: &T) -> Option<String> {
    let call = sent(request().header_styled("X-Racks", style, Some(value)));
    let header = call.request().headers().get("x-racks");
    header.map(|it| it.to_str().expect("a text").to_owned())
}

fn cookie<T: Encode + ?Sized>(style: Style, value: &T) -> Option<String> {
    let call = sent(request().cookie("c", style, Some(value)));
    let header = call.request().headers().get("cookie");
    header.map(|it| it.to_str().expect("a text").to_owned())
}

/// The query of a list, which is read as an expression.
fn beside_a_filter(value: &Json, style: Style) -> Result<String, String> {
    let builder = request().query_styled("p", style, Some(value));
    let call = List::<Shelves, Json>::new(builder).into_call();
    call.check().map_err(|it| it.to_string())?;
    Ok(call.request().query().unwrap_or_default().to_owned())
}

const SIZE: &str = r#"{"wide": 3, "none": null, "tall": "4 m"}"#;
const TAGS: &str = r#"["brass", null, "tin can", "a,b"]"#;

#[test]
fn queries_are_written_in_every_style() {
    for (style, value, query_string) in [
        (Style::Form, TAGS, "p=brass,tin%20can,a%2Cb"),
        (Style::Form, SIZE, "p=wide,3,tall,4%20m"),
        (Style::FormExploded, TAGS, "p=brass&p=tin%20can&p=a%2Cb"),
        (Style::FormExploded, SIZE, "wide=3&tall=4%20m"),
        (Style::SpaceDelimited, "[7, 9.50]", "p=7%209.50"),
        (Style::PipeDelimited, TAGS, "p=brass%7Ctin%20can%7Ca%2Cb"),
        (Style::DeepObject, SIZE, "p%5Bwide%5D=3&p%5Btall%5D=4%20m"),
        (
            Style::DeepObject,
            r#"{"a": {"b": {"c": 1}, "d": [1, {"e": 2}]}, "f": {}, "g": []}"#,
            "p%5Ba%5D%5Bb%5D%5Bc%5D=1&p%5Ba%5D%5Bd%5D%5B%5D=1&p%5Ba%5D%5Bd%5D%5B1%5D%5Be%5D=2",
        ),
        (
            Style::Json,
            r#"{"a":[1,null]}"#,
            "p=%7B%22a%22%3A%5B1%2Cnull%5D%7D",
        ),
        (Style::Json, "[]", "p=%5B%5D"),
        (
            Style::Form,
            r#"[[1,2],{"a":1}]"#,
            "p=%5B1%2C2%5D,%7B%22a%22%3A1%7D",
        ),
        (
            Style::FormExploded,
            r#"{"z":[1],"a":true}"#,
            "z=%5B1%5D&a=true",
        ),
    ] {
        assert_eq!(
            query("p", style, &json(value)).as_deref(),
            Some(query_string)
        );
    }
}

#[test]
fn a_scalar_has_a_form_in_every_style() {
    for style in [
        Style::Form,
        Style::FormExploded,
        Style::SpaceDelimited,
        Style::PipeDelimited,
        Style::DeepObject,
    ] {
        assert_eq!(query("a b", style, "x&y").as_deref(), Some("a%20b=x%26y"));
        assert_eq!(query("p", style, &json("1.50")).as_deref(), Some("p=1.50"));
        assert_eq!(query("p", style, "").as_deref(), Some("p="));
        assert_eq!(cookie(style, &true).as_deref(), Some("c=true"));
    }
    for (style, text) in [
        (Style::Simple, "half.round"),
        (Style::SimpleExploded, "half.round"),
        (Style::Label, ".half.round"),
        (Style::LabelExploded, ".half.round"),
        (Style::Matrix, ";shape=half.round"),
        (Style::MatrixExploded, ";shape=half.round"),
        (Style::Json, "%22half.round%22"),
    ] {
        assert_eq!(path(style, "half.round"), text);
    }
    assert_eq!(header(Style::Simple, "a, b").as_deref(), Some("a, b"));
}

#[test]
fn what_has_no_value_is_no_parameter() {
    for value in ["null", "[]", "{}", "[null]", r#"{"a": null}"#] {
        let value = json(value);
        for style in [Style::Form, Style::FormExploded, Style::DeepObject] {
            assert_eq!(query("p", style, &value), None);
            assert_eq!(cookie(style, &value), None);
        }
        assert_eq!(header(Style::Simple, &value), None);
        for style in [Style::Simple, Style::LabelExploded, Style::Matrix] {
            let call = Request::new(&SHELF).path_styled("shape", style, &value);
            assert!(refused(call).contains("the path parameter `shape` is empty"));
        }
    }
    assert_eq!(query("p", Style::Json, &json("null")), None);
    assert_eq!(header(Style::Json, &json("null")), None);
    let builder = request()
        .query_styled("p", Style::Form, None::<&str>)
        .header_styled("x", Style::Simple, None::<&str>)
        .cookie("c", Style::Form, None::<&str>);
    let call = sent(builder);
    assert_eq!(call.request().query(), None);
    assert!(call.request().headers().is_empty());
}

#[test]
fn paths_are_written_in_every_style() {
    for (style, value, text) in [
        (Style::Simple, TAGS, "brass,tin%20can,a%2Cb"),
        (Style::Simple, SIZE, "wide,3,tall,4%20m"),
        (Style::SimpleExploded, TAGS, "brass,tin%20can,a%2Cb"),
        (Style::SimpleExploded, SIZE, "wide=3,tall=4%20m"),
        (Style::Label, TAGS, ".brass,tin%20can,a%2Cb"),
        (Style::Label, SIZE, ".wide,3,tall,4%20m"),
        (Style::LabelExploded, r#"["a", "b.c"]"#, ".a.b%2Ec"),
        (Style::LabelExploded, SIZE, ".wide=3.tall=4%20m"),
        (Style::Matrix, TAGS, ";shape=brass,tin%20can,a%2Cb"),
        (Style::Matrix, SIZE, ";shape=wide,3,tall,4%20m"),
        (
            Style::MatrixExploded,
            r#"["a", "", "c"]"#,
            ";shape=a;shape;shape=c",
        ),
        (Style::MatrixExploded, SIZE, ";wide=3;tall=4%20m"),
        (Style::Json, r#"["a"]"#, "%5B%22a%22%5D"),
    ] {
        assert_eq!(path(style, &json(value)), text);
    }
}

#[test]
fn a_path_that_would_be_another_one_is_refused() {
    for (style, value) in [
        (Style::Simple, r#""""#),
        (Style::Simple, r#""..""#),
        (Style::Simple, r#"[""]"#),
        (Style::Simple, r#"["."]"#),
        (Style::Label, r#""""#),
        (Style::Label, r#"".""#),
        (Style::Label, r#"[""]"#),
        (Style::LabelExploded, r#"["."]"#),
        (Style::LabelExploded, r#"["", ""]"#),
        (Style::Matrix, r#""""#),
    ] {
        refused(Request::new(&SHELF).path_styled("shape", style, &json(value)));
    }
}

#[test]
fn what_a_style_cannot_tell_apart_is_refused() {
    for (style, value) in [
        (Style::SpaceDelimited, r#"["a b"]"#),
        (Style::PipeDelimited, r#"["a|b"]"#),
        (Style::DeepObject, r#"{"a][b": 1}"#),
    ] {
        let error = refused(request().query_styled("p", style, Some(&json(value))));
        assert!(error.contains("the parameter `p` cannot take"), "{error}");
    }
    for (style, value) in [
        (Style::Simple, r#"["a,b"]"#),
        (Style::Simple, r#"{"a,b": 1}"#),
        (Style::SimpleExploded, r#"{"a=b": 1}"#),
        (Style::Simple, r#""a\nb""#),
    ] {
        refused(request().header_styled("x", style, Some(&json(value))));
    }
}

#[test]
fn headers_and_cookies_are_written_in_their_styles() {
    let racks = json(r#"["a b", 7]"#);
    assert_eq!(header(Style::Simple, &racks).as_deref(), Some("a b,7"));
    let size = json(SIZE);
    assert_eq!(
        header(Style::Simple, &size).as_deref(),
        Some("wide,3,tall,4 m")
    );
    let exploded = header(Style::SimpleExploded, &size);
    assert_eq!(exploded.as_deref(), Some("wide=3,tall=4 m"));
    assert_eq!(
        header(Style::Json, &json("[1,2]")).as_deref(),
        Some("[1,2]")
    );

    let tags = json(r#"["a;b", "c,d"]"#);
    assert_eq!(cookie(Style::Form, &tags).as_deref(), Some("c=a%3Bb,c%2Cd"));
    let exploded = cookie(Style::FormExploded, &tags);
    assert_eq!(exploded.as_deref(), Some("c=a%3Bb; c=c%2Cd"));
    let token = cookie(Style::Form, "Zm9v/+==50%\"ü");
    assert_eq!(token.as_deref(), Some("c=Zm9v/+==50%25%22%C3%BC"));
}

#[test]
fn cookies_are_one_header_that_does_not_print() {
    let builder = request()
        .cookie("session", Style::Form, Some("secret one"))
        .cookie("a=b;c", Style::Form, Some("secret"));
    let call = sent(builder);
    assert_eq!(
        call.request().headers()["cookie"],
        "session=secret%20one; a%3Db%3Bc=secret"
    );
    assert!(!format!("{call:?}").contains("secret"), "{call:?}");
}

#[test]
fn beside_a_filter_no_value_is_an_expression() {
    for (style, value, query_string) in [
        (
            Style::Form,
            r#"["a", "b|c", ""]"#,
            "p=a&p=%22b%7Cc%22&p=empty%28%29",
        ),
        (Style::PipeDelimited, "[7, 9]", "p=7&p=9"),
        (Style::FormExploded, r#"["a", "b&c"]"#, "p=a&p=%22b%26c%22"),
        (Style::FormExploded, r#"{"a": "x,y"}"#, "a=%22x%2Cy%22"),
        (
            Style::Form,
            r#"{"a": 1, "b": "c|d"}"#,
            "p=%22a%2C1%2Cb%2Cc%7Cd%22",
        ),
        (Style::DeepObject, r#"{"a": "b c"}"#, "p%5Ba%5D=%22b%20c%22"),
        (Style::Json, r#"{"a":1}"#, "p=%27%7B%22a%22%3A1%7D%27"),
    ] {
        let written = beside_a_filter(&json(value), style);
        assert_eq!(written.as_deref(), Ok(query_string), "{value}");
    }
    for (style, value) in [
        (Style::Form, r#"{"a": "1,2"}"#),
        (Style::FormExploded, r#"{"a=1&b": 1}"#),
        (Style::DeepObject, r#"{"a)": 1}"#),
        (Style::Form, r#"["'\""]"#),
    ] {
        assert!(beside_a_filter(&json(value), style).is_err(), "{value}");
    }
}
