//! Drives the machine with responses in any order, and watches what it asks for.

use std::collections::BTreeSet;

use connect_runtime::driver::paging::{Pager, Step};
use connect_runtime::filter::{Field, FilterField, Offers, Order, Scope, lookup};
use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, List, Method, Operation, Request, Response, Segment};

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
    let mut pager: Pager<i64> = list.prefetch(prefetch).into_pager();
    let (start, prefetch) = (pager.position(), prefetch.max(1));
    let mut under_way = Vec::new();
    let mut outcome = Outcome {
        rows: Vec::new(),
        unreadable: Vec::new(),
        error: None,
        position: 0,
        total: None,
        change: None,
        requests: 0,
        in_flight: 0,
    };
    let (mut answers, mut pages) = (0, 0);
    // Where the pages begin that are held: one counts as given out with its first part.
    let mut starts = BTreeSet::new();
    for _ in 0..1_000_000 {
        match pager.step() {
            Step::Send(ticket, call) => {
                call.check().expect("a call that can be sent");
                outcome.requests += 1;
                under_way.push((ticket, call));
                outcome.in_flight = outcome.in_flight.max(under_way.len());
                assert!(
                    outcome.requests - pages <= prefetch + usize::from(prefetch > 1),
                    "more pages are asked for or held than may be"
                );
                assert!(under_way.len() <= prefetch, "more is under way than may be");
            }
            Step::Wait => {
                assert!(!under_way.is_empty(), "it waits for nothing");
                let at = order.get(answers % order.len().max(1)).copied();
                let (ticket, call) = under_way.remove(at.unwrap_or(0) % under_way.len());
                answers += 1;
                starts.insert(offset(call.request().query()));
                pager.completed(ticket, call.decode(server(call.request().query())));
            }
            Step::Page(page) => {
                assert!(!page.rows.is_empty(), "a page without rows came out");
                pages += usize::from(starts.remove(&(start + outcome.given_out())));
                outcome.rows.extend(page.rows);
                assert_eq!(pager.position(), start + outcome.given_out());
            }
            Step::Unreadable(error) => {
                let row = error.row().expect("the row");
                assert_eq!(row, pager.position() - 1, "it comes in its place");
                pages += usize::from(starts.remove(&row));
                outcome.unreadable.push(row);
                assert_eq!(pager.position(), start + outcome.given_out());
            }
            Step::Failed(error) => outcome.error = Some(error),
            Step::Done => {
                assert!(matches!(pager.step(), Step::Done), "the end is not the end");
                outcome.position = pager.position();
                outcome.total = pager.total();
                outcome.change = pager.total_change();
                return outcome;
            }
        }
        assert!(
            outcome.error.is_none() || matches!(pager.step(), Step::Done),
            "nothing comes after an error"
        );
    }
    panic!("the reading does not end");
}
