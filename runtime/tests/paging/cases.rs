//! One thing each.

use connect_runtime::driver::paging::Step;
use connect_runtime::paging::DEFAULT_PAGE_SIZE;
use connect_runtime::{ErrorKind, StatusCode};

use crate::driver::{ID, NAME, numbers, read};
use crate::server::{Event, Header, Server, response};

#[test]
fn page_size_and_take_are_two_things() {
    let query = |list: connect_runtime::List<_, i64>| {
        let call = list.into_call();
        call.request().query().map(str::to_owned)
    };
    assert_eq!(query(numbers()), None);
    assert_eq!(query(numbers().page_size(5)).as_deref(), Some("limit=5"));
    assert_eq!(query(numbers().take(7)).as_deref(), Some("limit=7"));
    let both = numbers().page_size(5).take(7).offset(2);
    assert_eq!(query(both.clone()).as_deref(), Some("limit=5&offset=2"));
    assert_eq!(
        query(both.page_size(50)).as_deref(),
        Some("limit=7&offset=2")
    );

    let mut server = Server::new(100, 1000, Header::Full);
    let list = numbers().page_size(5).take(7).offset(2);
    let outcome = read(list, 1, &[], |query| server.response(query));
    assert_eq!(outcome.rows, (2..9).collect::<Vec<_>>());
    assert_eq!(server.asked, [2..7, 7..9]);
}

#[test]
fn all_pages_are_asked_for_by_a_size_of_their_own() {
    let mut server = Server::new(1200, 1000, Header::Full);
    let outcome = read(numbers(), 1, &[], |query| server.response(query));
    assert_eq!(outcome.rows.len(), 1200);
    let size = u64::from(DEFAULT_PAGE_SIZE);
    assert_eq!(server.asked, [0..size, size..2 * size, 1000..1500]);
}

#[test]
fn a_cap_is_taken_over() {
    let mut server = Server::new(45, 10, Header::Full);
    let outcome = read(numbers().page_size(30), 1, &[], |query| {
        server.response(query)
    });
    assert_eq!(outcome.rows.len(), 45);
    assert_eq!(server.asked, [0..30, 10..40, 20..30, 30..40, 40..50]);
}

#[test]
fn a_short_page_in_the_middle_is_completed_before_later_rows() {
    let mut server = Server::new(40, 10, Header::Full).events([(2, Event::Short(4))]);
    let outcome = read(numbers().page_size(10), 3, &[], |query| {
        server.response(query)
    });
    assert_eq!(outcome.rows, (0..40).collect::<Vec<_>>());
    assert_eq!(server.asked, [0..10, 10..20, 20..30, 30..40, 24..30]);
}

#[test]
fn one_odd_page_does_not_make_all_pages_small() {
    let mut server = Server::new(100, 50, Header::Full).events([(0, Event::Short(1))]);
    read(numbers().page_size(50), 4, &[], |query| {
        server.response(query)
    });
    assert_eq!(server.asked, [0..50, 1..51, 51..101]);
}

#[test]
fn the_first_short_page_without_a_total_may_be_a_cap() {
    for (rows, offsets) in [
        (25, vec![0, 10, 20]), // the last page is shorter than the others
        (20, vec![0, 10, 20]), // an empty page
        (7, vec![0, 7]),
        (0, vec![0]),
    ] {
        let mut server = Server::new(rows, 10, Header::Missing);
        let outcome = read(numbers().page_size(30), 1, &[], |query| {
            server.response(query)
        });
        assert_eq!(outcome.rows.len() as u64, rows);
        let asked: Vec<u64> = server.asked.iter().map(|it| it.start).collect();
        assert_eq!(asked, offsets);
        assert_eq!(outcome.total, None);
    }
}

