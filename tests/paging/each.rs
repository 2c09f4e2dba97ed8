//! What both clients do.

use std::time::{Duration, Instant};

use connect_usage::records;
use connect_usage::runtime::StatusCode;
use connect_usage::runtime::retry::Policy;
use connect_usage::{ErrorKind, Pattern, paging};

use crate::reader::{AnyRows, Records, count, first, pages};
use crate::server::{Platform, ids};
use crate::support::any::with_each;

fn list() -> Records {
    records::list().page_size(10)
}

#[test]
fn all_rows_come_over_the_wire() {
    with_each(|kind| {
        let platform = Platform::start(25);
        let list = list().filter(records::filter::HUB_ID.like(Pattern::raw("R-*")));
        let mut rows = AnyRows::of(&kind.client(platform.server()), list);
        let (read, error) = rows.rest();
        assert!(error.is_none());
        assert_eq!(read, ids(0..25));
        assert_eq!((rows.position(), rows.total()), (25, Some(25)));
        assert_eq!(rows.total_change(), None);
        let path = "/public/v1/usage/records?like(hub.id,%22R-%2A%22)";
        assert_eq!(
            platform.targets(),
            [
                format!("{path}&limit=10"),
                format!("{path}&limit=10&offset=10"),
                format!("{path}&limit=10&offset=20"),
            ]
        );
    });
}

#[test]
fn the_cap_of_the_server_is_taken_over() {
    with_each(|kind| {
        let platform = Platform::start(450).cap(100);
        let list = records::list().prefetch(3);
        let mut rows = AnyRows::of(&kind.client(platform.server()), list);
        assert_eq!(rows.rest().0, ids(0..450));
        let asked = platform.asked();
        let default = u64::from(paging::DEFAULT_PAGE_SIZE);
        assert_eq!(asked[..2], [(0, default), (100, default)]);
        assert_eq!(asked.len(), 5);
        assert!(asked[2..].iter().all(|(_, limit)| *limit == 100));
    });
}

#[test]
fn pages_come_as_they_are() {
    with_each(|kind| {
        let platform = Platform::start(25);
        let pages = pages(&kind.client(platform.server()), list());
        let sizes: Vec<_> = pages
            .into_iter()
            .map(|page| page.expect("a page"))
            .map(|page| (page.first, page.rows.len(), page.total))
            .collect();
        let total = Some(25);
        assert_eq!(
            sizes,
            [
                (Some(0), 10, total),
                (Some(10), 10, total),
                (Some(20), 5, total)
            ]
        );
        assert_eq!(platform.asked().len(), 3);
    });
}

#[test]
fn counting_asks_for_no_rows_and_the_first_for_one() {
    with_each(|kind| {
        let platform = Platform::start(25);
        let client = kind.client(platform.server());
        assert_eq!(count(&client, list()).expect("a count"), 25);
        let row = first(&client, list().offset(3)).expect("a row");
        assert_eq!(row.map(|it| it.id).as_deref(), Some("R-3"));
        let none = first(&client, list().offset(30)).expect("no row");
        assert!(none.is_none());
        assert_eq!(platform.asked(), [(0, 0), (3, 1), (30, 1)]);
    });
}

#[test]
fn without_prefetch_nothing_is_asked_for_before_it_is_wanted() {
    with_each(|kind| {
        let platform = Platform::start(25);
        let mut rows = AnyRows::of(&kind.client(platform.server()), list());
        assert_eq!(platform.asked(), []);
        for wanted in 0..10 {
            assert_eq!(rows.position(), wanted);
            rows.next().expect("a row").expect("a row");
            assert_eq!(platform.asked().len(), 1);
        }
        rows.next().expect("a row").expect("a row");
        assert_eq!(platform.asked().len(), 2);
        assert_eq!(platform.most_at_once(), 1);
    });
}

#[test]
fn prefetch_has_as_many_requests_under_way_and_never_more() {
    with_each(|kind| {
        for depth in [2, 5] {
            // After the first page an answer waits until as many requests are there.
            let platform = Platform::start(200).meeting(depth);
            let mut rows = AnyRows::of(&kind.client(platform.server()), list().prefetch(depth));
            assert_eq!(rows.rest().0, ids(0..200));
            assert_eq!(platform.most_at_once(), depth);
            assert_eq!(platform.asked().len(), 20);
        }
    });
}

