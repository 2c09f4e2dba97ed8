//! Pages of rows.

use std::cmp::Ordering;

use connect_client::runtime::contract::Capability;

use super::filter::Filter;
use crate::platform::json;
use crate::platform::options::{ContentRange, Paging};
use crate::platform::refusal::Refusal;
use crate::platform::rql::condition::Condition;
use crate::platform::rql::pattern::Pattern;
use crate::platform::rql::value::Value;
use crate::platform::rql::{self, Query};
use crate::reply::Reply;

/// A reply with a page of the rows that a query string asks for.
pub(crate) fn page<R>(
    rows: Vec<R>,
    filters: &[Filter<R>],
    query: &str,
    paging: &Paging,
    render: impl Fn(&R) -> String,
) -> Result<Reply, Refusal> {
    page_of(rows, filters, &parsed(query)?, paging, render)
}

/// A query string, parsed.
pub(crate) fn parsed(query: &str) -> Result<Query, Refusal> {
    rql::parse(query)
        .map_err(|error| Refusal::syntax(format!("At {}: expected {}.", error.at, error.expected)))
}

/// A reply with a page of the rows that a query asks for.
pub(crate) fn page_of<R>(
    rows: Vec<R>,
    filters: &[Filter<R>],
    query: &Query,
    paging: &Paging,
    render: impl Fn(&R) -> String,
) -> Result<Reply, Refusal> {
    refuse_unknown(filters, query)?;
    refuse_selected(filters, query)?;
    let rows = ordered(filtered(rows, filters, query)?, filters, query)?;
    let total = rows.len();
    let offset = number(query.offset.as_deref()).unwrap_or(0);
    let limit = number(query.limit.as_deref())
        .unwrap_or(paging.default_limit)
        .min(paging.cap);
    let rows = rows.iter().skip(offset).take(limit);
    let rows: Vec<_> = rows.map(render).collect();
    let range = content_range(paging.range, rows.len(), limit, offset, total);
    let reply = Reply::json(200, json::list(rows));
    Ok(match range {
        Some(range) => reply.header("Content-Range", &range),
        None => reply,
    })
}

/// An integer, if the string is one. The platform uses its default for anything else.
fn number(text: Option<&str>) -> Option<usize> {
    text?.parse().ok()
}

fn content_range(
    form: ContentRange,
    rows: usize,
    limit: usize,
    offset: usize,
    total: usize,
) -> Option<String> {
    let (first, last) = match rows {
        0 if limit == 0 => (0, 0),
        0 => (offset, offset),
        _ => (offset, offset + rows - 1),
    };
    match form {
        ContentRange::Full => Some(format!("items {first}-{last}/{total}")),
        ContentRange::WithoutTotal => Some(format!("items {first}-{last}/*")),
        ContentRange::Missing => None,
    }
}

/// Refuses a query with a filter that the contract declares and the platform cannot evaluate: no rows would be a wrong
/// response, and so would be all of them.
fn refuse_unknown<R>(filters: &[Filter<R>], query: &Query) -> Result<(), Refusal> {
    let names = query.names();
    let mut unknown = filters.iter().filter(|it| !it.is_known());
    match unknown.find(|it| names.contains(&it.name())) {
        Some(filter) => Err(Refusal::not_implemented(&format!(
            "the filter {}",
            filter.name()
        ))),
        None => Ok(()),
    }
}

/// Refuses a query that selects what cannot be selected.
fn refuse_selected<R>(filters: &[Filter<R>], query: &Query) -> Result<(), Refusal> {
    let can_be_selected = |name: &str| {
        let mut filters = filters.iter().filter(|it| it.name() == name);
        filters.any(|it| it.offers(Capability::Included) || it.offers(Capability::Excluded))
    };
    let mut selected = query.selected.iter();
    match selected.find(|it| !can_be_selected(&it.field)) {
        Some(selected) => Err(Refusal::field(&selected.field, "not a field to select")),
        None => Ok(()),
    }
}

fn filtered<R>(mut rows: Vec<R>, filters: &[Filter<R>], query: &Query) -> Result<Vec<R>, Refusal> {
    let mut conditions = Vec::new();
    for expression in &query.filters {
        let condition = Condition::new(expression, filters);
        conditions.extend(condition.map_err(|error| Refusal::fields(vec![error]))?);
    }
    rows.retain(|row| conditions.iter().all(|it| it.holds(row, filters)));
    if let Some(search) = &query.search {
        let looks_like = Pattern::containing(search);
        let searched = filters.iter().filter(|it| it.declared.is_searched());
        let searched: Vec<_> = searched.collect();
        rows.retain(|row| {
            let mut values = searched.iter().flat_map(|it| it.values(row));
            values.any(|value| matches!(&value, Value::String(text) if looks_like.matches(text)))
        });
    }
    Ok(rows)
}

fn ordered<R>(mut rows: Vec<R>, filters: &[Filter<R>], query: &Query) -> Result<Vec<R>, Refusal> {
    let mut keys = Vec::new();
    for order in &query.ordering {
        let mut fitting = filters.iter().filter(|it| it.declared.orders());
        let Some(filter) = fitting.find(|it| it.name() == order.field) else {
            return Err(Refusal::field(&order.field, "not a field to order by"));
        };
        keys.push((filter, order.descending));
    }
    // Rows that are equal in all keys keep their order.
    rows.sort_by(|one, other| {
        let orders = keys.iter().map(|(filter, descending)| {
            let order = filter.first(one).partial_cmp(&filter.first(other));
            let order = order.unwrap_or(Ordering::Equal);
            if *descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    Ok(rows)
}
