//! Lists of which a success may have no body: such a page has no rows.

use connect_runtime::{ErrorKind, List, Method, Operation, Request, Response, Segment, StatusCode};

use crate::driver::{Numbers, numbers, read};
use crate::server::{Header, Server, response};

/// As generated code has it where 204 is declared beside 200.
static SPARSE: Operation = Operation::new(
    "numbers::sparse",
    Method::GET,
    &[Segment::Literal("sparse")],
    "/paths/~1sparse/get",
)
.no_content();

fn sparse() -> List<Numbers, i64> {
    List::new(Request::new(&SPARSE))
}

fn empty(range: Option<&str>) -> Response {
    response(StatusCode::NO_CONTENT, range, String::new())
}

/// Responds like the server, and with 204 where the page has no rows.
fn without_body(server: &mut Server, query: Option<&str>) -> Response {
    let page = server.response(query);
    match &page.body()[..] {
        b"[]" => empty(None),
        _ => page,
    }
}

#[test]
fn a_page_without_a_body_is_empty() {
    let call = sparse().into_call();
    let page = call.decode(empty(None)).expect("a page");
    assert_eq!((page.rows, page.first, page.total), (vec![], None, None));
    let page = call.decode(empty(Some("items 0-0/0"))).expect("a page");
    assert_eq!((page.rows, page.total), (vec![], Some(0)));
    for status in [StatusCode::OK, StatusCode::ACCEPTED] {
        let page = call.decode(response(status, None, " \n".to_owned()));
        assert!(page.expect("a page").rows.is_empty());
    }
    let page = call.decode(response(StatusCode::OK, None, "[7]".to_owned()));
    assert_eq!(page.expect("a page").rows, [7]);
    assert_eq!(sparse().into_first().decode(empty(None)).ok(), Some(None));
}

#[test]
fn a_failure_without_a_body_is_no_page() {
    let failure = || response(StatusCode::NOT_FOUND, None, String::new());
    let error = sparse().into_call().decode(failure());
    assert_eq!(error.expect_err("a failure").kind(), ErrorKind::Api);
    let outcome = read(sparse(), 1, &[], |_query| failure());
    assert_eq!(outcome.error.expect("a failure").kind(), ErrorKind::Api);
}

#[test]
fn where_none_is_declared_a_body_is_expected() {
    let error = numbers().into_call().decode(empty(None));
    assert_eq!(error.expect_err("no rows").kind(), ErrorKind::Decode);
    let outcome = read(numbers(), 1, &[], |_query| empty(None));
    assert_eq!(outcome.error.expect("no rows").kind(), ErrorKind::Decode);
}

#[test]
fn a_page_without_a_body_ends_the_list() {
    for (rows, offsets) in [(20, vec![0, 10, 20]), (0, vec![0])] {
        for prefetch in [1, 3] {
            let mut server = Server::new(rows, 10, Header::Missing);
            let list = sparse().page_size(10);
            let outcome = read(list, prefetch, &[1, 0], |query| {
                without_body(&mut server, query)
            });
            assert!(outcome.error.is_none(), "{:?}", outcome.error);
            assert_eq!(outcome.rows, (0..rows as i64).collect::<Vec<_>>());
            assert_eq!(outcome.position, rows);
            if prefetch == 1 {
                let asked: Vec<u64> = server.asked.iter().map(|it| it.start).collect();
                assert_eq!(asked, offsets);
            }
        }
    }
}

#[test]
fn a_page_without_a_body_before_the_total_is_a_change_of_the_total() {
    for strict in [false, true] {
        let mut requests = 0;
        let list = match strict {
            true => sparse().require_stable_total(),
            false => sparse(),
        };
        let outcome = read(list, 1, &[], |_query| {
            requests += 1;
            match requests {
                1 => response(StatusCode::OK, Some("items 0-1/4"), "[1, 2]".to_owned()),
                _ => empty(None),
            }
        });
        assert_eq!(outcome.error.is_some(), strict);
        let change = outcome.change.expect("a change");
        assert_eq!((change.before, change.after, change.position), (4, 2, 2));
    }
}

#[test]
fn a_page_without_a_body_that_names_more_rows_is_an_error() {
    let outcome = read(sparse(), 1, &[], |_query| empty(Some("items */5")));
    assert_eq!(
        outcome.error.as_ref().map(|it| it.kind()),
        Some(ErrorKind::Paging)
    );
    assert!(outcome.message().contains("the list has 5 rows"));
}

#[test]
fn without_a_total_rows_are_not_counted() {
    let call = sparse().into_count();
    assert_eq!(call.decode(empty(Some("items 0-0/12"))).ok(), Some(12));
    let error = call.decode(empty(None)).expect_err("no total");
    assert_eq!(error.kind(), ErrorKind::Paging);
}
