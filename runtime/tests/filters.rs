//! Filters: the query strings they become.

mod support;

use connect_runtime::filter::{Field, FilterField, Offers, Pattern, Scope, Selection, lookup};
use connect_runtime::{Call, Date, DateTime, Decimal, ErrorKind, Filter, List, Page, Request};
use proptest::prelude::*;
use support::{File, GET, Status};
use time::macros::{date, datetime};

enum Files {}
impl Scope for Files {
    const NAME: &'static str = "files";
}

macro_rules! field {
    ($constant:ident, $type:ident: $value:ty = $wire:literal; $($lookup:ident)*) => {
        struct $type;
        impl FilterField for $type {
            type Scope = Files;
            type Value = $value;
            const WIRE: &'static str = $wire;
        }
        $(impl Offers<lookup::$lookup> for $type {})*
        impl Offers<lookup::Ordering> for $type {}
        const $constant: Field<$type> = Field::new();
    };
}

field!(NAME, NameField: str = "name"; Eq Ne Like Ilike In Out Null);
field!(STATUS, StatusField: Status = "status"; Eq Ne In Out);
field!(CREATED, CreatedField: DateTime = "created.at"; Ge Gt Lt Le);
field!(DAY, DayField: Date = "day"; Eq Ge);
field!(AMOUNT, AmountField: Decimal = "amount"; Eq);
field!(SIZE, SizeField: i64 = "size"; Eq);
field!(ACTIVE, ActiveField: bool = "active"; Eq);

fn list() -> List<Files, File> {
    List::new(Request::new(&GET).path("id", "F"))
}

