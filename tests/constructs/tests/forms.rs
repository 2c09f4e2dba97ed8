//! Forms, with and without files.

mod support;

use connect_runtime::multipart::{Content, Part};
use connect_runtime::{Base64, Body, Call, Date, Json, Upload};
use constructs::models::{
    Depth, DepthFull, EitherParcel, EitherSack, EncodedParcel, FormBin, LabelledSack, LooseSack,
    NamedParcel, NewOrder, NewParcelsUnion, NewSacksFile, NewSacksSize, OddParcel, Parcel, Sack,
    SackForm, Size, StyledOrder, TicketForm, TicketInput, TokenInput, TypedParcel,
    UpdateParcelEither, Wood,
};
use constructs::{
    bins, orders, parcels, parcels_unions, sacks, sacks_files, sacks_sizes, tickets, tokens,
};
use support::{body, content, json, read};

const FORM: &str = "application/x-www-form-urlencoded";

/// The text of a form without files.
fn form<T>(call: &Call<T>) -> String {
    let (media_type, text) = body(call).expect("a body");
    assert_eq!(media_type, FORM);
    text
}

/// The parts of a form with files, one text each.
fn parts(parts: &[Part]) -> Vec<String> {
    let shown = |part: &Part| match &part.content {
        Content::Text(text) => format!("{}: {text}", part.name),
        Content::Typed { media_type, text } => format!("{} ({media_type}): {text}", part.name),
        Content::File(upload) => format!(
            "{} ({}, {}): {}",
            part.name,
            upload.sent_file_name(),
            upload.sent_media_type(),
            String::from_utf8_lossy(&content(upload))
        ),
        other => panic!("{other:?}"),
    };
    parts.iter().map(shown).collect()
}

/// The parts that a call sends.
fn sent_parts<T>(call: &Call<T>) -> Vec<String> {
    call.check().expect("the call can be sent");
    match call.request().body() {
        Body::Multipart(form) => parts(form.parts()),
        other => panic!("{other:?} is no form"),
    }
}

fn upload(text: &str) -> Upload {
    Upload::bytes(text.as_bytes().to_vec()).file_name("a.bin")
}

#[test]
fn members_of_forms_without_files() {
    let order = NewOrder::new("half full").tags(["a", "b"]);
    let text = form(&orders::create(order.clone().count(2)));
    assert_eq!(text, "note=half%20full&count=2&tags=a&tags=b");
    assert_eq!(
        form(&orders::create(NewOrder::new("a&b=c"))),
        "note=a%26b%3Dc"
    );
    let text = form(&orders::create(
        NewOrder::new("x").size(Size::new().wide(1)),
    ));
    assert_eq!(text, "note=x&size=%7B%22wide%22%3A1%7D");
}

#[test]
fn encodings_of_forms_without_files() {
    let order = StyledOrder::new(["a", "b"])
        .size(Size::new().wide(1).tall(2))
        .extra(Size::new().wide(3));
    let text = form(&orders::styled(order));
    assert_eq!(
        text,
        "tags=a,b&extra=%7B%22wide%22%3A3%7D&size%5Btall%5D=2&size%5Bwide%5D=1"
    );
}

#[test]
fn a_form_of_a_component_that_is_json_elsewhere() {
    let token = || TokenInput::new("dig").scope("a b");
    assert_eq!(form(&tokens::create(token())), "grant=dig&scope=a%20b");
    assert_eq!(
        json(&tokens::update_all(token())),
        r#"{"grant":"dig","scope":"a b"}"#
    );
    let made = read(&tokens::create(token()), r#"{"grant":"dig"}"#);
    assert_eq!(made.grant.as_deref(), Some("dig"));
}

#[test]
fn an_optional_form_without_files() {
    assert_eq!(body(&orders::update_all()), None);
    let call = orders::update_all_with(TokenInput::new("dig"));
    assert_eq!(form(&call), "grant=dig");
}

#[test]
fn parts_of_a_component() {
    let parcel = Parcel::new(upload("one").media_type("image/gif"))
        .more(vec![upload("two"), upload("three").file_name("c.bin")])
        .note("fragile")
        .count(3)
        .tags(["a", "b"])
        .rows(vec![1, 2])
        .size(Size::new().wide(1))
        .sizes(vec![Size::new().tall(2), Size::new()]);
    let expected = [
        "file (a.bin, image/gif): one",
        "count: 3",
        "more (a.bin, application/octet-stream): two",
        "more (c.bin, application/octet-stream): three",
        "note: fragile",
        "rows: 1",
        "rows: 2",
        r#"size (application/json): {"wide":1}"#,
        r#"sizes (application/json): {"tall":2}"#,
        "sizes (application/json): {}",
        "tags: a",
        "tags: b",
    ];
    assert_eq!(sent_parts(&parcels::create(parcel.clone())), expected);
    assert_eq!(parts(parcel.into_multipart().parts()), expected);
}

#[test]
fn parts_on_the_wire() {
    let call = parcels::create(Parcel::new(upload("one")).note("fragile"));
    let (media_type, text) = body(&call).expect("a body");
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\none\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nfragile\r\n--{boundary}--\r\n"
    );
    assert_eq!(text, expected);
}

