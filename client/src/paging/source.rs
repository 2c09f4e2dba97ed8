//! Sources of pages.

use std::fmt;
use std::task::{Context, Poll};

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};

/// A sequence of pages: those of a list that a client reads, or values of a test.
pub(crate) trait Source<T>: fmt::Debug + Send {
    /// Polls for the next page; `None` after the last one and after an error that is not of a single row.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>>;

    /// Lets the requests in flight make progress.
    fn poll_requests(&mut self, context: &mut Context<'_>);

    /// Returns the index of the next row that has not been returned yet, counted from 0.
    fn position(&self) -> u64;

    /// Returns the number of rows of the whole list, if it is known.
    fn total(&self) -> Option<u64>;

    /// Returns the last change of the total.
    fn total_change(&self) -> Option<TotalChange>;
}
