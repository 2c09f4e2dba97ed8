//! Pages of lists.

use crate::error::failure;
use http::header::CONTENT_RANGE;

use crate::call::read;
use crate::decode::DecodeOwned;
use crate::json::Json;
use crate::operation::Operation;
use crate::response::{Response, header};

/// A page of a list.
///
/// To read all pages, have a client do it, or a [`Pager`](crate::driver::paging::Pager): the API may return
/// fewer rows than were asked for, and says in several ways, or in none, that there are no more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The place of the first row in the whole list, from 0, as the API says. It means nothing when
    /// there are no rows.
    pub first: Option<u64>,
    /// How many rows the whole list has, if the API says.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page of rows.
    pub fn new(rows: Vec<T>) -> Self {
        Self {
            rows,
            first: None,
            total: None,
        }
    }
}

/// Reads a page.
pub(crate) fn decode<T: DecodeOwned>(
    operation: &'static Operation,
    response: Response,
) -> crate::Result<Page<T>> {
    let range = Range::of(&response);
    Ok(range.page(read::rows(operation, response)?))
}

/// Reads the number of rows of the whole list from a page that need not have any. Of what form they are does not
/// matter.
pub(crate) fn count(operation: &'static Operation, response: Response) -> crate::Result<u64> {
    let has_range = response.headers().contains_key(CONTENT_RANGE);
    let page = decode::<Json>(operation, response)?;
    let came = page.rows.len() as u64;
    match page.total {
        Some(total) if total >= came => Ok(total),
        Some(total) => {
            let message = format!(
                "the response says that the list has {total} rows, but holds {came}; read the list to count them"
            );
            Err(failure::paging(operation, message))
        }
        None => {
            let message = match has_range {
                false => {
                    "the response has no `Content-Range` header, so it does not say how many rows the list has; read the list to count them"
                }
                true => {
                    "the `Content-Range` header of the response has no total; read the list to count them"
                }
            };
            Err(failure::paging(operation, message))
        }
    }
}

/// What a `Content-Range` says: `items 0-9/120`, `items */120`, `items 0-9/*`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first: Option<u64>,
    total: Option<u64>,
}

impl Range {
    /// What the header of a response says.
    pub(crate) fn of(response: &Response) -> Self {
        header(response, CONTENT_RANGE)
            .map(Self::read)
            .unwrap_or_default()
    }

    /// The page with these rows.
    pub(crate) fn page<T>(self, rows: Vec<T>) -> Page<T> {
        Page {
            rows,
            first: self.first,
            total: self.total,
        }
    }

    /// What cannot be read is as if it were not said.
    fn read(header: &str) -> Self {
        let range = header.trim();
        let range = range.rsplit_once(' ').map_or(range, |(_unit, range)| range);
        let (rows, total) = range.split_once('/').unwrap_or((range, ""));
        let (first, _last) = rows.split_once('-').unwrap_or((rows, ""));
        Self {
            first: first.trim().parse().ok(),
            total: total.trim().parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_far_as_they_go() {
        let read = |header| {
            let range = Range::read(header);
            (range.first, range.total)
        };
        assert_eq!(read("items 0-9/120"), (Some(0), Some(120)));
        assert_eq!(read("items 0-0/0"), (Some(0), Some(0)));
        assert_eq!(read("items */120"), (None, Some(120)));
        assert_eq!(read("items 10-19/*"), (Some(10), None));
        assert_eq!(read("10-19/30"), (Some(10), Some(30)));
        assert_eq!(read("nonsense"), (None, None));
        assert_eq!(read(""), (None, None));
    }
}