#[test]
fn encodings_of_parts() {
    let parcel = EncodedParcel::new(Size::new().wide(1), upload("png"))
        .sheet("a;b")
        .list(["x"]);
    let expected = [
        r#"meta (application/vnd.orchard+json): {"wide":1}"#,
        "photo (a.bin, image/png): png",
        "list: x",
        "sheet (text/csv): a;b",
    ];
    assert_eq!(sent_parts(&parcels::encoded(parcel)), expected);
    let gif = upload("gif").media_type("image/gif");
    let parcel = EncodedParcel::new(Size::new(), gif);
    let sent = sent_parts(&parcels::encoded(parcel));
    assert_eq!(sent[1], "photo (a.bin, image/gif): gif");
}

#[test]
fn files_without_a_name_have_that_of_the_part() {
    let parcel = NamedParcel::new(Upload::bytes("a"))
        .pages([Upload::bytes("b"), upload("c")])
        .raw(Upload::bytes("d"));
    let expected = [
        "scan (scan.png, image/png): a",
        "pages (page.png, image/png): b",
        "pages (a.bin, application/octet-stream): c",
        "raw (raw.bin, application/octet-stream): d",
    ];
    assert_eq!(sent_parts(&parcels::named(parcel)), expected);
}

#[test]
fn parts_that_are_declared_as_json_are_json() {
    let parcel = TypedParcel::new(["a", "b"], "half \"full\"")
        .count(3)
        .day("2029-01-02".parse::<Date>().expect("a day"))
        .wood(Wood::Oak)
        .woods([Wood::Ash])
        .depth(DepthFull::Full)
        .plain(DepthFull::Full)
        .size(Size::new().wide(1))
        .sheet("a;b")
        .photo(upload("png"))
        .loose("x");
    let mut sent = sent_parts(&parcels::typed(parcel));
    sent.sort();
    let expected = [
        r#"count (application/json): 3"#,
        r#"day (text/json): "2029-01-02""#,
        r#"depth (application/json): "full""#,
        r#"loose: x"#,
        r#"marks (application/json; charset=utf-8): "a""#,
        r#"marks (application/json; charset=utf-8): "b""#,
        r#"note (application/json): "half \"full\"""#,
        r#"photo (a.bin, application/octet-stream): png"#,
        r#"plain (text/plain): full"#,
        r#"sheet (text/csv): a;b"#,
        r#"size (application/json): {"wide":1}"#,
        r#"wood (application/vnd.orchard+json): "oak""#,
        r#"woods (application/json): "ash""#,
    ];
    assert_eq!(sent, expected);
}

#[test]
fn an_optional_form_with_files() {
    assert_eq!(body(&parcels::update_all()), None);
    let call = parcels::update_all_with(Parcel::from(upload("one")));
    assert_eq!(
        sent_parts(&call),
        ["file (a.bin, application/octet-stream): one"]
    );
}

