//! Pages of a list, as they come.

use std::fmt;
use std::iter::FusedIterator;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::driver::paging::{Pager, Step};
use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};

use super::super::Client;
use super::threads::Threads;

/// All pages of a list, from [`Client::pages`].
///
/// After an error it has ended; [`position`](Self::position) is the offset to resume at. Without
/// [`prefetch`](crate::List::prefetch) it has no threads. With it, it can be dropped at any time:
/// that does not wait for them, and they send nothing more.
#[must_use = "pages are requested when they are asked for"]
pub struct Pages<T> {
    client: Client,
    pager: Pager<T>,
    threads: Threads<T>,
}

impl<T: DecodeOwned + Send> Pages<T> {
    pub(super) fn new(client: Client, pager: Pager<T>) -> Self {
        Self {
            client,
            pager,
            threads: Threads::new(),
        }
    }

    /// The next page, with the error outside; nothing after the last one.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`] says, or the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)).
    pub fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().transpose()
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
}

impl<T: DecodeOwned + Send> Iterator for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.pager.step() {
                Step::Send(ticket, call) if self.pager.prefetch() > 1 => {
                    self.threads.send(self.client.clone(), ticket, call);
                }
                Step::Send(ticket, call) => self.pager.answered(ticket, self.client.send(call)),
                Step::Wait => {
                    // The pager waits for nothing but what was sent, so there is a thread.
                    let (ticket, outcome) = self.threads.wait()?;
                    self.pager.answered(ticket, outcome);
                }
                Step::Page(page) => return Some(Ok(page)),
                Step::Failed(error) => {
                    self.threads.abandon();
                    return Some(Err(error));
                }
                Step::Done => {
                    self.threads.abandon();
                    return None;
                }
            }
        }
    }
}

impl<T: DecodeOwned + Send> FusedIterator for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.pager).finish()
    }
}
