//! Pages of a list, as a stream.

use std::fmt;
use std::future::poll_fn;
#[cfg(feature = "transport")]
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};
#[cfg(feature = "transport")]
use futures_core::Stream;

use super::source::Source;
use super::values::Values;

/// All pages of a list, from [`Client::pages`](crate::Client::pages). With the feature `transport` it implements
/// `futures_core::Stream`.
///
/// A row that cannot be read is an error between the rows before it and those behind it, which [`Error::row`] tells, and
/// the next page follows. After any other error the stream ends; [`position`](Self::position) is the offset to resume
/// at. Dropping it cancels all requests in flight.
#[must_use = "pages are requested only when they are read"]
pub struct Pages<T> {
    /// Locked only for access through a shared reference. The lock makes `Pages` `Sync`, although futures are not.
    source: Mutex<Box<dyn Source<T>>>,
}

impl<T> Pages<T> {
    pub(crate) fn new(source: impl Source<T> + 'static) -> Self {
        Self {
            source: Mutex::new(Box::new(source)),
        }
    }

    /// Creates pages from values, for tests of code that takes `Pages`. No client is needed.
    ///
    /// They behave as the pages of a list: empty pages are left out, and nothing follows the first error.
    /// [`position`](Self::position) counts from 0, [`total`](Self::total) returns what the pages say, and
    /// [`total_change`](Self::total_change) is always `None`.
    ///
    /// ```
    /// use connect_usage::{Error, Page, Pages};
    ///
    /// /// The code to test.
    /// async fn longest<T>(mut pages: Pages<T>) -> Result<usize, Error> {
    ///     let mut longest = 0;
    ///     while let Some(page) = pages.try_next().await? {
    ///         longest = longest.max(page.rows.len());
    ///     }
    ///     Ok(longest)
    /// }
    ///
    /// # async fn test() {
    /// let pages = Pages::from_pages([Ok(Page::new(vec!["a", "b"])), Ok(Page::new(vec!["c"]))]);
    /// assert_eq!(longest(pages).await.ok(), Some(2));
    /// # }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    /// # runtime.block_on(test());
    /// ```
    ///
    /// The error of a page is that of a response, which needs no server either:
    ///
    /// ```
    /// use connect_usage::models::UsageFileSummary;
    /// use connect_usage::runtime::driver::response;
    /// use connect_usage::runtime::{HeaderMap, StatusCode};
    /// use connect_usage::{Page, Pages, Rows, files};
    ///
    /// let refusal = response(StatusCode::BAD_GATEWAY, HeaderMap::new(), "");
    /// let error = files::list().into_call().decode(refusal).unwrap_err();
    /// let pages = Pages::from_pages([Ok(Page::new(vec![UsageFileSummary::new("UF-1")])), Err(error)]);
    /// let rows = Rows::from(pages); // one row, and then the error
    /// ```
    pub fn from_pages(pages: impl IntoIterator<Item = Result<Page<T>, Error>>) -> Self
    where
        T: Send + 'static,
    {
        Self::new(Values::new(pages))
    }

    /// Returns the next page, or `None` after the last one and after an error that ends the list.
    ///
    /// It is cancel safe: dropping the future loses no page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the next page as [`next`](Self::next) does, as a `Result` of an `Option`.
    ///
    /// # Errors
    /// When a request fails, as [`Client::send`](crate::Client::send) says, the pages contradict each other
    /// ([`Paging`](crate::ErrorKind::Paging)), or a row cannot be read ([`Error::row`]).
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// Returns the index of the next row that has not been returned yet, counted from 0. To resume, read the
    /// same list with this as its [`offset`](crate::List::offset).
    pub fn position(&self) -> u64 {
        self.lock().position()
    }

    /// Returns the number of rows of the whole list, as the API reported it last.
    pub fn total(&self) -> Option<u64> {
        self.lock().total()
    }

    /// Returns the last change of the total that was noticed; see [`TotalChange`].
    pub fn total_change(&self) -> Option<TotalChange> {
        self.lock().total_change()
    }

    pub(crate) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        self.source_mut().poll_page(context)
    }

    pub(super) fn poll_requests(&mut self, context: &mut Context<'_>) {
        self.source_mut().poll_requests(context);
    }

    fn source_mut(&mut self) -> &mut dyn Source<T> {
        let source = self.source.get_mut();
        &mut **source.unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Box<dyn Source<T>>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(feature = "transport")]
impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&*self.lock()).finish()
    }
}
