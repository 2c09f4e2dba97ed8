//! Where pages come from.

use std::fmt;
use std::task::{Context, Poll};

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};

/// Pages, one after another: those of a list that a client reads, or values of a test.
pub(crate) trait Source<T>: fmt::Debug + Send {
    /// The next page; `None` after the last one and after an error.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>>;

    /// Lets the requests that are under way proceed.
    fn poll_requests(&mut self, context: &mut Context<'_>);

    /// The number of the next row that was not handed out, from 0.
    fn position(&self) -> u64;

    /// How many rows the whole list has, as far as is known.
    fn total(&self) -> Option<u64>;

    /// The last change of the total.
    fn total_change(&self) -> Option<TotalChange>;
}