fn decoded(call: &Call<Page<File>>) -> String {
    let query = call.request().query().unwrap_or_default();
    percent_encoding::percent_decode_str(query)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

/// The filter as the server sees it after decoding.
fn rql(filter: Filter<Files>) -> String {
    let call = list().filter(filter).into_call();
    call.check().expect("a valid filter");
    decoded(&call)
}

fn refused(filter: Filter<Files>) -> String {
    let error = list()
        .filter(filter)
        .into_call()
        .check()
        .expect_err("an invalid filter");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    error.to_string()
}

#[test]
fn every_lookup_of_strings_has_its_rql() {
    for (filter, text) in [
        (NAME.eq("x"), r#"eq(name,"x")"#),
        (NAME.ne(String::from("x")), r#"ne(name,"x")"#),
        (NAME.like(Pattern::raw("*x\\**")), r#"like(name,"*x\**")"#),
        (
            NAME.ilike(Pattern::contains("a*")),
            r#"ilike(name,"*a\**")"#,
        ),
        (NAME.one_of(["a", "b"]), r#"in(name,("a","b"))"#),
        (NAME.one_of(vec!["a", "b"]), r#"in(name,("a","b"))"#),
        (NAME.one_of(&["a", "b"]), r#"in(name,("a","b"))"#),
        (
            NAME.one_of(["a".to_owned(), "b".to_owned()].as_slice()),
            r#"in(name,("a","b"))"#,
        ),
        (
            NAME.one_of(["a", "b"].iter().map(|it| it.to_uppercase())),
            r#"in(name,("A","B"))"#,
        ),
        (NAME.none_of(["a"]), r#"out(name,("a"))"#),
        (NAME.none_of(vec!["a"]), r#"out(name,("a"))"#),
        (NAME.is_null(), "eq(name,null())"),
        (NAME.is_not_null(), "ne(name,null())"),
        (NAME.is_empty(), "eq(name,empty())"),
        (NAME.is_not_empty(), "ne(name,empty())"),
        (NAME.eq(""), "eq(name,empty())"),
        (NAME.eq("null()"), r#"eq(name,"null()")"#),
        (STATUS.eq(Status::Ready), r#"eq(status,"ready")"#),
        (
            STATUS.one_of([&Status::Ready, &Status::from("x y")]),
            r#"in(status,("ready","x y"))"#,
        ),
    ] {
        assert_eq!(rql(filter), text);
    }
}

#[test]
fn values_of_every_type_have_their_rql() {
    let time = datetime!(2029-01-01 02:03:04 +03:00);
    for (filter, text) in [
        (
            CREATED.ge(time),
            r#"ge(created.at,"2029-01-01T02:03:04+03:00")"#,
        ),
        (
            CREATED.gt(time),
            r#"gt(created.at,"2029-01-01T02:03:04+03:00")"#,
        ),
        (
            CREATED.lt(datetime!(2029-01-01 0:00 UTC)),
            r#"lt(created.at,"2029-01-01T00:00:00Z")"#,
        ),
        (
            CREATED.le(time),
            r#"le(created.at,"2029-01-01T02:03:04+03:00")"#,
        ),
        (
            // RFC 3339 has no offset with seconds.
            CREATED.le(datetime!(2029-01-01 0:00:30 +00:00:30)),
            r#"le(created.at,"2029-01-01T00:00:00Z")"#,
        ),
        (DAY.ge(date!(2029 - 01 - 31)), r#"ge(day,"2029-01-31")"#),
        (
            AMOUNT.eq(rust_decimal::Decimal::new(12300, 3)),
            r#"eq(amount,"12.300")"#,
        ),
        (
            AMOUNT.eq("12.300".parse::<Decimal>().expect("a number")),
            r#"eq(amount,"12.300")"#,
        ),
        (AMOUNT.eq(12), r#"eq(amount,"12")"#),
        (
            CREATED.gt("2029-01-01".parse::<DateTime>().expect("a time")),
            r#"gt(created.at,"2029-01-01T00:00:00Z")"#,
        ),
        (
            DAY.eq(&"2029-01-31".parse::<Date>().expect("a date")),
            r#"eq(day,"2029-01-31")"#,
        ),
        (SIZE.eq(5), r#"eq(size,"5")"#),
        (ACTIVE.eq(true), r#"eq(active,"true")"#),
        (Filter::raw("eq(odd,1)"), "eq(odd,1)"),
    ] {
        assert_eq!(rql(filter), text);
    }
}

#[test]
fn a_choice_of_nothing_is_refused() {
    let nothing: [&str; 0] = [];
    let problem = refused(NAME.one_of(nothing));
    assert!(
        problem.contains("`name` needs at least one value in `one_of`"),
        "{problem}"
    );
    let problem = refused(!NAME.none_of(Vec::<String>::new()) & NAME.eq("a"));
    assert!(problem.contains("in `none_of`"), "{problem}");
}

#[test]
fn a_filter_that_is_not_there_filters_nothing() {
    let query = |name: Option<&str>| {
        let filter = name.map(|it| NAME.eq(it));
        decoded(&list().filter(filter).filter(SIZE.eq(5)).into_call())
    };
    assert_eq!(query(Some("a")), r#"eq(name,"a")&eq(size,"5")"#);
    assert_eq!(query(None), r#"eq(size,"5")"#);
}

#[test]
fn conditions_combine() {
    let (a, b, c) = (|| NAME.eq("a"), || NAME.eq("b"), || NAME.eq("c"));
    assert_eq!(
        rql(a() & b() & c()),
        r#"eq(name,"a")&eq(name,"b")&eq(name,"c")"#
    );
    assert_eq!(
        rql(a() | b() | c()),
        r#"or(eq(name,"a"),eq(name,"b"),eq(name,"c"))"#
    );
    assert_eq!(
        rql((a() & b()) | c()),
        r#"or(and(eq(name,"a"),eq(name,"b")),eq(name,"c"))"#
    );
    assert_eq!(
        rql((a() | b()) & c()),
        r#"or(eq(name,"a"),eq(name,"b"))&eq(name,"c")"#
    );
}

#[test]
fn negations_stand_at_single_terms() {
    let (a, b) = (
        || NAME.eq("a"),
        || CREATED.lt(datetime!(2029-01-01 0:00 UTC)),
    );
    let not_b = r#"not(lt(created.at,"2029-01-01T00:00:00Z"))"#;
    let not_a = r#"not(eq(name,"a"))"#;
    assert_eq!(rql(!a()), not_a);
    assert_eq!(rql(!!a()), r#"eq(name,"a")"#);
    assert_eq!(rql(!b()), not_b);
    assert_eq!(rql(!(a() & b())), format!("or({not_a},{not_b})"));
    assert_eq!(rql(!(a() | b())), format!("{not_a}&{not_b}"));
    assert_eq!(
        rql(!(a() | !(b() & a()))),
        format!(r#"{not_a}&{}&eq(name,"a")"#, &not_b[4..not_b.len() - 1])
    );
    assert_eq!(rql(!NAME.one_of(["a"])), r#"not(in(name,("a")))"#);
    assert_eq!(rql(!NAME.is_null()), "not(eq(name,null()))");
    assert_eq!(
        rql(!NAME.like(Pattern::starts_with("a"))),
        r#"not(like(name,"a*"))"#
    );
}

/// Whatever is in it: in brackets it is one member.
#[test]
fn raw_expressions_stay_apart_from_what_is_beside_them() {
    let raw = || Filter::raw("eq(a,1)|eq(b,2)");
    assert_eq!(rql(raw()), "eq(a,1)|eq(b,2)");
    assert_eq!(
        rql(raw() & NAME.eq("a")),
        r#"(eq(a,1)|eq(b,2))&eq(name,"a")"#
    );
    assert_eq!(
        rql(NAME.eq("a") | raw()),
        r#"or(eq(name,"a"),(eq(a,1)|eq(b,2)))"#
    );
    let call = list().filter(raw()).filter(NAME.eq("a")).into_call();
    assert_eq!(decoded(&call), r#"(eq(a,1)|eq(b,2))&eq(name,"a")"#);
    assert_eq!(rql(!Filter::raw("eq(a,1)")), "not(eq(a,1))");
}

#[test]
fn what_rql_cannot_express_is_refused() {
    assert!(refused(NAME.eq("a\"b'c")).contains("both kinds of quotes"));
    assert!(refused(NAME.one_of(["x", "empty()"])).contains("empty()"));
    assert!(refused(NAME.like(Pattern::raw("**"))).contains("star"));
    assert!(refused(!(NAME.eq("x") & NAME.eq("'\""))).contains("`name`"));
    let error = list()
        .order_by([NAME.asc(); 6])
        .into_call()
        .check()
        .expect_err("six fields");
    assert!(
        error.to_string().contains("5 fields at most, not by 6"),
        "{error}"
    );
}

#[test]
fn lists_join_what_is_asked_for() {
    let call = list()
        .filter(NAME.eq("a b+c"))
        .filter(STATUS.eq(Status::Ready) | STATUS.eq(Status::Draft))
        .order_by([CREATED.asc()])
        .order_by([NAME.desc(), CREATED.asc()])
        .search("x & y=z")
        .page_size(0)
        .offset(1 << 40)
        .into_call();
    assert_eq!(
        call.request().query(),
        Some(
            "eq(name,%22a%20b%2Bc%22)&or(eq(status,%22ready%22),eq(status,%22draft%22))\
             &ordering(-name,created.at)&search=%22x%20%26%20y%3Dz%22&limit=0&offset=1099511627776"
        )
    );
    assert_eq!(list().into_call().request().query(), None);
    assert_eq!(call.request().path(), "/usage/files/F");
}

/// What rows hold is one expression, which stands beside filters, pages and counts.
#[test]
fn selections_are_one_expression() {
    field!(TEMPLATE, TemplateField: str = "template"; Include);
    field!(ITEMS, ItemsField: str = "params.items"; Exclude);
    let selected = || list().select([TEMPLATE.include(), ITEMS.exclude()]);
    let call = selected().filter(NAME.eq("a")).page_size(2).into_call();
    assert_eq!(
        call.request().query(),
        Some("eq(name,%22a%22)&select(template,-params.items)&limit=2")
    );
    let again = selected().select([TEMPLATE.include()]).clone();
    assert_eq!(
        format!("{again:?}").matches("Selection(template)").count(),
        2
    );
    assert_eq!(
        again.into_count().request().query(),
        Some("select(template,-params.items)&limit=0")
    );
    let none = list().select(None::<Selection<Files>>).into_call();
    assert_eq!(none.request().query(), None);
}

/// The server reads the whole query string as one expression, so their values are quoted too.
#[test]
fn other_parameters_stand_beside_filters() {
    let beside = |mode: &str| {
        let request = Request::new(&GET).path("id", "F").query("mode", mode);
        List::<Files, File>::new(request)
            .filter(NAME.eq("a"))
            .into_call()
    };
    assert_eq!(decoded(&beside("a-b_1.5")), r#"mode=a-b_1.5&eq(name,"a")"#);
    assert_eq!(
        decoded(&beside(r#"x&eq(id,"1")"#)),
        r#"mode='x&eq(id,"1")'&eq(name,"a")"#
    );
    assert_eq!(decoded(&beside("")), r#"mode=empty()&eq(name,"a")"#);
    let error = beside("\"'").check().expect_err("both quotes");
    assert!(error.to_string().contains("`mode`"), "{error}");
    let alone = Request::new(&GET)
        .path("id", "F")
        .query("mode", "a,b")
        .returns_text();
    assert_eq!(alone.request().query(), Some("mode=a%2Cb"));
}

#[test]
fn the_empty_search_is_none() {
    assert_eq!(list().search("").into_call().request().query(), None);
}

#[test]
fn pages_are_rows_and_what_the_header_says() {
    let call = list().into_call();
    let response = support::response(200, r#"[{"id": "A"}, {"id": "B"}]"#);
    let page = call.decode(response.clone()).expect("a page");
    assert_eq!((page.rows.len(), page.first, page.total), (2, None, None));
    let page = call
        .decode(support::with_header(
            response,
            "content-range",
            "items 4-5/9",
        ))
        .expect("a page");
    assert_eq!(
        (page.rows.len(), page.first, page.total),
        (2, Some(4), Some(9))
    );
}

proptest! {
    /// Parses the query as the server's lexer does for a quoted value: the text between the quotes,
    /// up to the next quote of the same kind.
    #[test]
    fn no_value_becomes_a_condition(text in any::<String>()) {
        let call = list().filter(NAME.eq(&text)).into_call();
        let both = text.contains('"') && text.contains('\'');
        if both || text == "empty()" || text.is_empty() {
            prop_assert_eq!(call.check().is_err(), !text.is_empty());
        } else {
            let query = call.request().query().unwrap_or_default();
            prop_assert!(query.is_ascii() && !query.contains([' ', '+', '"', '\'', '#', '?']));
            let rql = decoded(&call);
            let value = rql.strip_prefix("eq(name,").and_then(|it| it.strip_suffix(')')).expect("the comparison");
            let quote = &value[..1];
            prop_assert_eq!(value[1..].find(quote), Some(value.len() - 2));
            prop_assert_eq!(&value[1..value.len() - 1], text.as_str());
        }
    }
}
