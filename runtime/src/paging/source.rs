//! What all requests for a list have in common, and what differs from page to page.

use crate::call::Call;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::request::RequestBuilder;
use crate::response::Response;

/// How a list is read; see the methods of [`List`](crate::List) of the same names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) page_size: Option<u32>,
    pub(crate) take: Option<u64>,
    pub(crate) offset: Option<u64>,
    /// At least 1.
    pub(crate) prefetch: usize,
    pub(crate) stable_total: bool,
    pub(crate) max_pages: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            page_size: None,
            take: None,
            offset: None,
            prefetch: 1,
            stable_total: false,
            max_pages: super::DEFAULT_MAX_PAGES,
        }
    }
}

/// The request of a list without its limit and offset.
#[derive(Debug, Clone)]
pub(crate) struct Source(RequestBuilder);

impl Source {
    pub(crate) fn new(request: RequestBuilder, query: Result<String, Problem>) -> Self {
        Self(request.rows(query))
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// The call for some of the rows.
    pub(crate) fn call<T: 'static>(
        &self,
        limit: Option<u64>,
        offset: Option<u64>,
        decode: impl Fn(&'static Operation, Response) -> crate::Result<T> + Send + Sync + 'static,
    ) -> Call<T> {
        let mut request = self.0.clone();
        for (name, value) in [("limit", limit), ("offset", offset)] {
            if let Some(value) = value {
                request.add_query(&format!("{name}={value}"));
            }
        }
        request.into_call(decode)
    }
}
