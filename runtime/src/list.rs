//! Lists: calls that return rows, and what to ask of them.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::call::Call;
use crate::decode::DecodeOwned;
use crate::filter::{
    Filter, IntoListFilter, IntoOrder, IntoSelection, Order, Scope, Selection, quote,
};
use crate::page::{self, Page};
use crate::paging::pager::Pager;
use crate::paging::{Options, Source, StableOrder};
use crate::parameter::{ParameterValue, encode_expression, encode_text};
use crate::problem::Problem;
use crate::request::RequestBuilder;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// How many fields the API orders by at most.
const MAX_ORDERS: usize = 5;

/// A list of `T`s, which fields of the scope `S` can filter and order.
///
/// It turns into a [`Call`]`<`[`Page`]`<T>>` for one page ([`into_call`](Self::into_call)), into a
/// [`Pager`] for all of them ([`into_pager`](Self::into_pager)), into a call for the number of rows
/// alone ([`into_count`](Self::into_count)) or for the first row ([`into_first`](Self::into_first)).
/// A client has a method for each.
///
/// What the API cannot take (more than five fields to order by, a string with both kinds of quotes) is
/// reported when the call is sent.
#[must_use = "a list does nothing until a client sends it"]
pub struct List<S, T> {
    request: RequestBuilder,
    filters: Vec<Filter<S>>,
    orders: Vec<Order<S>>,
    /// What follows the orders, so that each row has a place of its own.
    tie_breakers: Vec<Order<S>>,
    selections: Vec<Selection<S>>,
    search: Option<String>,
    options: Options,
    rows: PhantomData<fn() -> T>,
}

impl<S: Scope, T> List<S, T> {
    /// A list by the request that returns it.
    #[doc(hidden)]
    pub fn new(request: RequestBuilder) -> Self {
        Self {
            request,
            filters: Vec::new(),
            orders: Vec::new(),
            tie_breakers: Vec::new(),
            selections: Vec::new(),
            search: None,
            options: Options::default(),
            rows: PhantomData,
        }
    }

    /// Keeps the rows that the filter takes. Called again, rows must pass all filters. It can be an `Option`, of
    /// which `None` filters nothing.
    pub fn filter(mut self, filter: impl IntoListFilter<S>) -> Self {
        self.filters.extend(filter.into_list_filter());
        self
    }

    /// Orders the rows by these fields, the first one first; five at most. Called again, the last
    /// call counts.
    pub fn order_by<O: IntoOrder<S>>(mut self, orders: impl IntoIterator<Item = O>) -> Self {
        self.orders = orders.into_iter().map(O::into_order).collect();
        self
    }

    /// Selects what rows hold: fields that they lack by default are included, and fields that they have by default are left
    /// out. Called again, it adds to the selection.
    ///
    /// ```
    /// # use connect_runtime::filter::{Field, FilterField, Offers, Scope, lookup};
    /// # use connect_runtime::{Json, List};
    /// # enum Assets {}
    /// # impl Scope for Assets { const NAME: &'static str = "assets::list"; }
    /// # enum Template {}
    /// # impl FilterField for Template { type Scope = Assets; type Value = str; const WIRE: &'static str = "template"; }
    /// # impl Offers<lookup::Include> for Template {}
    /// # enum Items {}
    /// # impl FilterField for Items { type Scope = Assets; type Value = str; const WIRE: &'static str = "items"; }
    /// # impl Offers<lookup::Exclude> for Items {}
    /// # const TEMPLATE: Field<Template> = Field::new();
    /// # const ITEMS: Field<Items> = Field::new();
    /// # fn select(assets: List<Assets, Json>) -> List<Assets, Json> {
    /// // Sends `select(template,-items)`.
    /// assets.select([TEMPLATE.include(), ITEMS.exclude()])
    /// # }
    /// ```
    pub fn select<C: IntoSelection<S>>(mut self, fields: impl IntoIterator<Item = C>) -> Self {
        let fields = fields.into_iter().map(C::into_selection);
        self.selections.extend(fields);
        self
    }

    /// Keeps the rows in which the API finds this text, in the fields that it searches.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Asks for so many rows with each request: the size of a page, not the length of the list (that
    /// is [`take`](Self::take)).
    ///
    /// The API may return fewer without saying so, since it has a limit of its own; reading all pages
    /// reckons with that. Unset, one page is what the API gives by itself, and all pages are read by
    /// [`DEFAULT_PAGE_SIZE`](crate::paging::DEFAULT_PAGE_SIZE). With 0 one page has no rows, but the
    /// total; all pages cannot be read so.
    pub fn page_size(mut self, rows: u32) -> Self {
        self.options.page_size = Some(rows);
        self
    }

    /// Reads so many rows at most, on all pages together.
    pub fn take(mut self, rows: u64) -> Self {
        self.options.take = Some(rows);
        self
    }

    /// Leaves out so many rows at the start. To resume a list where reading it ended, give the
    /// position that the reader told, and otherwise the same list.
    pub fn offset(mut self, rows: u64) -> Self {
        self.options.offset = Some(rows);
        self
    }

