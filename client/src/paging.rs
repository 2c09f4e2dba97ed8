//! Reading lists: all rows, all pages, how many there are, the first one.
//!
//! [`Client::stream`] and [`Client::pages`] read a list to its end; [`Client::count`] and
//! [`Client::first`] ask for what they need and no more. One page is what [`Client::send`] gives.
//!
//! Rows can change places between two pages, unless the list is ordered by a field that no two rows
//! share. Where there is such a field, [`List::in_stable_order`] orders by it; where there is none,
//! that does not compile, and the documentation of the list's function says so:
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
//! How all pages are read, and what is an error, is said in
//! [the runtime's `paging`](connect_runtime::paging): the machine behind the streams is there, for
//! transports that have no client.

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
    /// All rows of a list, one after another, from as many requests as it takes.
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
    /// Nothing is requested before the first row is asked for. The rows are exactly those that the API
    /// has, in its order, whatever its limit of a page; see [`paging`](crate::paging) for how they
    /// are read and what is an error, and [`List::prefetch`] for reading ahead.
    pub fn stream<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Rows<T> {
        self.pages(list).into()
    }

    /// All pages of a list, one after another; as [`stream`](Self::stream), but with the rows as they
    /// came together. A list without rows has no pages.
    pub fn pages<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Pages<T> {
        let client = self.clone();
        let start = move |call| -> PageFuture<T> {
            let client = client.clone();
            Box::pin(async move { client.send(call).await })
        };
        Pages::new(Reader::new(list.into_pager(), start))
    }

    /// How many rows the filters of a list take, asked for without rows. `offset` and `take` do not
    /// count.
    ///
    /// # Errors
    /// As [`send`](Self::send); and of the kind [`Paging`](crate::ErrorKind::Paging) when the API does
    /// not say how many rows there are.
    pub async fn count<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<u64, Error> {
        self.send(list.into_count()).await
    }

    /// The first row of a list, after its `offset`; nothing if there is none.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn first<S: Scope, T: DecodeOwned>(
        &self,
        list: List<S, T>,
    ) -> Result<Option<T>, Error> {
        self.send(list.into_first()).await
    }
}
