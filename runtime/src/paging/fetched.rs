//! Pages with what tells them apart, and with the rows that cannot be read.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::iter;

use super::salvage;
use crate::decode::DecodeOwned;
use crate::error::Error;
use crate::operation::Operation;
use crate::page::{Page, Range};
use crate::response::Response;

/// A page as a [`Pager`](super::pager::Pager) takes it in.
///
/// It is the response of the calls that the pager makes; there is no other way to one, so that the
/// pager sees what the server really said.
pub struct Fetched<T> {
    /// The rows that could be read, and what the header said.
    page: Page<T>,
    /// The rows that could not: where they stand among all rows of the page, in ascending order, and why.
    unreadable: Vec<(usize, Error)>,
    /// Of the body, where the header does not say which rows these are. Only then is it needed, to
    /// notice the same page coming again, and a body of a megabyte takes its time.
    pub(super) fingerprint: Option<u64>,
}

/// What comes out of a page in one piece.
pub(super) enum Part<T> {
    /// Rows that follow each other.
    Rows(Page<T>),
    /// A row that cannot be read.
    Unreadable(Error),
}

impl<T> Fetched<T> {
    /// How many rows came, readable or not.
    pub(super) fn rows(&self) -> usize {
        self.page.rows.len() + self.unreadable.len()
    }

    /// Where the first row stands in the list, as the header says.
    pub(super) fn first(&self) -> Option<u64> {
        self.page.first
    }

    /// How many rows the list has, as the header says.
    pub(super) fn total(&self) -> Option<u64> {
        self.page.total
    }

    /// Drops all rows behind the first `keep`.
    pub(super) fn truncate(&mut self, keep: usize) {
        self.unreadable.retain(|(at, _)| *at < keep);
        self.page
            .rows
            .truncate(keep - self.unreadable.len().min(keep));
    }

    /// The rows in their order: cut where one cannot be read.
    pub(super) fn into_parts(self) -> VecDeque<Part<T>> {
        let Page { rows, first, total } = self.page;
        if self.unreadable.is_empty() {
            return iter::once(Part::Rows(Page { rows, first, total })).collect();
        }
        let (mut rows, mut position) = (rows.into_iter(), 0);
        let mut parts = VecDeque::new();
        let end = rows.len() + self.unreadable.len();
        let errors = self
            .unreadable
            .into_iter()
            .map(|(at, error)| (at, Some(error)));
        for (at, error) in errors.chain([(end, None)]) {
            let before = Page {
                rows: rows.by_ref().take(at - position).collect(),
                first: first.map(|it| it.saturating_add(position as u64)),
                total,
            };
            if !before.rows.is_empty() {
                parts.push_back(Part::Rows(before));
            }
            parts.extend(error.map(Part::Unreadable));
            position = at + 1;
        }
        parts
    }
}

/// Reads a page whose first row was asked for at `offset`.
pub(super) fn decode<T: DecodeOwned>(
    offset: u64,
    operation: &'static Operation,
    response: Response,
) -> crate::Result<Fetched<T>> {
    let range = Range::of(&response);
    let body = response.body().clone();
    let (rows, unreadable) = salvage::rows(offset, operation, response)?;
    let is_anonymous = range.first.is_none() && !(rows.is_empty() && unreadable.is_empty());
    Ok(Fetched {
        fingerprint: is_anonymous.then(|| fingerprint(&body)),
        page: range.page(rows),
        unreadable,
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
            .field("rows", &self.rows())
            .field("unreadable", &self.unreadable.len())
            .field("first", &self.first())
            .field("total", &self.total())
            .finish()
    }
}
