//! Lists: pages, rows, their number, the first row; and the requests for them.

mod reader;

use std::time::{Duration, Instant};

use connect_fake::Received;
use connect_fake::faults::Fault;
use connect_fake::{FileSeed, FileStatus, RecordSeed};
use connect_usage::records;
use connect_usage::runtime::StatusCode;
use connect_usage::runtime::retry::Policy;
use connect_usage::{ErrorKind, Pattern, paging};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::records::{Platform, Receives, ids, unreadable};
use reader::{AnyRows, Records, count, first, pages};

cases![
    all_rows_are_read,
    the_page_size_limit_of_the_server_is_adopted,
    pages_are_returned_as_the_server_sends_them,
    count_requests_no_rows_and_first_requests_one,
    without_prefetch_pages_are_requested_when_they_are_read,
    prefetch_keeps_exactly_its_number_of_requests_in_flight,
    rows_stay_in_order_when_responses_do_not,
    an_error_appears_at_its_row_and_the_list_can_be_resumed_there,
    a_row_that_cannot_be_read_is_an_error_in_its_place,
    collecting_fails_at_a_row_that_cannot_be_read,
    a_dropped_list_sends_no_more_requests,
    a_dropped_list_makes_no_retries,
    a_server_that_repeats_rows_is_an_error,
    an_invalid_request_is_not_sent,
    each_row_of_the_platform_is_returned_once_despite_faults,
];

impl Receives for Host {
    fn requests(&self) -> Vec<Received> {
        self.requests()
    }
}

/// Starts a platform with this number of records.
fn served(net: &Net, rows: u64) -> Platform<Host> {
    Platform::served(rows, |handler| net.serve(handler))
}

fn list() -> Records {
    records::list().page_size(10)
}

fn all_rows_are_read(net: &Net) {
    let platform = served(net, 25);
    let list = list().filter(records::filter::HUB_ID.like(Pattern::raw("R-*")));
    let mut rows = AnyRows::of(&platform.server().client(), list);
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
}

fn the_page_size_limit_of_the_server_is_adopted(net: &Net) {
    let platform = served(net, 450).cap(100);
    let list = records::list().prefetch(3);
    let mut rows = AnyRows::of(&platform.server().client(), list);
    assert_eq!(rows.rest().0, ids(0..450));
    let asked = platform.asked();
    let default = u64::from(paging::DEFAULT_PAGE_SIZE);
    assert_eq!(asked[..2], [(0, default), (100, default)]);
    assert_eq!(asked.len(), 5);
    assert!(asked[2..].iter().all(|(_, limit)| *limit == 100));
}

fn pages_are_returned_as_the_server_sends_them(net: &Net) {
    let platform = served(net, 25);
    let pages = pages(&platform.server().client(), list());
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
}

fn count_requests_no_rows_and_first_requests_one(net: &Net) {
    let platform = served(net, 25);
    let client = platform.server().client();
    assert_eq!(count(&client, list()).expect("a count"), 25);
    let row = first(&client, list().offset(3)).expect("a row");
    assert_eq!(row.map(|it| it.id).as_deref(), Some("R-3"));
    let none = first(&client, list().offset(30)).expect("no row");
    assert!(none.is_none());
    assert_eq!(platform.asked(), [(0, 0), (3, 1), (30, 1)]);
}

fn without_prefetch_pages_are_requested_when_they_are_read(net: &Net) {
    let platform = served(net, 25);
    let mut rows = AnyRows::of(&platform.server().client(), list());
    assert_eq!(platform.asked(), []);
    for wanted in 0..10 {
        assert_eq!(rows.position(), wanted);
        rows.next().expect("a row").expect("a row");
        assert_eq!(platform.asked().len(), 1);
    }
    rows.next().expect("a row").expect("a row");
    assert_eq!(platform.asked().len(), 2);
    assert_eq!(platform.most_at_once(), 1);
}

