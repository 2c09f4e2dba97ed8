//! Lists: all rows, all pages, how many there are, the first one. As the asynchronous client's, but
//! iterators.

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
    /// All rows of a list, one after another, from as many requests as it takes.
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
    /// Nothing is requested before the first row is asked for. The rows are exactly those that the API
    /// has, in its order, whatever its limit of a page; see [`paging`] for how they
    /// are read and what is an error, and [`List::prefetch`] for reading ahead, in threads.
    pub fn stream<S: Scope, T: DecodeOwned + Send>(&self, list: List<S, T>) -> Rows<T> {
        self.pages(list).into()
    }

    /// All pages of a list, one after another; as [`stream`](Self::stream), but with the rows as they
    /// came together. A list without rows has no pages.
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

    /// How many rows the filters of a list take, asked for without rows. `offset` and `take` do not
    /// count.
    ///
    /// # Errors
    /// As [`send`](Self::send); and of the kind [`Paging`](crate::ErrorKind::Paging) when the API does
    /// not say how many rows there are.
    pub fn count<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<u64, Error> {
        self.send(list.into_count())
    }

    /// The first row of a list, after its `offset`; nothing if there is none.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn first<S: Scope, T: DecodeOwned>(&self, list: List<S, T>) -> Result<Option<T>, Error> {
        self.send(list.into_first())
    }
}
