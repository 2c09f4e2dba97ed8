//! Pages from values, for tests.

use std::fmt;
use std::task::{Context, Poll};
use std::vec;

use connect_runtime::paging::TotalChange;
use connect_runtime::{Error, Page};

use super::source::Source;

/// Pages that were created in advance.
pub(super) struct Values<T> {
    pages: vec::IntoIter<Result<Page<T>, Error>>,
    position: u64,
    total: Option<u64>,
}

impl<T> Values<T> {
    pub(super) fn new(pages: impl IntoIterator<Item = Result<Page<T>, Error>>) -> Self {
        Self {
            pages: pages.into_iter().collect::<Vec<_>>().into_iter(),
            position: 0,
            total: None,
        }
    }

    fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        loop {
            let next = self.pages.next()?;
            match &next {
                Err(error) if error.row().is_some() => self.position += 1,
                Err(_) => self.pages = Vec::new().into_iter(),
                Ok(page) => {
                    self.total = page.total.or(self.total);
                    if page.rows.is_empty() {
                        continue;
                    }
                    self.position += page.rows.len() as u64;
                }
            }
            return Some(next);
        }
    }
}

impl<T: Send> Source<T> for Values<T> {
    fn poll_page(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        Poll::Ready(self.next())
    }

    fn poll_requests(&mut self, _: &mut Context<'_>) {}

    fn position(&self) -> u64 {
        self.position
    }

    fn total(&self) -> Option<u64> {
        self.total
    }

    fn total_change(&self) -> Option<TotalChange> {
        None
    }
}

impl<T> fmt::Debug for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values")
            .field("pages", &self.pages.len())
            .field("position", &self.position)
            .field("total", &self.total)
            .finish()
    }
}
