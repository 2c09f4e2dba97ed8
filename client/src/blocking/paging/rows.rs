//! Rows of a list, as an iterator.

use std::fmt;
use std::iter::FusedIterator;

use connect_runtime::Error;
use connect_runtime::paging::TotalChange;

use super::pages::Pages;
use super::park::wait;
use crate::paging;

/// All rows of a list, from [`Client::stream`](super::super::Client::stream).
///
/// Holds one page, and as many further pages as [`prefetch`](crate::List::prefetch) allows. Threads fetch those
/// while the rows of the current page are read.
///
/// A row that cannot be read is an error in its place, which [`Error::row`] tells, and the next row follows. After any
/// other error the iterator ends; [`position`](Self::position) is the offset to resume at. It can be dropped at any
/// time: that does not wait for the threads, and they send no further requests.
#[must_use = "rows are requested only when they are read"]
pub struct Rows<T>(paging::Rows<T>);

impl<T> Rows<T> {
    /// Creates rows from values, for tests of code that takes `Rows`. No client is needed.
    ///
    /// They behave as the rows of a list of one page: [`position`](Self::position) counts from 0, and
    /// [`total`](Self::total) returns the number of values once the first one has been read.
    ///
    /// ```
    /// use connect_usage::Error;
    /// use connect_usage::blocking::Rows;
    /// use connect_usage::models::UsageFileSummary;
    ///
    /// /// The code to test, which gets `client.stream(files::list())`.
    /// fn ids(files: Rows<UsageFileSummary>) -> Result<Vec<String>, Error> {
    ///     files.map(|file| Ok(file?.id)).collect()
    /// }
    ///
    /// let files = Rows::from_values(["UF-1", "UF-2"].map(UsageFileSummary::new));
    /// assert_eq!(ids(files)?, ["UF-1", "UF-2"]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// For rows of several pages, or with an error, see [`Pages::from_pages`] and `Rows::from(pages)`.
    pub fn from_values(values: impl IntoIterator<Item = T>) -> Self
    where
        T: Send + 'static,
    {
        Self(paging::Rows::from_values(values))
    }

    /// Returns the next row, or `None` after the last one and after an error that ends the list, for
    /// `while let Some(row) = rows.try_next()?`.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](super::super::Client::send) says, the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)), or the row cannot be read ([`Error::row`]).
    pub fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().transpose()
    }

    /// Reads all rows that are left into a collection, such as a `Vec`, or a map of pairs. It takes the place of
    /// [`Iterator::collect`], which would collect results.
    ///
    /// It holds all of them in memory at once; [`take`](crate::List::take) limits their number.
    ///
    /// ```
    /// # use connect_usage::{Error, blocking::Rows};
    /// let all: Vec<u32> = Rows::from_values([1, 2]).collect()?;
    /// assert_eq!(all, [1, 2]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// The first error of [`try_next`](Self::try_next), also that of a row that cannot be read. The rows that were read
    /// before it are dropped: to keep them, read row by row.
    pub fn collect<C: Default + Extend<T>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(row) = self.try_next()? {
            all.extend([row]);
        }
        Ok(all)
    }

    /// Returns the index of the next row that has not been returned yet, counted from 0. To resume, read the
    /// same list with this as its [`offset`](crate::List::offset).
    pub fn position(&self) -> u64 {
        self.0.position()
    }

    /// Returns the number of rows of the whole list, as the API reported it last.
    pub fn total(&self) -> Option<u64> {
        self.0.total()
    }

    /// Returns the last change of the total that was noticed; see [`TotalChange`].
    pub fn total_change(&self) -> Option<TotalChange> {
        self.0.total_change()
    }
}

/// The rows of all pages.
impl<T> From<Pages<T>> for Rows<T> {
    fn from(pages: Pages<T>) -> Self {
        Self(pages.0.into())
    }
}

impl<T> Iterator for Rows<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(|context| self.0.poll_row(context))
    }
}

impl<T> FusedIterator for Rows<T> {}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
