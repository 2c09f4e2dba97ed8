//! Lists: calls that answer rows, with what to ask of them.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::call::Call;
use crate::decode::DecodeOwned;
use crate::filter::{Filter, IntoFilter, IntoOrder, Order, Scope, quote};
use crate::page::{self, Page};
use crate::parameter::{ParameterValue, encode_expression, encode_text};
use crate::problem::Problem;
use crate::request::RequestBuilder;

/// How many fields the API orders by at most.
const MAX_ORDERS: usize = 5;

/// A list of `T`s, which fields of the scope `S` can filter and order. It turns into a
/// [`Call`]`<`[`Page`]`<T>>`.
///
/// What the API cannot take (more than five fields to order by, a text with both kinds of quotes) is
/// reported when the call is sent.
#[must_use = "a list does nothing until a client sends it"]
pub struct List<S, T> {
    request: RequestBuilder,
    filters: Vec<Filter<S>>,
    orders: Vec<Order<S>>,
    search: Option<String>,
    limit: Option<u32>,
    offset: Option<u64>,
    rows: PhantomData<fn() -> T>,
}

impl<S: Scope, T> List<S, T> {
    /// A list by the request that answers it.
    pub fn new(request: RequestBuilder) -> Self {
        Self {
            request,
            filters: Vec::new(),
            orders: Vec::new(),
            search: None,
            limit: None,
            offset: None,
            rows: PhantomData,
        }
    }

    /// Keeps the rows that the filter takes. Called again, rows must pass all filters.
    pub fn filter(mut self, filter: impl IntoFilter<S>) -> Self {
        self.filters.push(filter.into_filter());
        self
    }

    /// Orders the rows by these fields, the first one first; five at most. Called again, the last
    /// call counts.
    pub fn order_by<O: IntoOrder<S>>(mut self, orders: impl IntoIterator<Item = O>) -> Self {
        self.orders = orders.into_iter().map(O::into_order).collect();
        self
    }

    /// Keeps the rows in which the API finds this text, in the fields that it searches.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Asks for so many rows at most. The API may answer fewer without saying so: it has a limit of
    /// its own. With 0 the page has no rows, but the total.
    pub fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Leaves out so many rows at the start.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }

    /// Sets a header of the call.
    pub fn header<V: ParameterValue + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sets how long the call may take, in place of the client's usual.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request = self.request.timeout(timeout);
        self
    }

    /// The call for the page that was asked for.
    pub fn into_call(self) -> Call<Page<T>>
    where
        T: DecodeOwned,
    {
        let query = self.query();
        self.request.rows(query).into_call(page::decode)
    }

    fn query(&self) -> Result<RowsQuery, Problem> {
        let mut parts = Vec::new();
        if let Some(filter) = Filter::all(self.filters.iter().cloned()) {
            let mut part = String::new();
            encode_expression(&filter.top_level()?, &mut part);
            parts.push(part);
        }
        parts.extend(self.ordering()?);
        // The empty text is in every row.
        if let Some(text) = self.search.as_ref().filter(|it| !it.is_empty()) {
            let mut part = "search=".to_owned();
            encode_text(&quote("search", text)?, &mut part);
            parts.push(part);
        }
        parts.extend(self.limit.map(|rows| format!("limit={rows}")));
        parts.extend(self.offset.map(|rows| format!("offset={rows}")));
        Ok(RowsQuery(parts.join("&")))
    }

    fn ordering(&self) -> Result<Option<String>, Problem> {
        if self.orders.len() > MAX_ORDERS {
            return Err(Problem::new(format_args!(
                "rows can be ordered by {MAX_ORDERS} fields at most, not by {}",
                self.orders.len()
            )));
        }
        if self.orders.is_empty() {
            return Ok(None);
        }
        let names: Vec<_> = self.orders.iter().map(ToString::to_string).collect();
        Ok(Some(format!("ordering({})", names.join(","))))
    }
}

/// The part of a query string that a list adds, encoded.
pub(crate) struct RowsQuery(pub(crate) String);

impl<S: Scope, T: DecodeOwned> From<List<S, T>> for Call<Page<T>> {
    fn from(list: List<S, T>) -> Self {
        list.into_call()
    }
}

// By hand, since neither `S` nor `T` need be `Clone` or `Debug` for that.
impl<S, T> Clone for List<S, T> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            filters: self.filters.clone(),
            orders: self.orders.clone(),
            search: self.search.clone(),
            limit: self.limit,
            offset: self.offset,
            rows: PhantomData,
        }
    }
}

impl<S, T> fmt::Debug for List<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("operation", &self.request.operation.name)
            .field("filters", &self.filters)
            .field("orders", &self.orders)
            .field("search", &self.search)
            .field("limit", &self.limit)
            .field("offset", &self.offset)
            .finish()
    }
}