fn prefetch_keeps_exactly_its_number_of_requests_in_flight(net: &Net) {
    for depth in [2, 5] {
        // After the first page, responses wait until that many requests are in flight.
        let platform = served(net, 200).meeting(depth);
        let mut rows = AnyRows::of(&platform.server().client(), list().prefetch(depth));
        assert_eq!(rows.rest().0, ids(0..200));
        assert_eq!(platform.most_at_once(), depth);
        assert_eq!(platform.asked().len(), 20);
    }
}

fn rows_stay_in_order_when_responses_do_not(net: &Net) {
    // The later the page, the sooner the response.
    let platform = served(net, 80).delay(|offset| Duration::from_millis(80 - offset));
    let mut rows = AnyRows::of(&platform.server().client(), list().prefetch(8));
    assert_eq!(rows.rest().0, ids(0..80));
}

fn an_error_appears_at_its_row_and_the_list_can_be_resumed_there(net: &Net) {
    for depth in [1, 4] {
        let delay = |offset| Duration::from_millis(if offset == 10 { 60 } else { 0 });
        let platform = served(net, 90).delay(delay).refusing_at(30);
        let client = platform.server().client();
        let mut rows = AnyRows::of(&client, list().prefetch(depth));
        let (read, error) = rows.rest();
        assert_eq!(read, ids(0..30));
        let error = error.expect("an error");
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        assert!(rows.next().is_none(), "it has ended");
        assert!(platform.asked().len() < 9, "it continues after an error");

        platform.refuse_nothing();
        let list = list().prefetch(depth).offset(rows.position());
        assert_eq!(AnyRows::of(&client, list).rest().0, ids(30..90));
    }
}

fn a_row_that_cannot_be_read_is_an_error_in_its_place(net: &Net) {
    for depth in [1, 3] {
        let platform = served(net, 35).unreadable([4, 10, 11, 34]);
        let client = platform.server().client();
        let mut rows = AnyRows::of(&client, list().prefetch(depth));
        for wanted in 0..35 {
            assert_eq!(rows.position(), wanted);
            let error = match rows.next().expect("a row") {
                Ok(row) => {
                    assert_eq!(row.id, format!("R-{wanted}"));
                    continue;
                }
                Err(error) => error,
            };
            assert!([4, 10, 11, 34].contains(&wanted), "{error}");
            assert_eq!((error.row(), error.path()), (Some(wanted), Some("$.tier")));
            assert_eq!(error.body(), unreadable(wanted).as_bytes());
            let text = "the number 1e300 cannot be held exactly as an integer";
            assert!(error.to_string().contains(text), "{error}");
        }
        assert!(rows.next().is_none());
        assert_eq!((rows.position(), rows.total()), (35, Some(35)));
        assert_eq!(platform.asked().len(), 4);
        assert_eq!(count(&client, list()).expect("a count"), 35);

        let pages = pages(&client, list().prefetch(depth));
        let sizes = pages.iter().map(|page| match page {
            Ok(page) => Ok((page.first, page.rows.len())),
            Err(error) => Err(error.row()),
        });
        let expected = [
            Ok((Some(0), 4)),
            Err(Some(4)),
            Ok((Some(5), 5)),
            Err(Some(10)),
            Err(Some(11)),
            Ok((Some(12), 8)),
            Ok((Some(20), 10)),
            Ok((Some(30), 4)),
            Err(Some(34)),
        ];
        assert_eq!(sizes.collect::<Vec<_>>(), expected);
    }
}

fn collecting_fails_at_a_row_that_cannot_be_read(net: &Net) {
    let platform = served(net, 35).unreadable([24]);
    let client = platform.server().client();
    let error = AnyRows::of(&client, list())
        .collect()
        .expect_err("a row is missing");
    assert_eq!(error.row(), Some(24));
    let rest = AnyRows::of(&client, list().offset(25)).collect();
    assert_eq!(rest.expect("rows").len(), 10);
}

fn a_dropped_list_sends_no_more_requests(net: &Net) {
    let platform = served(net, 1000).delay(|offset| Duration::from_millis(offset.min(60)));
    let mut rows = AnyRows::of(&platform.server().client(), list().prefetch(4));
    rows.next().expect("a row").expect("a row");
    let start = Instant::now();
    drop(rows);
    std::thread::sleep(Duration::from_millis(250).saturating_sub(start.elapsed()));
    // The first page, and those in flight at that time.
    assert!(platform.asked().len() <= 5, "{:?}", platform.asked());

    let before = platform.asked().len();
    drop(AnyRows::of(&platform.server().client(), list()));
    assert_eq!(platform.asked().len(), before);
}

