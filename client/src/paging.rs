//! Reading lists: all rows, all pages, the number of rows, the first row.
//!
//! [`Client::stream`] and [`Client::pages`] read a list to its end. [`Client::count`] and [`Client::first`] request
//! only what they need. [`Client::send`] returns one page.
//!
//! Rows can move between two pages, unless the list is ordered by a field with unique values. If the rows have such a
//! field, [`List::in_stable_order`] orders by it. Otherwise the method does not compile, and the documentation of the
//! list's function says so:
//!
//! ```
//! # use connect_usage::{files, records};
//! let list = files::list().in_stable_order();
//! assert_eq!(list.into_call().request().query(), Some("ordering(id)"));
//! ```
//!
//! ```compile_fail
//! # use connect_usage::{files, records};
//! let list = records::list().in_stable_order();
//! ```
//!
//! [`connect_runtime::paging`] describes how pages are read and what is an error.

mod in_flight;
mod pages;
mod reader;
mod rows;
mod source;
mod values;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::Scope;
use connect_runtime::{Error, List};

use crate::client::Client;

pub use connect_runtime::paging::{DEFAULT_MAX_PAGES, DEFAULT_PAGE_SIZE, StableOrder, TotalChange};
pub use pages::Pages;
pub use rows::Rows;

pub(crate) use in_flight::PageFuture;
pub(crate) use reader::Reader;

impl Client {
    /// Returns all rows of a list, one after another. Sends as many requests as that takes.
    ///
    /// ```no_run
    /// use connect_usage::models::UsageFileStatus;
    /// use connect_usage::{Client, Error, files};
    ///
    /// async fn print_ready(client: &Client) -> Result<(), Error> {
    ///     let ready = files::filter::STATUS.eq(UsageFileStatus::Ready);
    ///     let mut rows = client.stream(files::list().filter(ready).in_stable_order());
    ///     while let Some(file) = rows.try_next().await? {
    ///         println!("{}", file.id);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// The first request is sent when the first row is read. The rows are exactly those of the API, in the
    /// API's order, whatever its page size limit is; see [`paging`](crate::paging) for how they
    /// are read and what is an error, and [`List::prefetch`] for reading ahead.
    pub fn stream<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Rows<T> {
        self.pages(list).into()
    }

    /// Returns all pages of a list, one after another: the rows of [`stream`](Self::stream), grouped as the
    /// API returned them. A list without rows has no pages.
    pub fn pages<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Pages<T> {
        let client = self.clone();
        let start = move |call| -> PageFuture<T> {
            let client = client.clone();
            Box::pin(async move { client.send(call).await })
        };
        Pages::new(Reader::new(list.into_pager(), start))
    }

    /// Returns the number of rows that match the filters of a list, without fetching rows. `offset` and
    /// `take` are ignored.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), and [`Paging`](crate::ErrorKind::Paging) when the API does not report
    /// the number of rows.
    pub async fn count<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<u64, Error> {
        self.send(list.into_count()).await
    }

    /// Returns the first row of a list, after its `offset`, or `None` if there is no row.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn first<S: Scope, T: DecodeOwned>(
        &self,
        list: List<S, T>,
    ) -> Result<Option<T>, Error> {
        self.send(list.into_first()).await
    }
}