    /// Reads all pages with so many requests under way at a time; the rows still come in order. With
    /// 1, which is the default, and with 0, a page is asked for when its first row is wanted.
    ///
    /// With more, pages are fetched before they are wanted: at most that many, beside the one in use,
    /// are held in memory. The first page is asked for alone, to learn how many rows there are and
    /// how many of them the API puts in a page.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.options.prefetch = pages.max(1);
        self
    }

    /// Ends the reading of all pages with an error once the API says another total than before: rows
    /// came or went meanwhile, so that some may have been read twice or not at all. Without this the
    /// reader tells of it and goes on.
    pub fn require_stable_total(mut self) -> Self {
        self.options.stable_total = true;
        self
    }

    /// Sets how many requests the reading of all pages may take,
    /// [`DEFAULT_MAX_PAGES`](crate::paging::DEFAULT_MAX_PAGES) unless set. More is an error: it is how
    /// a list that never ends is told from a long one.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.options.max_pages = pages;
        self
    }

    /// Orders the rows so that each has a place of its own, which is what reading many pages needs.
    /// Rows without one may change places between two pages, and be read twice or not at all.
    ///
    /// It compiles for lists that have such an ordering. One given by [`order_by`](Self::order_by)
    /// stays, and the field that tells all rows apart is put behind it.
    pub fn in_stable_order(mut self) -> Self
    where
        S: StableOrder,
    {
        self.tie_breakers = S::stable_order();
        self
    }

    /// Sets a header of the call.
    pub fn header<V: ParameterValue + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sets how long each request may take in all, in place of the client's defaults.
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits of each request, in place of the client's defaults. Those that are not set stay
    /// as they are.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.request = self.request.timeouts(timeouts);
        self
    }

    /// Sets how often and how fast each request is sent again, in place of the client's defaults.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.request = self.request.retry(policy);
        self
    }

    /// The call for one page. A row that cannot be read is an error of the whole page; reading
    /// [all pages](Self::into_pager) costs that row alone.
    pub fn into_call(self) -> Call<Page<T>>
    where
        T: DecodeOwned,
    {
        let Options {
            page_size, take, ..
        } = self.options;
        let limit = page_size.map(u64::from).into_iter().chain(take).min();
        self.source().call(limit, self.options.offset, page::decode)
    }

    /// All pages, as a machine that says what to ask for next and does no I/O. Clients have it behind
    /// their streams.
    pub fn into_pager(self) -> Pager<T>
    where
        T: DecodeOwned,
    {
        Pager::new(self.source(), self.options)
    }

    /// The call for the number of rows that the filters take, which asks for no rows. `offset` and
    /// `take` do not count.
    pub fn into_count(self) -> Call<u64> {
        self.source().call(Some(0), None, page::count)
    }

    /// The call for the first row, after the `offset`; nothing if there is none.
    pub fn into_first(self) -> Call<Option<T>>
    where
        T: DecodeOwned,
    {
        let call = self.page_size(1).into_call();
        call.map(|page| page.rows.into_iter().next())
    }

    /// What all requests for this list have in common.
    fn source(&self) -> Source {
        Source::new(self.request.clone(), self.query())
    }

    fn query(&self) -> Result<String, Problem> {
        let mut parts = Vec::new();
        if let Some(filter) = Filter::all(self.filters.iter().cloned()) {
            let mut part = String::new();
            encode_expression(&filter.top_level()?, &mut part);
            parts.push(part);
        }
        parts.extend(self.ordering()?);
        parts.extend(self.selection());
        // The empty text is in every row.
        if let Some(text) = self.search.as_ref().filter(|it| !it.is_empty()) {
            let mut part = "search=".to_owned();
            encode_text(&quote("search", text)?, &mut part);
            parts.push(part);
        }
        Ok(parts.join("&"))
    }

    fn ordering(&self) -> Result<Option<String>, Problem> {
        let field = |order: &str| order.trim_start_matches('-').to_owned();
        let mut names: Vec<_> = self.orders.iter().map(ToString::to_string).collect();
        for tie_breaker in self.tie_breakers.iter().map(ToString::to_string) {
            if !names.iter().any(|it| field(it) == field(&tie_breaker)) {
                names.push(tie_breaker);
            }
        }
        if names.len() > MAX_ORDERS {
            return Err(Problem::new(format_args!(
                "rows can be ordered by {MAX_ORDERS} fields at most, not by {}",
                names.len()
            )));
        }
        Ok((!names.is_empty()).then(|| format!("ordering({})", names.join(","))))
    }
}

impl<S, T> List<S, T> {
    /// The expression for what rows hold: RQL takes one, with each field once.
    fn selection(&self) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.selections.iter().map(ToString::to_string) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| format!("select({})", names.join(",")))
    }
}

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
            tie_breakers: self.tie_breakers.clone(),
            selections: self.selections.clone(),
            search: self.search.clone(),
            options: self.options,
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
            .field("tie_breakers", &self.tie_breakers)
            .field("selections", &self.selections)
            .field("search", &self.search)
            .field("options", &self.options)
            .finish()
    }
}