#[test]
fn a_component_is_a_form_here_and_json_there() {
    let ticket = TicketInput::new("row").size(Size::new().wide(1));
    assert_eq!(
        json(&tickets::create(ticket)),
        r#"{"subject":"row","size":{"wide":1}}"#
    );
    let call = tickets::form(TicketForm::new("row").seat("4").size(Size::new().wide(1)));
    assert_eq!(
        sent_parts(&call),
        [
            "subject: row",
            "seat: 4",
            r#"size (application/json): {"wide":1}"#
        ]
    );
    let made = read(&call, r#"{"subject":"row","size":{"tall":2}}"#);
    assert_eq!(made.subject.as_deref(), Some("row"));
    assert_eq!(made.size, Some(Size::new().tall(2)));
}

#[test]
fn members_of_forms_that_are_not_declared() {
    let rest = [("lid a".to_owned(), "b&c".to_owned())].into();
    let call = bins::form(FormBin::new("oak").additional_properties(rest));
    assert_eq!(form(&call), "wood=oak&lid%20a=b%26c");
}

fn unions(depth: Depth, marks: Vec<String>) -> NewParcelsUnion {
    NewParcelsUnion::new(depth, marks)
}

#[test]
fn parts_of_formats_and_enums() {
    let parcel = unions(Depth::Integer(3), vec![])
        .wood(Wood::Oak)
        .woods(vec![Wood::Ash, "elm".into()])
        .day("2029-01-02".parse::<Date>().expect("a day"))
        .seal(Base64::from(&[0xff][..]))
        .dry(true);
    let sent = sent_parts(&parcels_unions::create(parcel));
    let expected = [
        "day: 2029-01-02",
        "dry: true",
        "seal: /w==",
        "wood: oak",
        "woods: ash",
        "woods: elm",
    ];
    assert_eq!(sent[1..], expected);
}

#[test]
fn parts_of_unions_of_scalars_are_texts() {
    let sent = |depth| sent_parts(&parcels_unions::create(unions(depth, vec![])));
    assert_eq!(sent(Depth::Integer(3)), ["depth: 3"]);
    assert_eq!(sent(DepthFull::Full.into()), ["depth: full"]);
}

#[test]
fn parts_of_items_that_can_be_null_are_texts() {
    let parcel = unions(Depth::Integer(3), vec!["a".to_owned()]);
    let sent = sent_parts(&parcels_unions::create(parcel));
    assert_eq!(sent[1..], ["marks: a"]);
}

#[test]
fn parts_that_are_not_written_from_their_schemas_are_files() {
    let parcel = OddParcel::new(upload("scan"))
        .label(upload("<size/>").file_name("label.xml"))
        .stacks(vec![upload("one"), upload("two")]);
    let expected = [
        "scan (a.bin, application/octet-stream): scan",
        "label (label.xml, application/xml): <size/>",
        "stacks (a.bin, application/octet-stream): one",
        "stacks (a.bin, application/octet-stream): two",
    ];
    assert_eq!(sent_parts(&parcels::odd(parcel)), expected);
}

#[test]
fn forms_of_one_of_several_objects() {
    let call = parcels::either().body(EitherParcel::new().file(upload("one")).title("a"));
    let expected = ["file (a.bin, application/octet-stream): one", "title: a"];
    assert_eq!(sent_parts(&call), expected);
    let call = parcels::either().body(EitherParcel::new().url("b"));
    assert_eq!(sent_parts(&call), ["url: b"]);
    let call = parcels::update_either().body(UpdateParcelEither::new().grant("dig").scope("c d"));
    assert_eq!(form(&call), "grant=dig&scope=c%20d");
}

#[test]
fn parts_that_are_not_declared() {
    let rest = [("weight".to_owned(), 3), ("label".to_owned(), 4)].into();
    let sack = SackForm::new("grain").additional_properties(rest);
    assert_eq!(
        sent_parts(&sacks::create(sack)),
        ["label: grain", "weight: 3"]
    );
    let rest = [("weight".to_owned(), 3), ("label".to_owned(), 4)].into();
    let sack = Sack::new("grain").additional_properties(rest);
    assert_eq!(form(&sacks::update_all(sack)), "label=grain&weight=3");
}

#[test]
fn files_that_are_not_declared() {
    let files = [("left".to_owned(), upload("one"))].into();
    let sack = LabelledSack::new("grain").additional_properties(files);
    let (media_type, text) = body(&sacks::labelled(sack)).expect("a body");
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\ngrain\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"left\"; filename=\"a.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\none\r\n--{boundary}--\r\n"
    );
    assert_eq!(text, expected);
}

#[test]
fn forms_of_which_no_part_is_declared() {
    let files = vec![upload("one"), upload("two")];
    let sack = NewSacksFile::new().additional_properties([("a".to_owned(), files)].into());
    let expected = [
        "a (a.bin, application/octet-stream): one",
        "a (a.bin, application/octet-stream): two",
    ];
    assert_eq!(sent_parts(&sacks_files::create().body(sack)), expected);
    let sizes = [("a".to_owned(), Size::new().wide(1))].into();
    let sack = NewSacksSize::new().additional_properties(sizes);
    assert_eq!(
        sent_parts(&sacks_sizes::create().body(sack)),
        [r#"a (application/json): {"wide":1}"#]
    );
}

#[test]
fn parts_of_any_value_are_texts_or_json() {
    let value = |text: &str| Json::parse(text).expect("JSON");
    let rest = [("a", r#""x y""#), ("b", "1.50"), ("c", "[1]")];
    let rest = rest.map(|(name, text)| (name.to_owned(), value(text)));
    let sack = LooseSack::new().additional_properties(rest.into());
    let expected = ["a: x y", "b: 1.50", "c (application/json): [1]"];
    assert_eq!(sent_parts(&sacks::loose().body(sack)), expected);
}

#[test]
fn a_form_of_one_of_several_objects_has_the_wider_type_of_a_part() {
    let rest = [("weight".to_owned(), 3)].into();
    let sack = EitherSack::new().kind("plum").additional_properties(rest);
    let expected = ["kind: plum", "weight: 3"];
    assert_eq!(sent_parts(&sacks::either().body(sack)), expected);
}