#[test]
fn rows_stay_in_order_when_answers_do_not() {
    with_each(|kind| {
        // The later the page, the sooner the answer.
        let platform = Platform::start(80).delay(|offset| Duration::from_millis(80 - offset));
        let mut rows = AnyRows::of(&kind.client(platform.server()), list().prefetch(8));
        assert_eq!(rows.rest().0, ids(0..80));
    });
}

#[test]
fn an_error_comes_at_its_place_and_the_list_can_be_resumed_there() {
    with_each(|kind| {
        for depth in [1, 4] {
            let delay = |offset| Duration::from_millis(if offset == 10 { 60 } else { 0 });
            let platform = Platform::start(90).delay(delay).refusing_at(30);
            let client = kind.client(platform.server());
            let mut rows = AnyRows::of(&client, list().prefetch(depth));
            let (read, error) = rows.rest();
            assert_eq!(read, ids(0..30));
            let error = error.expect("an error");
            assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
            assert!(rows.next().is_none(), "it has ended");
            assert!(platform.asked().len() < 9, "it goes on after an error");

            platform.refuse_nothing();
            let list = list().prefetch(depth).offset(rows.position());
            assert_eq!(AnyRows::of(&client, list).rest().0, ids(30..90));
        }
    });
}

#[test]
fn what_is_dropped_requests_nothing_more() {
    with_each(|kind| {
        let platform = Platform::start(1000).delay(|offset| Duration::from_millis(offset.min(60)));
        let mut rows = AnyRows::of(&kind.client(platform.server()), list().prefetch(4));
        rows.next().expect("a row").expect("a row");
        let start = Instant::now();
        drop(rows);
        std::thread::sleep(Duration::from_millis(250).saturating_sub(start.elapsed()));
        // The first page, and those that were on the wire then.
        assert!(platform.asked().len() <= 5, "{:?}", platform.asked());

        let before = platform.asked().len();
        drop(AnyRows::of(&kind.client(platform.server()), list()));
        assert_eq!(platform.asked().len(), before);
    });
}

#[test]
fn what_is_dropped_repeats_nothing() {
    with_each(|kind| {
        let platform = Platform::start(1000).overloaded_from(10);
        let pause = Duration::from_millis(40);
        let policy = Policy::new().max_attempts(5).base(pause).cap(pause);
        let url = platform.server().url("/public/v1");
        let client = kind.builder(&url).retry(policy).build();
        let mut rows = AnyRows::of(&client, list().prefetch(4));
        rows.next().expect("a row").expect("a row");
        drop(rows);
        std::thread::sleep(pause * 8);
        let asked = platform.asked();
        assert!(asked.len() <= 5, "{asked:?}");
    });
}

#[test]
fn a_server_that_repeats_itself_is_an_error() {
    with_each(|kind| {
        let platform = Platform::start(40).stuck();
        let mut rows = AnyRows::of(&kind.client(platform.server()), list());
        let (read, error) = rows.rest();
        let error = error.expect("an error");
        assert_eq!((read.len(), error.kind()), (10, ErrorKind::Paging));
        assert!(!error.is_retryable());
        assert_eq!(
            error.to_string(),
            "records::list (GET /usage/records): the rows from 10 on were asked for, but the \
             answer's `Content-Range` says that it begins at row 0; the server repeats or skips \
             rows, and the page is not used"
        );
    });
}

#[test]
fn what_cannot_be_sent_is_not() {
    with_each(|kind| {
        let platform = Platform::start(40);
        let both_quotes = list().filter(records::filter::HUB_ID.eq("\"'"));
        let (_, error) = AnyRows::of(&kind.client(platform.server()), both_quotes).rest();
        assert_eq!(error.map(|it| it.kind()), Some(ErrorKind::InvalidRequest));
        assert_eq!(platform.asked(), []);
    });
}
