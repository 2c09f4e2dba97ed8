//! Rows of a list, as they come.

use std::fmt;
use std::iter::FusedIterator;
use std::vec;

use connect_runtime::Error;
use connect_runtime::decode::DecodeOwned;
use connect_runtime::paging::TotalChange;

use super::pages::Pages;

/// All rows of a list, from [`Client::stream`](super::Client::stream).
///
/// It holds one page, and as many further ones as [`prefetch`](crate::List::prefetch) allows. Those
/// are fetched in threads, while the rows of the page in hand are looked at.
///
/// After an error it has ended; [`position`](Self::position) is the offset to resume at. It can be
/// dropped at any time: that does not wait for the threads, and they send nothing more.
#[must_use = "rows are requested when they are asked for"]
pub struct Rows<T> {
    pages: Pages<T>,
    /// The rest of the page in hand.
    rows: vec::IntoIter<T>,
}

impl<T: DecodeOwned + Send> Rows<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            rows: Vec::new().into_iter(),
        }
    }

    /// The next row, with the error outside, for `while let Some(row) = rows.try_next()?`; nothing
    /// after the last one.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](super::Client::send) says, or the pages contradict
    /// each other ([`Paging`](crate::ErrorKind::Paging)).
    pub fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().transpose()
    }

    /// The number of the next row that was not given out, from 0. The same list with this as its
    /// [`offset`](crate::List::offset) goes on there.
    pub fn position(&self) -> u64 {
        self.pages.position() - self.rows.len() as u64
    }

    /// How many rows the whole list has, as the API said last.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// The last change of the total that was noticed; see [`TotalChange`].
    pub fn total_change(&self) -> Option<TotalChange> {
        self.pages.total_change()
    }
}

impl<T: DecodeOwned + Send> Iterator for Rows<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            match self.pages.next()? {
                Ok(page) => self.rows = page.rows.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: DecodeOwned + Send> FusedIterator for Rows<T> {}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("pages", &self.pages)
            .field("at_hand", &self.rows.len())
            .finish()
    }
}
