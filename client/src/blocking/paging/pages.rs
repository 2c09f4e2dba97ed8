//! Pages of a list, as an iterator.

use std::fmt;
use std::iter::FusedIterator;

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};

use super::park::wait;
use crate::paging;

/// All pages of a list, from [`Client::pages`](super::super::Client::pages).
///
/// A row that cannot be read is an error between the rows before it and those behind it, which [`Error::row`] tells, and
/// the next page follows. After any other error the iterator ends; [`position`](Self::position) is the offset to resume
/// at. It starts threads only with [`prefetch`](crate::List::prefetch). It can be dropped at any time: that does not
/// wait for the threads, and they send no further requests.
#[must_use = "pages are requested only when they are read"]
pub struct Pages<T>(pub(super) paging::Pages<T>);

impl<T> Pages<T> {
    /// Creates pages from values, for tests of code that takes `Pages`. No client is needed.
    ///
    /// They behave as the pages of a list: empty pages are left out, and nothing follows the first error.
    /// [`position`](Self::position) counts from 0, [`total`](Self::total) returns what the pages say, and
    /// [`total_change`](Self::total_change) is always `None`.
    ///
    /// ```
    /// use connect_usage::blocking::Pages;
    /// use connect_usage::{Error, Page};
    ///
    /// /// The code to test.
    /// fn longest<T>(mut pages: Pages<T>) -> Result<usize, Error> {
    ///     let mut longest = 0;
    ///     while let Some(page) = pages.try_next()? {
    ///         longest = longest.max(page.rows.len());
    ///     }
    ///     Ok(longest)
    /// }
    ///
    /// let pages = Pages::from_pages([Ok(Page::new(vec!["a", "b"])), Ok(Page::new(vec!["c"]))]);
    /// assert_eq!(longest(pages).ok(), Some(2));
    /// ```
    ///
    /// The error of a page is made as for [the asynchronous client](crate::Pages::from_pages).
    pub fn from_pages(pages: impl IntoIterator<Item = Result<Page<T>, Error>>) -> Self
    where
        T: Send + 'static,
    {
        Self(paging::Pages::from_pages(pages))
    }

    /// Returns the next page, or `None` after the last one and after an error that ends the list.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](super::super::Client::send) says, the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)), or a row cannot be read ([`Error::row`]).
    pub fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().transpose()
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

impl<T> Iterator for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(|context| self.0.poll_page(context))
    }
}

impl<T> FusedIterator for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
