//! Pages of a list, as they come.

use std::fmt;
use std::future::poll_fn;
#[cfg(feature = "reqwest")]
use std::pin::Pin;
use std::task::{Context, Poll};

use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::paging::{Pager, Step};
use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};
#[cfg(feature = "reqwest")]
use futures_core::Stream;

use super::in_flight::InFlight;
use crate::client::Client;

/// All pages of a list, from [`Client::pages`]. With the feature `reqwest` it is a
/// `Stream` of `futures-core`, too.
///
/// After an error it has ended; [`position`](Self::position) is the offset to resume at. Dropping it
/// ends all requests that are under way.
#[must_use = "pages are requested when they are asked for"]
pub struct Pages<T> {
    client: Client,
    pager: Pager<T>,
    in_flight: InFlight<T>,
}

impl<T: DecodeOwned + Send> Pages<T> {
    pub(super) fn new(client: Client, pager: Pager<T>) -> Self {
        Self {
            client,
            pager,
            in_flight: InFlight::new(),
        }
    }

    /// The next page; nothing after the last one and after an error.
    ///
    /// A future of this that is dropped loses nothing: the next one goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// As [`next`](Self::next), with the error outside.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`] says, or the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)).
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// The number of the next row that was not given out, from 0. The same list with this as its
    /// [`offset`](crate::List::offset) goes on there.
    pub fn position(&self) -> u64 {
        self.pager.position()
    }

    /// How many rows the whole list has, as the API said last.
    pub fn total(&self) -> Option<u64> {
        self.pager.total()
    }

    /// The last change of the total that was noticed; see [`TotalChange`].
    pub fn total_change(&self) -> Option<TotalChange> {
        self.pager.total_change()
    }

    pub(super) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            match self.pager.step() {
                Step::Send(ticket, call) => {
                    let client = self.client.clone();
                    let sent = async move { client.send(call).await };
                    self.in_flight.push(ticket, Box::pin(sent));
                }
                Step::Wait => {
                    if !self.poll_in_flight(context) {
                        return Poll::Pending;
                    }
                }
                Step::Page(page) => {
                    // So that what reads ahead is sent before the rows are looked at.
                    self.poll_in_flight(context);
                    return Poll::Ready(Some(Ok(page)));
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

    /// Lets the calls that are under way go on. Says whether one came through.
    pub(super) fn poll_in_flight(&mut self, context: &mut Context<'_>) -> bool {
        if self.in_flight.is_empty() {
            return false;
        }
        let (pager, mut came) = (&mut self.pager, false);
        self.in_flight.poll(context, |ticket, outcome| {
            pager.answered(ticket, outcome);
            came = true;
        });
        came
    }
}

/// Nothing in it is ever pinned: calls are in boxes of their own, rows are moved out.
impl<T> Unpin for Pages<T> {}

#[cfg(feature = "reqwest")]
impl<T: DecodeOwned + Send> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.pager).finish()
    }
}
