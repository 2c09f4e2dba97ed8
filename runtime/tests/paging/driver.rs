//! Drives the machine with responses in any order, and watches what it asks for.

use std::collections::BTreeSet;

use connect_runtime::driver::paging::{Fetched, Pager, Step, Ticket};
use connect_runtime::filter::{Field, FilterField, Offers, Order, Scope, lookup};
use connect_runtime::paging::TotalChange;
use connect_runtime::{Call, Error, List, Method, Operation, Page, Request, Response, Segment};

pub static LIST: Operation = Operation::new(
    "numbers::list",
    Method::GET,
    &[Segment::Literal("numbers")],
    "/paths/~1numbers/get",
);

#[derive(Debug)]
pub enum Numbers {}

impl Scope for Numbers {
    const NAME: &'static str = "numbers::list";
}

impl connect_runtime::paging::StableOrder for Numbers {
    fn stable_order() -> Vec<Order<Self>> {
        vec![ID.asc()]
    }
}

macro_rules! orders {
    ($($constant:ident: $field:ident = $wire:literal),*) => {$(
        pub enum $field {}
        impl FilterField for $field {
            type Scope = Numbers;
            type Value = String;
            const WIRE: &'static str = $wire;
        }
        impl Offers<lookup::Ordering> for $field {}
        pub const $constant: Field<$field> = Field::new();
    )*};
}

orders!(ID: IdField = "id", NAME: NameField = "name");

pub fn numbers() -> List<Numbers, i64> {
    List::new(Request::new(&LIST))
}

/// What became of reading a list.
#[derive(Debug)]
pub struct Outcome {
    pub rows: Vec<i64>,
    /// Which rows could not be read, as their errors say.
    pub unreadable: Vec<u64>,
    pub error: Option<Error>,
    pub position: u64,
    pub total: Option<u64>,
    pub change: Option<TotalChange>,
    pub requests: usize,
    /// The most requests that were under way at a time.
    pub in_flight: usize,
}

impl Outcome {
    /// How many rows came out, readable or not.
    fn given_out(&self) -> u64 {
        (self.rows.len() + self.unreadable.len()) as u64
    }

    /// The message of the error, which must be there.
    pub fn message(&self) -> String {
        self.error.as_ref().expect("an error").to_string()
    }
}

/// Where the page begins that a request asks for.
fn offset(query: Option<&str>) -> u64 {
    let query = query.unwrap_or_default();
    let mut values = query.split('&').filter_map(|it| it.strip_prefix("offset="));
    values.next().map_or(0, |it| it.parse().expect("a number"))
}

/// Reads a list to its end. `order` says which of the calls under way is returned next; every request
/// and every page that is held counts against `prefetch`.
pub fn read(
    list: List<Numbers, i64>,
    prefetch: usize,
    order: &[usize],
    mut server: impl FnMut(Option<&str>) -> Response,
) -> Outcome {
    let mut reading = Reading::new(list, prefetch);
    for _ in 0..1_000_000 {
        match reading.pager.step() {
            Step::Send(ticket, call) => reading.send(ticket, call),
            Step::Wait => reading.receive(order, &mut server),
            Step::Page(page) => reading.page(page),
            Step::Unreadable(error) => reading.unreadable(&error),
            Step::Failed(error) => reading.outcome.error = Some(error),
            Step::Done => return reading.end(),
        }
        assert!(
            reading.outcome.error.is_none() || matches!(reading.pager.step(), Step::Done),
            "nothing comes after an error"
        );
    }
    panic!("the reading does not end");
}

/// A list that is being read.
struct Reading {
    pager: Pager<i64>,
    start: u64,
    prefetch: usize,
    under_way: Vec<(Ticket, Call<Fetched<i64>>)>,
    answers: usize,
    pages: usize,
    /// Where the pages begin that are held: one counts as given out with its first part.
    starts: BTreeSet<u64>,
    outcome: Outcome,
}

impl Reading {
    fn new(list: List<Numbers, i64>, prefetch: usize) -> Self {
        let pager: Pager<i64> = list.prefetch(prefetch).into_pager();
        Self {
            start: pager.position(),
            pager,
            prefetch: prefetch.max(1),
            under_way: Vec::new(),
            answers: 0,
            pages: 0,
            starts: BTreeSet::new(),
            outcome: Outcome {
                rows: Vec::new(),
                unreadable: Vec::new(),
                error: None,
                position: 0,
                total: None,
                change: None,
                requests: 0,
                in_flight: 0,
            },
        }
    }

    fn send(&mut self, ticket: Ticket, call: Call<Fetched<i64>>) {
        call.check().expect("a call that can be sent");
        let (outcome, prefetch) = (&mut self.outcome, self.prefetch);
        outcome.requests += 1;
        self.under_way.push((ticket, call));
        outcome.in_flight = outcome.in_flight.max(self.under_way.len());
        assert!(
            outcome.requests - self.pages <= prefetch + usize::from(prefetch > 1),
            "more pages are asked for or held than may be"
        );
        assert!(
            self.under_way.len() <= prefetch,
            "more is under way than may be"
        );
    }

    fn receive(&mut self, order: &[usize], server: &mut impl FnMut(Option<&str>) -> Response) {
        assert!(!self.under_way.is_empty(), "it waits for nothing");
        let at = order.get(self.answers % order.len().max(1)).copied();
        let at = at.unwrap_or(0) % self.under_way.len();
        let (ticket, call) = self.under_way.remove(at);
        self.answers += 1;
        let query = call.request().query();
        self.starts.insert(offset(query));
        self.pager.completed(ticket, call.decode(server(query)));
    }

    fn page(&mut self, page: Page<i64>) {
        assert!(!page.rows.is_empty(), "a page without rows came out");
        self.begins(self.start + self.outcome.given_out());
        self.outcome.rows.extend(page.rows);
        self.check_position();
    }

    fn unreadable(&mut self, error: &Error) {
        let row = error.row().expect("the row");
        assert_eq!(row, self.pager.position() - 1, "it comes in its place");
        self.begins(row);
        self.outcome.unreadable.push(row);
        self.check_position();
    }

    /// Notes that a row came out with which a page may begin.
    fn begins(&mut self, row: u64) {
        self.pages += usize::from(self.starts.remove(&row));
    }

    fn check_position(&self) {
        let expected = self.start + self.outcome.given_out();
        assert_eq!(self.pager.position(), expected);
    }

    fn end(mut self) -> Outcome {
        let again = self.pager.step();
        assert!(matches!(again, Step::Done), "the end is not the end");
        Outcome {
            position: self.pager.position(),
            total: self.pager.total(),
            change: self.pager.total_change(),
            ..self.outcome
        }
    }
}
