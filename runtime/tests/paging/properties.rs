//! Random lists and servers: the rows that come out are exactly the rows that are there.

use connect_runtime::{ErrorKind, List, StatusCode};
use proptest::prelude::*;

use crate::driver::{Numbers, numbers, read};
use crate::server::{Event, Header, Server, response};

/// What a user asks for.
#[derive(Debug, Clone)]
struct Wish {
    page_size: u32,
    offset: u64,
    take: Option<u64>,
    prefetch: usize,
    /// Which of the responses that are due comes next.
    order: Vec<usize>,
}

impl Wish {
    fn list(&self) -> List<Numbers, i64> {
        let list = numbers().page_size(self.page_size).offset(self.offset);
        match self.take {
            Some(rows) => list.take(rows),
            None => list,
        }
    }

    /// The rows that are wanted of those that are there.
    fn of(&self, rows: &[i64]) -> Vec<i64> {
        let rows = rows.iter().skip(self.offset as usize);
        rows.take(self.take.unwrap_or(u64::MAX) as usize)
            .copied()
            .collect()
    }
}

fn wish() -> impl Strategy<Value = Wish> {
    let order = prop::collection::vec(0..8_usize, 1..12);
    let take = prop::option::weighted(0.3, 0..90_u64);
    (1..30_u32, 0..70_u64, take, 0..7_usize, order).prop_map(
        |(page_size, offset, take, prefetch, order)| Wish {
            page_size,
            offset: offset.saturating_sub(20), // often none
            take,
            prefetch,
            order,
        },
    )
}

fn header() -> impl Strategy<Value = Header> {
    prop::sample::select(&Header::ALL[..])
}

fn with_total() -> impl Strategy<Value = Header> {
    let with_total = Header::ALL.into_iter().filter(|it| it.has_total());
    prop::sample::select(with_total.collect::<Vec<_>>())
}

fn server() -> impl Strategy<Value = Server> {
    (0..150_u64, 1..25_u64, header()).prop_map(|(rows, cap, header)| Server::new(rows, cap, header))
}

