//! Reading lists with the blocking client: all rows, all pages, the number of rows, the first row. Rows and
//! pages are iterators.

mod pages;
mod park;
mod rows;
mod threads;

use std::future::ready;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::Scope;
use connect_runtime::{Error, List};

use super::Client;
use crate::paging::{self, PageFuture, Reader};

pub use pages::Pages;
pub use rows::Rows;

impl Client {
    /// Returns all rows of a list, one after another. Sends as many requests as that takes.
    ///
    /// ```no_run
    /// use connect_usage::blocking::Client;
    /// use connect_usage::models::UsageFileStatus;
    /// use connect_usage::{Error, files};
    ///
    /// fn print_ready(client: &Client) -> Result<(), Error> {
    ///     let ready = files::filter::STATUS.eq(UsageFileStatus::Ready);
    ///     for file in client.stream(files::list().filter(ready).in_stable_order()) {
    ///         println!("{}", file?.id);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// The first request is sent when the first row is read. The rows are exactly those of the API, in the
    /// API's order, whatever its page size limit is; see
    /// [`paging`] for how they are read and what is an error, and [`List::prefetch`] for reading ahead, in
    /// threads.
    pub fn stream<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Rows<T> {
        self.pages(list).into()
    }

    /// Returns all pages of a list, one after another: the rows of [`stream`](Self::stream), grouped as the
    /// API returned them. A list without rows has no pages.
    pub fn pages<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Pages<T> {
        let pager = list.into_pager();
        let (client, reads_ahead) = (self.clone(), pager.prefetch() > 1);
        let start = move |call| -> PageFuture<T> {
            match reads_ahead {
                true => threads::spawn(&client, call),
                false => Box::pin(ready(client.send(call))),
            }
        };
        Pages(paging::Pages::new(Reader::new(pager, start)))
    }

    /// Returns the number of rows that match the filters of a list, without fetching rows. `offset` and
    /// `take` are ignored.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), and [`Paging`](crate::ErrorKind::Paging) when the API does not report
    /// the number of rows.
    pub fn count<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<u64, Error> {
        self.send(list.into_count())
    }

    /// Returns the first row of a list, after its `offset`, or `None` if there is no row.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub fn first<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<Option<T>, Error> {
        self.send(list.into_first())
    }
}
