//! Reads the pages of a list: the paging loop of both clients.

use std::fmt;
use std::task::{Context, Poll};

use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::paging::{Fetched, Pager, Step};
use connect_runtime::paging::TotalChange;
use connect_runtime::{Call, Error, Page};

use super::in_flight::{InFlight, PageFuture};
use super::source::Source;

/// Performs the steps of a pager. `S` starts a request.
pub(crate) struct Reader<T, S> {
    pager: Pager<T>,
    start: S,
    in_flight: InFlight<T>,
}

impl<T, S> Reader<T, S> {
    pub(crate) fn new(pager: Pager<T>, start: S) -> Self {
        Self {
            pager,
            start,
            in_flight: InFlight::new(),
        }
    }

    /// Polls the requests in flight. Returns whether one of them has ended.
    fn poll_in_flight(&mut self, context: &mut Context<'_>) -> bool
    where
        T: DecodeOwned,
    {
        if self.in_flight.is_empty() {
            return false;
        }
        let (pager, mut has_ended) = (&mut self.pager, false);
        self.in_flight.poll(context, |ticket, outcome| {
            pager.completed(ticket, outcome);
            has_ended = true;
        });
        has_ended
    }
}

impl<T, S> Source<T> for Reader<T, S>
where
    T: DecodeOwned + Send,
    S: Fn(Call<Fetched<T>>) -> PageFuture<T> + Send,
{
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            match self.pager.step() {
                Step::Send(ticket, call) => self.in_flight.push(ticket, (self.start)(call)),
                Step::Wait => {
                    if !self.poll_in_flight(context) {
                        return Poll::Pending;
                    }
                }
                Step::Page(page) => {
                    // Requests that read ahead are sent before the rows are returned.
                    self.poll_in_flight(context);
                    return Poll::Ready(Some(Ok(page)));
                }
                Step::Unreadable(error) => {
                    self.poll_in_flight(context);
                    return Poll::Ready(Some(Err(error)));
                }
                Step::Failed(error) => {
                    self.in_flight.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                Step::Done => {
                    self.in_flight.clear();
                    return Poll::Ready(None);
                }
            }
        }
    }

    fn poll_requests(&mut self, context: &mut Context<'_>) {
        self.poll_in_flight(context);
    }

    fn position(&self) -> u64 {
        self.pager.position()
    }

    fn total(&self) -> Option<u64> {
        self.pager.total()
    }

    fn total_change(&self) -> Option<TotalChange> {
        self.pager.total_change()
    }
}

impl<T, S> fmt::Debug for Reader<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pager.fmt(f)
    }
}
