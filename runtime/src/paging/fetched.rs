//! Pages with what tells them apart.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};

use crate::decode::DecodeOwned;
use crate::operation::Operation;
use crate::page::{self, Page};
use crate::response::Response;

/// A page as a [`Pager`](super::pager::Pager) takes it in.
///
/// It is the response of the calls that the pager makes; there is no other way to one, so that the
/// pager sees what the server really said.
#[derive(Clone)]
pub struct Fetched<T> {
    pub(super) page: Page<T>,
    /// Of the body, where the header does not say which rows these are. Only then is it needed, to
    /// notice the same page coming again, and a body of a megabyte takes its time.
    pub(super) fingerprint: Option<u64>,
}

impl<T> Fetched<T> {
    /// The page.
    pub fn page(&self) -> &Page<T> {
        &self.page
    }
}

pub(super) fn decode<T: DecodeOwned>(
    operation: &'static Operation,
    response: Response,
) -> crate::Result<Fetched<T>> {
    let body = response.body().clone();
    let page = page::decode(operation, response)?;
    let is_anonymous = page.first.is_none() && !page.rows.is_empty();
    Ok(Fetched {
        fingerprint: is_anonymous.then(|| fingerprint(&body)),
        page,
    })
}

fn fingerprint(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish()
}

/// How many rows there are, and what the header said.
impl<T> fmt::Debug for Fetched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetched")
            .field("rows", &self.page.rows.len())
            .field("first", &self.page.first)
            .field("total", &self.page.total)
            .finish()
    }
}