fn a_dropped_list_makes_no_retries(net: &Net) {
    let platform = served(net, 1000).overloaded_from(10);
    let pause = Duration::from_millis(40);
    let policy = Policy::new().max_attempts(5).base(pause).cap(pause);
    let client = platform
        .server()
        .builder("/public/v1")
        .retry(policy)
        .build();
    let mut rows = AnyRows::of(&client, list().prefetch(4));
    rows.next().expect("a row").expect("a row");
    drop(rows);
    std::thread::sleep(pause * 8);
    let asked = platform.asked();
    assert!(asked.len() <= 5, "{asked:?}");
}

fn a_server_that_repeats_rows_is_an_error(net: &Net) {
    let platform = served(net, 40).stuck();
    let mut rows = AnyRows::of(&platform.server().client(), list());
    let (read, error) = rows.rest();
    let error = error.expect("an error");
    assert_eq!((read.len(), error.kind()), (10, ErrorKind::Paging));
    assert!(!error.is_retryable());
    assert_eq!(
        error.to_string(),
        "records::list (GET /usage/records): the rows from 10 on were asked for, but the \
             response's `Content-Range` says that it begins at row 0; the server repeats or skips \
             rows, and the page is not used"
    );
}

fn an_invalid_request_is_not_sent(net: &Net) {
    let platform = served(net, 40);
    let both_quotes = list().filter(records::filter::HUB_ID.eq("\"'"));
    let (_, error) = AnyRows::of(&platform.server().client(), both_quotes).rest();
    assert_eq!(error.map(|it| it.kind()), Some(ErrorKind::InvalidRequest));
    assert_eq!(platform.asked(), []);
}

/// With a platform that limits pages, and faults of the connection: calls are retried, and if that is not enough, the
/// list is resumed where it stopped.
fn each_row_of_the_platform_is_returned_once_despite_faults(net: &Net) {
    let broken = [
        Fault::None,
        Fault::ResetProcessed,
        Fault::Cut { at: 500 },
        Fault::Unavailable { retry_after: None },
        Fault::None,
        Fault::Garbage,
    ];
    // One more than the attempts of a call.
    let down = [const { Fault::TooManyRequests { retry_after: None } }; 5];
    let faults: Vec<_> = broken.into_iter().chain(down).collect();
    for depth in [1, 3] {
        let builder = connect_fake::Platform::builder().page_cap(7);
        let stage = net.stage(builder, faults.clone(), []);
        let client = stage.provider();
        let rows = (1..=50).map(|it| RecordSeed::new().item(it));
        let seed = FileSeed::new().status(FileStatus::Accepted).records(rows);
        let file = stage.platform.add_file(seed);
        stage
            .platform
            .add_file(FileSeed::new().status(FileStatus::Accepted));
        let expected = stage.platform.records(&file);
        let list = || {
            let of_file = records::filter::USAGEFILE_ID.eq(&file);
            records::list().filter(of_file).prefetch(depth)
        };
        let (mut found, mut resumed) = (Vec::new(), 0);
        loop {
            let mut rows = AnyRows::of(&client, list().offset(found.len() as u64));
            let (read, error) = rows.rest();
            found.extend(read);
            assert_eq!(rows.position(), found.len() as u64);
            match error {
                None => break,
                Some(error) => assert_eq!(error.attempts(), 4, "{error}"),
            }
            resumed += 1;
        }
        assert_eq!(found, expected);
        // Five failures are too many for one call. With prefetch, several calls share them.
        assert!(depth > 1 || resumed == 1, "{resumed}");
        assert_eq!(count(&client, list()).expect("a count"), 50);
        let row = first(&client, list().offset(49)).expect("a row");
        assert_eq!(row.map(|it| it.id).as_ref(), expected.last());
    }
}
