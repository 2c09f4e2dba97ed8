//! Paths: segments of several parts, and segments that are empty.

use connect_runtime::codegen::{Settlement, Style, Subject};
use connect_runtime::{Call, Method, Operation, Request, Segment};
use proptest::prelude::*;

static SHEET: Operation = Operation::new(
    "sheets::get",
    Method::GET,
    &[
        Segment::Literal("sheets"),
        Segment::Mixed(&[
            Segment::Parameter("sheet"),
            Segment::Literal("."),
            Segment::Parameter("ext"),
        ]),
    ],
    "",
);

static PRINT: Operation = Operation::new(
    "sheets::print",
    Method::POST,
    &[
        Segment::Literal("sheets"),
        Segment::Mixed(&[
            Segment::Parameter("name"),
            Segment::Literal("."),
            Segment::Parameter("format"),
        ]),
        Segment::Literal("print"),
    ],
    "",
)
.settled_by(&Settlement::by(&SHEET, Subject::Path));

static SIDES: Operation = Operation::new(
    "sides::get",
    Method::GET,
    &[Segment::Mixed(&[
        Segment::Parameter("left"),
        Segment::Parameter("right"),
    ])],
    "",
);

fn sheet(sheet: &str, ext: &str) -> Call<()> {
    let builder = Request::new(&SHEET).path("sheet", sheet);
    builder.path("ext", ext).returns_empty()
}

#[test]
fn a_segment_can_have_several_parts() {
    let call = sheet("a/b.c", "tar gz");
    assert!(call.check().is_ok());
    assert_eq!(call.request().path(), "/sheets/a%2Fb.c.tar%20gz");
    assert_eq!(
        call.operation().to_string(),
        "sheets::get (GET /sheets/{sheet}.{ext})"
    );
    // A dot is no segment of its own here.
    assert_eq!(sheet(".", "x").request().path(), "/sheets/..x");
    assert!(sheet(".", "x").check().is_ok());
}

#[test]
fn a_part_cannot_be_empty_or_missing() {
    for call in [sheet("", "x"), sheet("x", "")] {
        let error = call.check().expect_err("an empty part").to_string();
        assert!(error.contains("is empty"), "{error}");
    }
    for empty in [vec![], vec![String::new()]] {
        let builder = Request::new(&SHEET).path_styled("sheet", Style::Simple, &empty);
        let call: Call<()> = builder.path("ext", "x").returns_empty();
        let error = call.check().expect_err("an empty part").to_string();
        assert!(error.contains("is empty"), "{error}");
    }
    let call: Call<()> = Request::new(&SHEET).path("ext", "x").returns_empty();
    let error = call.check().expect_err("a missing part").to_string();
    assert!(error.contains("`sheet` is missing"), "{error}");
}

#[test]
fn the_whole_segment_cannot_name_another_path() {
    let sides = |left: &str, right: &str| {
        let builder = Request::new(&SIDES).path("left", left);
        builder.path("right", right).returns_empty().check()
    };
    let error = sides(".", ".").expect_err("another path").to_string();
    assert!(error.contains("would name another path"), "{error}");
    assert!(sides(".", "a").is_ok());
}

#[test]
fn a_path_can_end_with_a_slash_or_be_one() {
    static BELLS: Operation = Operation::new(
        "bells::list",
        Method::GET,
        &[Segment::Literal("bells"), Segment::Literal("")],
        "",
    );
    static ROOT: Operation = Operation::new("root::get", Method::GET, &[Segment::Literal("")], "");
    for (operation, path) in [(&BELLS, "/bells/"), (&ROOT, "/")] {
        let call: Call<()> = Request::new(operation).returns_empty();
        assert!(call.check().is_ok());
        assert_eq!(call.request().path(), path);
        assert_eq!(operation.path_template().to_string(), path);
    }
}

#[test]
fn the_object_of_an_action_is_read_by_the_same_segment() {
    static ITEM: Operation =
        Operation::new("items::get", Method::GET, &[Segment::Parameter("id")], "");
    static ACT: Operation = Operation::new(
        "items::act",
        Method::POST,
        &[Segment::Parameter("key"), Segment::Literal("act")],
        "",
    )
    .settled_by(&Settlement::by(&ITEM, Subject::Path));
    let builder = Request::new(&ACT).path_styled("key", Style::MatrixExploded, &vec![1_i64, 2]);
    let action: Call<()> = builder.returns_empty();
    let read = ACT.settlement.expect("a settlement").read(action.request());
    assert!(read.check().is_ok());
    assert_eq!(read.request().path(), "/;key=1;key=2");
}

proptest! {
    #[test]
    fn an_action_on_a_segment_of_parts_reads_that_segment(
        name in "[a-c./% ü]{1,6}",
        format in "[a-c./% ü]{1,6}",
    ) {
        let builder = Request::new(&PRINT).path("name", &*name).path("format", &*format);
        let action: Call<()> = builder.returns_empty();
        prop_assert!(action.check().is_ok());
        let read = PRINT.settlement.expect("a settlement").read(action.request());
        prop_assert!(read.check().is_ok());
        let expected = sheet(&name, &format);
        prop_assert_eq!(read.request().path(), expected.request().path());
        prop_assert_eq!(expected.request().path().matches('/').count(), 2);
    }
}