fn events(event: impl Strategy<Value = Event>) -> impl Strategy<Value = Vec<(usize, Event)>> {
    prop::collection::vec((0..12_usize, event), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Whatever the cap, the page size, the header and the order of responses.
    #[test]
    fn all_rows_come_out(server in server(), wish in wish()) {
        let (mut model, expected) = (server.clone(), wish.of(&server.rows));
        let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));

        prop_assert!(outcome.error.is_none(), "{}", outcome.message());
        prop_assert_eq!(&outcome.rows, &expected);
        prop_assert_eq!(outcome.position, wish.offset + expected.len() as u64);
        if server.header.has_total() {
            prop_assert_eq!(outcome.change, None);
        }
        // Each full page once; one to find the cap or the end; and those ahead of an end that no
        // header tells.
        let pages = (expected.len() as u64).div_ceil(server.cap.min(wish.page_size.into()));
        let ahead = if server.header.has_total() { 0 } else { wish.prefetch as u64 };
        prop_assert!(outcome.requests as u64 <= pages + 1 + ahead, "{} requests", outcome.requests);
        prop_assert!(wish.take.is_none_or(|it| model.asked.iter().all(|asked| asked.end <= wish.offset + it)));
    }

    /// Pages that are shorter or longer than they should be cost requests, never rows, as long as the
    /// total is known.
    #[test]
    fn uneven_pages_lose_nothing(
        server in (0..150_u64, 1..25_u64, with_total()),
        wish in wish(),
        events in events(prop_oneof![(1..9_u64).prop_map(Event::Short), Just(Event::Generous)]),
    ) {
        let mut model = Server::new(server.0, server.1, server.2).events(events);
        let expected = wish.of(&model.rows);
        let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));
        prop_assert!(outcome.error.is_none(), "{}", outcome.message());
        prop_assert_eq!(outcome.rows, expected);
    }

    /// A row that cannot be read is told in its place, and costs no other row.
    #[test]
    fn unreadable_rows_cost_themselves_alone(
        server in server(),
        wish in wish(),
        unreadable in prop::collection::vec(0..150_i64, 0..40),
    ) {
        let mut model = server;
        model.unreadable = unreadable;
        let (bad, good) = wish.of(&model.rows).into_iter().partition(|it| model.unreadable.contains(it));
        let (bad, good): (Vec<i64>, Vec<i64>) = (bad, good);
        let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));
        if outcome.error.is_some() {
            // Two pages in a row of nothing but such rows, and no header tells them apart.
            prop_assert!(outcome.message().contains("byte for byte"), "{}", outcome.message());
            return Ok(());
        }
        prop_assert_eq!(&outcome.rows, &good);
        let bad: Vec<u64> = bad.into_iter().map(|it| it as u64).collect();
        prop_assert_eq!(outcome.unreadable, bad);
        prop_assert_eq!(outcome.position, wish.offset + wish.of(&model.rows).len() as u64);
    }

    /// An error comes out at its place, and the reading can be resumed there, with nothing lost and
    /// nothing doubled.
    #[test]
    fn errors_stand_at_their_place(
        server in server(),
        wish in wish(),
        failing in events(Just(Event::Fails)),
    ) {
        let mut model = server.events(failing);
        let expected = wish.of(&model.rows);
        let mut rows = Vec::new();
        let mut wish = wish;
        loop {
            let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));
            rows.extend(outcome.rows);
            match outcome.error {
                None => break,
                Some(error) => prop_assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY)),
            }
            prop_assert!(expected.starts_with(&rows));
            wish.take = wish.take.map(|it| it - (outcome.position - wish.offset));
            wish.offset = outcome.position;
        }
        prop_assert_eq!(rows, expected);
    }

    /// Rows that come at the end while the list is read: what was there comes out, and of the new
    /// ones none is doubled or left out in between. The change is told.
    #[test]
    fn lists_may_grow(
        server in (0..100_u64, 1..25_u64, with_total()),
        wish in wish(),
        events in events((1..5_u64).prop_map(Event::Append)),
    ) {
        let mut model = Server::new(server.0, server.1, server.2).events(events);
        let before = wish.of(&model.rows);
        let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));
        prop_assert!(outcome.error.is_none(), "{}", outcome.message());
        prop_assert!(outcome.rows.starts_with(&before));
        prop_assert!(wish.of(&model.rows).starts_with(&outcome.rows));
        if outcome.rows.len() > before.len() && wish.offset < server.0 {
            let first_had_all = outcome.total == Some(model.rows.len() as u64);
            prop_assert!(outcome.change.is_some() || first_had_all);
        }
    }

    /// Rows that go or come at the start move the others. No client can read them all then; but if one
    /// was lost or doubled, the change of the total was noticed, and is an error for who wants that.
    #[test]
    fn rows_are_not_lost_in_silence(
        server in (0..100_u64, 1..25_u64, with_total()),
        wish in wish(),
        event in prop_oneof![(1..5_u64).prop_map(Event::Prepend), (1..5_u64).prop_map(Event::Remove)],
        at in 0..8_usize,
    ) {
        let mut wish = wish;
        wish.take = None;
        let still = Server::new(server.0, server.1, server.2).events([(at, event)]);
        let mut model = still.clone();
        let outcome = read(wish.list(), wish.prefetch, &wish.order, |query| model.response(query));
        if outcome.error.is_some() {
            // As many rows came at the start as a page has, and no header tells the pages apart.
            prop_assert!(outcome.message().contains("byte for byte"), "{}", outcome.message());
            return Ok(());
        }
        let is_whole = outcome.rows == wish.of(&still.rows) || outcome.rows == wish.of(&model.rows);
        prop_assert!(is_whole || outcome.change.is_some());

        let mut model = still.clone();
        let strict = wish.list().require_stable_total();
        let strict = read(strict, wish.prefetch, &wish.order, |query| model.response(query));
        prop_assert_eq!(strict.error.is_some(), outcome.change.is_some());
        prop_assert!(outcome.rows.starts_with(&strict.rows));
        if let Some(error) = strict.error {
            prop_assert_eq!(error.kind(), ErrorKind::Paging);
        }
    }

    /// A server that returns anything at all: the reading ends, after no more requests than may be.
    #[test]
    fn nothing_goes_on_for_ever(
        pages in prop::collection::vec((0..6_usize, prop::option::of(0..60_u64), prop::option::of(0..90_u64)), 1..9),
        wish in wish(),
        max_pages in 0..40_u64,
    ) {
        let mut requests = 0;
        let list = wish.list().max_pages(max_pages);
        let outcome = read(list, wish.prefetch, &wish.order, |_query| {
            let (rows, first, total) = pages[requests % pages.len()];
            requests += 1;
            let text = |it: Option<u64>| it.map_or("*".to_owned(), |it| it.to_string());
            let range = format!("items {}-9/{}", text(first), text(total));
            response(StatusCode::OK, Some(&range), format!("{:?}", vec![requests; rows]))
        });
        prop_assert!(outcome.requests as u64 <= max_pages);
        if let Some(error) = outcome.error {
            prop_assert_eq!(error.kind(), ErrorKind::Paging);
        }
    }
}