#[test]
fn prefetch_learns_from_the_first_page_and_stops_at_the_total() {
    let mut server = Server::new(95, 10, Header::Full);
    let outcome = read(numbers().page_size(10), 4, &[3, 2, 1], |query| {
        server.response(query)
    });
    assert_eq!(outcome.in_flight, 4);
    assert_eq!(outcome.requests, 10);

    let mut server = Server::new(5, 10, Header::Full);
    let outcome = read(numbers().page_size(10), 4, &[], |query| {
        server.response(query)
    });
    assert_eq!((outcome.in_flight, outcome.requests), (1, 1));
}

#[test]
fn without_prefetch_a_page_is_asked_for_when_it_is_wanted() {
    for (prefetch, expected) in [(1, 1), (2, 3), (3, 4)] {
        let mut server = Server::new(95, 10, Header::Full);
        let mut pager = numbers().page_size(10).prefetch(prefetch).into_pager();
        let mut requests = 0;
        loop {
            match pager.step() {
                Step::Send(ticket, call) => {
                    requests += 1;
                    let response = server.response(call.request().query());
                    pager.completed(ticket, call.decode(response));
                }
                Step::Page(_) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(requests, expected, "when the first page is given out");
    }
}

#[test]
fn a_server_that_repeats_its_first_page_is_an_error() {
    for (header, text) in [
        (Header::Full, "says that it begins at row 0"),
        (Header::FirstOnly, "says that it begins at row 0"),
        (
            Header::TotalOnly,
            "the page from row 10 on is byte for byte the one before it",
        ),
        (
            Header::Missing,
            "the page from row 10 on is byte for byte the one before it",
        ),
    ] {
        for prefetch in [1, 4] {
            let mut server = Server::new(95, 10, header);
            server.heeds_offset = false;
            let outcome = read(numbers().page_size(10), prefetch, &[], |query| {
                server.response(query)
            });
            assert!(outcome.message().contains(text), "{}", outcome.message());
            assert_eq!(outcome.error.map(|it| it.kind()), Some(ErrorKind::Paging));
            assert_eq!((outcome.rows.len(), outcome.position), (10, 10));
        }
    }
}

#[test]
fn pages_that_the_header_tells_apart_may_be_the_same() {
    let mut offset = 0;
    let outcome = read(numbers().page_size(3), 1, &[], |_query| {
        let range = format!("items {offset}-{}/9", offset + 2);
        offset += 3;
        response(StatusCode::OK, Some(&range), "[7, 7, 7]".to_owned())
    });
    assert!(outcome.error.is_none());
    assert_eq!(outcome.rows, [7; 9]);
}

#[test]
fn nothing_is_asked_for_behind_an_error() {
    let mut server = Server::new(200, 10, Header::Full).events([(1, Event::Fails)]);
    // The second of those under way is returned first, with the error.
    let outcome = read(numbers().page_size(10), 4, &[0, 1, 0], |query| {
        server.response(query)
    });
    assert_eq!(
        outcome.error.and_then(|it| *it.status()),
        Some(StatusCode::BAD_GATEWAY)
    );
    assert_eq!(outcome.rows, (0..20).collect::<Vec<_>>());
    assert_eq!(outcome.requests, 5);
}

#[test]
fn a_server_that_never_ends_is_an_error() {
    for prefetch in [1, 4] {
        let mut next = 0;
        let list = numbers().page_size(10).max_pages(7);
        let outcome = read(list, prefetch, &[], |_query| {
            next += 1;
            response(StatusCode::OK, None, format!("{:?}", [next; 10]))
        });
        assert_eq!((outcome.requests, outcome.rows.len()), (7, 70));
        assert!(
            outcome
                .message()
                .contains("does not end after 7 requests; if it is that long, raise `max_pages`"),
            "{}",
            outcome.message()
        );
        assert_eq!(outcome.position, 70);
    }
}

#[test]
fn as_many_requests_as_may_be_can_be_enough() {
    for prefetch in [1, 4] {
        let mut server = Server::new(70, 10, Header::Full);
        let list = numbers().page_size(10).max_pages(7);
        let outcome = read(list, prefetch, &[], |query| server.response(query));
        assert!(outcome.error.is_none());
        assert_eq!(outcome.rows.len(), 70);
    }
}

#[test]
fn an_empty_page_before_the_total_is_an_error() {
    let mut requests = 0;
    let outcome = read(numbers().page_size(2), 1, &[], |_query| {
        requests += 1;
        match requests {
            1 => response(StatusCode::OK, Some("items 0-1/4"), "[1, 2]".to_owned()),
            _ => response(StatusCode::OK, Some("items 2-2/4"), "[]".to_owned()),
        }
    });
    assert_eq!(outcome.rows, [1, 2]);
    let text = "has 4 rows, but holds none from row 2 on";
    assert!(outcome.message().contains(text), "{}", outcome.message());
}

#[test]
fn an_empty_page_that_says_nothing_ends_a_list_and_is_told() {
    for strict in [false, true] {
        let mut requests = 0;
        let list = numbers().page_size(2);
        let list = if strict {
            list.require_stable_total()
        } else {
            list
        };
        let outcome = read(list, 1, &[], |_query| {
            requests += 1;
            match requests {
                1 => response(StatusCode::OK, Some("items 0-1/4"), "[1, 2]".to_owned()),
                _ => response(StatusCode::OK, None, "[]".to_owned()),
            }
        });
        assert_eq!(outcome.error.is_some(), strict);
        let change = outcome.change.expect("a change");
        assert_eq!((change.before, change.after, change.position), (4, 2, 2));
    }
}

#[test]
fn changes_of_the_total_are_told() {
    let mut server = Server::new(20, 10, Header::Full).events([(1, Event::Append(3))]);
    let outcome = read(numbers().page_size(10), 1, &[], |query| {
        server.response(query)
    });
    let change = outcome.change.expect("a change");
    assert_eq!((change.before, change.after, change.position), (20, 23, 10));
    assert_eq!((outcome.rows.len(), outcome.total), (23, Some(23)));

    let mut server = Server::new(20, 10, Header::Full).events([(1, Event::Remove(2))]);
    let list = numbers().page_size(10).require_stable_total();
    let outcome = read(list, 1, &[], |query| server.response(query));
    let text = "the list had 20 rows and has 18 at row 10";
    assert!(outcome.message().contains(text), "{}", outcome.message());
    assert_eq!(outcome.position, 10);
}

#[test]
fn what_cannot_be_read_is_said_before_anything_is_sent() {
    let outcome = read(numbers().page_size(0), 1, &[], |_query| unreachable!());
    assert_eq!(
        outcome.error.as_ref().map(|it| it.kind()),
        Some(ErrorKind::InvalidRequest)
    );
    assert!(outcome.message().contains("pages of 0 rows"));
    for list in [numbers().take(0), numbers().offset(u64::MAX)] {
        let outcome = read(list, 1, &[], |_query| unreachable!());
        assert_eq!((outcome.requests, outcome.rows.len()), (0, 0));
    }
}

#[test]
fn a_row_that_cannot_be_read_costs_itself_alone() {
    let mut server = Server::new(25, 10, Header::Full);
    server.unreadable = vec![0, 3, 4, 19, 24];
    let list = numbers().page_size(10).take(24);
    let outcome = read(list, 2, &[], |query| server.response(query));
    assert!(outcome.error.is_none());
    assert_eq!(outcome.unreadable, [0, 3, 4, 19]);
    let readable = (0..24).filter(|it| ![0, 3, 4, 19].contains(it));
    assert_eq!(outcome.rows, readable.collect::<Vec<_>>());
    assert_eq!(outcome.position, 24);
}

#[test]
fn a_page_is_cut_at_a_row_that_cannot_be_read() {
    let mut pager = numbers().offset(5).into_pager();
    let Step::Send(ticket, call) = pager.step() else {
        panic!("it sends a request first");
    };
    let body = "[5, 18446744073709551616, 7, null]".to_owned();
    let page = response(StatusCode::OK, Some("items 5-8/9"), body);
    pager.completed(ticket, call.decode(page));
    let Step::Page(page) = pager.step() else {
        panic!("the row before comes first");
    };
    assert_eq!(
        (page.first, page.rows, page.total),
        (Some(5), vec![5], Some(9))
    );
    let Step::Unreadable(error) = pager.step() else {
        panic!("the row that cannot be read comes next");
    };
    assert_eq!((error.row(), error.path()), (Some(6), Some("$")));
    assert_eq!(error.body(), b"18446744073709551616");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "numbers::list (GET /numbers): the row at offset 6 is not of the expected form at $: the number \
         18446744073709551616 cannot be held exactly as an integer; found 18446744073709551616 (status 200 OK)"
    );
    let Step::Page(page) = pager.step() else {
        panic!("the row behind follows");
    };
    assert_eq!((page.first, page.rows), (Some(7), vec![7]));
    assert!(matches!(pager.step(), Step::Unreadable(error) if error.row() == Some(8)));
    assert_eq!(pager.position(), 9);
    assert!(matches!(pager.step(), Step::Done));
}

#[test]
fn what_is_not_an_array_ends_the_list() {
    for body in ["{}", "[1, 1.5", "<html>", "[1, \"\u{fffd}\"] x"] {
        let outcome = read(numbers(), 1, &[], |_query| {
            response(StatusCode::OK, None, body.to_owned())
        });
        let error = outcome.error.expect("an error");
        assert_eq!((error.kind(), error.row()), (ErrorKind::Decode, None));
        assert_eq!((outcome.rows.len(), outcome.position), (0, 0));
    }
}

#[test]
fn rows_are_counted_without_rows() {
    let call = numbers().take(3).offset(4).page_size(9).into_count();
    assert_eq!(call.request().query(), Some("limit=0"));
    let count = |range: Option<&str>, body: &str| {
        call.decode(response(StatusCode::OK, range, body.to_owned()))
            .map_err(|it| it.kind())
    };
    assert_eq!(count(Some("items 0-0/12"), "[]"), Ok(12));
    assert_eq!(count(Some("items 0-0/0"), "[]"), Ok(0));
    // A server that does not heed the limit.
    assert_eq!(count(Some("items 0-1/12"), "[1, 2]"), Ok(12));
    assert_eq!(count(Some("items 0-1/12"), "[1, 1e300]"), Ok(12));
    assert_eq!(count(Some("items 0-1/1"), "[1, 2]"), Err(ErrorKind::Paging));
    assert_eq!(count(None, "[]"), Err(ErrorKind::Paging));
    assert_eq!(count(Some("items 0-0/*"), "[]"), Err(ErrorKind::Paging));
}

#[test]
fn the_first_row_is_asked_for_alone() {
    let call = numbers().offset(4).page_size(9).into_first();
    assert_eq!(call.request().query(), Some("limit=1&offset=4"));
    let first = |body: &str| call.decode(response(StatusCode::OK, None, body.to_owned()));
    assert_eq!(first("[7]").ok(), Some(Some(7)));
    assert_eq!(first("[]").ok(), Some(None));
}

#[test]
fn a_stable_order_follows_the_users() {
    let ordering = |list: connect_runtime::List<_, i64>| {
        let call = list.into_call();
        call.request().query().map(str::to_owned)
    };
    let by_name = || numbers().order_by([NAME.desc()]);
    assert_eq!(
        ordering(numbers().in_stable_order()).as_deref(),
        Some("ordering(id)")
    );
    assert_eq!(
        ordering(by_name().in_stable_order()).as_deref(),
        Some("ordering(-name,id)")
    );
    let later = numbers().in_stable_order().order_by([NAME.asc()]);
    assert_eq!(ordering(later).as_deref(), Some("ordering(name,id)"));
    // It is stable already.
    let by_id = numbers().order_by([ID.desc()]).in_stable_order();
    assert_eq!(ordering(by_id).as_deref(), Some("ordering(-id)"));
}
