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
/// It holds one page, and as many further ones as [`prefetch`](crate::List::prefetch) allows. Those
/// are fetched in threads, while the rows of the page in hand are looked at.
///
/// After an error it has ended; [`position`](Self::position) is the offset to resume at. It can be
/// dropped at any time: that does not wait for the threads, and they send nothing more.
#[must_use = "rows are requested when they are asked for"]
pub struct Rows<T>(paging::Rows<T>);

impl<T> Rows<T> {
    /// Creates rows from values, for tests of code that takes `Rows`. No client is needed.
    ///
    /// They behave as the rows of a list of one page: [`position`](Self::position) counts from 0, and
    /// [`total`](Self::total) is the number of values once the first one was asked for.
    ///
    /// ```
    /// use connect_usage::Error;
    /// use connect_usage::blocking::Rows;
    /// use connect_usage::models::UsageFile;
    ///
    /// /// The code to test.
    /// fn ids(files: Rows<UsageFile>) -> Result<Vec<String>, Error> {
    ///     files.map(|file| Ok(file?.id)).collect()
    /// }
    ///
    /// let files = Rows::from_values([UsageFile::new("UF-1"), UsageFile::new("UF-2")]);
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

    /// The next row, with the error outside, for `while let Some(row) = rows.try_next()?`; nothing
    /// after the last one.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](super::super::Client::send) says, or the pages
    /// contradict each other ([`Paging`](crate::ErrorKind::Paging)).
    pub fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().transpose()
    }

    /// The number of the next row that was not given out, from 0. The same list with this as its
    /// [`offset`](crate::List::offset) goes on there.
    pub fn position(&self) -> u64 {
        self.0.position()
    }

    /// How many rows the whole list has, as the API said last.
    pub fn total(&self) -> Option<u64> {
        self.0.total()
    }

    /// The last change of the total that was noticed; see [`TotalChange`].
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
