//! Rows of a list, as a stream.

use std::fmt;
use std::future::poll_fn;
#[cfg(feature = "transport")]
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::vec;

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};
#[cfg(feature = "transport")]
use futures_core::Stream;

use super::pages::Pages;

/// All rows of a list, from [`Client::stream`](crate::Client::stream). With the feature `transport` it implements
/// `futures_core::Stream`.
///
/// Holds one page, and as many further pages as [`prefetch`](crate::List::prefetch) allows. Those are fetched while
/// rows are polled, not in a separate task.
///
/// A row that cannot be read is an error in its place, which [`Error::row`] tells, and the next row follows. After any
/// other error the stream ends; [`position`](Self::position) is the offset to resume at. Dropping it cancels all
/// requests in flight.
#[must_use = "rows are requested only when they are read"]
pub struct Rows<T> {
    pages: Pages<T>,
    /// The rest of the current page. Locked for the same reason as in `Pages`: rows need not be `Sync`.
    rows: Mutex<vec::IntoIter<T>>,
}

impl<T> Rows<T> {
    /// Creates rows from values, for tests of code that takes `Rows`. No client is needed.
    ///
    /// They behave as the rows of a list of one page: [`position`](Self::position) counts from 0, and
    /// [`total`](Self::total) returns the number of values once the first one has been read.
    ///
    /// ```
    /// use connect_usage::models::UsageFileSummary;
    /// use connect_usage::{Error, Rows};
    ///
    /// /// The code to test, which gets `client.stream(files::list())`.
    /// async fn count(mut files: Rows<UsageFileSummary>) -> Result<u64, Error> {
    ///     while files.try_next().await?.is_some() {}
    ///     Ok(files.position())
    /// }
    ///
    /// # async fn test() {
    /// let files = Rows::from_values(["UF-1", "UF-2"].map(UsageFileSummary::new));
    /// assert_eq!(count(files).await.ok(), Some(2));
    /// # }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    /// # runtime.block_on(test());
    /// ```
    ///
    /// For rows of several pages, or with an error, see [`Pages::from_pages`] and `Rows::from(pages)`.
    pub fn from_values(values: impl IntoIterator<Item = T>) -> Self
    where
        T: Send + 'static,
    {
        let mut page = Page::new(Vec::from_iter(values));
        page.first = Some(0);
        page.total = Some(page.rows.len() as u64);
        Pages::from_pages([Ok(page)]).into()
    }

    /// Returns the next row, or `None` after the last one and after an error that ends the list.
    ///
    /// It is cancel safe: dropping the future loses no row.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_row(context)).await
    }

    /// Returns the next row as [`next`](Self::next) does, as a `Result` of an `Option`, for
    /// `while let Some(row) = rows.try_next().await?`.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](crate::Client::send) says, the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)), or the row cannot be read ([`Error::row`]).
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// Reads all rows that are left into a collection, such as a `Vec`, or a map of pairs.
    ///
    /// It holds all of them in memory at once; [`take`](crate::List::take) limits their number.
    ///
    /// ```
    /// # use connect_usage::{Error, Rows};
    /// # async fn test() -> Result<(), Error> {
    /// let all: Vec<u32> = Rows::from_values([1, 2]).collect().await?;
    /// assert_eq!(all, [1, 2]);
    /// # Ok(())
    /// # }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    /// # runtime.block_on(test()).expect("rows");
    /// ```
    ///
    /// # Errors
    /// The first error of [`try_next`](Self::try_next), also that of a row that cannot be read. The rows that were read
    /// before it are dropped: to keep them, read row by row.
    pub async fn collect<C: Default + Extend<T>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(row) = self.try_next().await? {
            all.extend([row]);
        }
        Ok(all)
    }

    /// Returns the index of the next row that has not been returned yet, counted from 0. To resume, read the
    /// same list with this as its [`offset`](crate::List::offset).
    pub fn position(&self) -> u64 {
        self.pages.position() - self.remaining()
    }

    /// Returns the number of rows of the whole list, as the API reported it last.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns the last change of the total that was noticed; see [`TotalChange`].
    pub fn total_change(&self) -> Option<TotalChange> {
        self.pages.total_change()
    }

    pub(crate) fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let rows = self.rows.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(row) = rows.next() {
                // Requests that read ahead make progress while the rows of this page are read.
                self.pages.poll_requests(context);
                return Poll::Ready(Some(Ok(row)));
            }
            match self.pages.poll_page(context) {
                Poll::Ready(Some(Ok(page))) => *rows = page.rows.into_iter(),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Returns the number of rows that are left of the current page.
    fn remaining(&self) -> u64 {
        self.rows
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len() as u64
    }
}

/// The rows of all pages.
impl<T> From<Pages<T>> for Rows<T> {
    fn from(pages: Pages<T>) -> Self {
        Self {
            pages,
            rows: Mutex::default(),
        }
    }
}

/// No field is structurally pinned: requests are boxed, rows are moved out.
impl<T> Unpin for Rows<T> {}

#[cfg(feature = "transport")]
impl<T> Stream for Rows<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_row(context)
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("pages", &self.pages)
            .field("remaining", &self.remaining())
            .finish()
    }
}
