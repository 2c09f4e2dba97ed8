//! Lists: filters, ordering and pages.

mod aggregates;
mod chunks;
mod files;
pub(crate) mod filter;
mod reconciliations;
mod records;

use std::cmp::Ordering;

use loopback::Reply;

pub(crate) use aggregates::aggregates;
pub(crate) use chunks::chunks;
pub(crate) use files::{categories, files};
pub(crate) use reconciliations::reconciliations;
pub(crate) use records::records;

use crate::builder::ContentRange;
use crate::json;
use crate::refusal::Refusal;
use crate::rql::condition::{Condition, Value};
use crate::rql::pattern::Pattern;
use crate::rql::{self, Query};
use filter::Filter;

/// How a platform makes pages.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    pub default_limit: usize,
    pub cap: usize,
    pub range: ContentRange,
}

/// A reply with a page of these rows.
fn page<R>(
    rows: Vec<R>,
    filters: &[Filter<R>],
    query: &str,
    paging: &Paging,
    render: impl Fn(&R) -> String,
) -> Result<Reply, Refusal> {
    let query = rql::parse(query).map_err(|error| {
        Refusal::syntax(format!("At {}: expected {}.", error.at, error.expected))
    })?;
    let rows = ordered(filtered(rows, filters, &query)?, filters, &query)?;
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

fn filtered<R>(mut rows: Vec<R>, filters: &[Filter<R>], query: &Query) -> Result<Vec<R>, Refusal> {
    let mut conditions = Vec::new();
    for expression in &query.filters {
        let condition = Condition::new(expression, filters);
        conditions.extend(condition.map_err(|error| Refusal::fields(vec![error]))?);
    }
    rows.retain(|row| conditions.iter().all(|it| it.holds(row, filters)));
    if let Some(search) = &query.search {
        let looks_like = Pattern::containing(search);
        let searched: Vec<_> = filters.iter().filter(|it| it.search).collect();
        rows.retain(|row| {
            let mut values = searched.iter().map(|it| (it.value)(row));
            values.any(|value| matches!(&value, Value::String(text) if looks_like.matches(text)))
        });
    }
    Ok(rows)
}

fn ordered<R>(mut rows: Vec<R>, filters: &[Filter<R>], query: &Query) -> Result<Vec<R>, Refusal> {
    let mut keys = Vec::new();
    for order in &query.ordering {
        let mut fitting = filters.iter().filter(|it| it.ordering);
        let Some(filter) = fitting.find(|it| it.name == order.field) else {
            return Err(Refusal::field(&order.field, "not a field to order by"));
        };
        keys.push((filter, order.descending));
    }
    // Rows that are equal in all keys keep their order.
    rows.sort_by(|one, other| {
        let orders = keys.iter().map(|(filter, descending)| {
            let order = (filter.value)(one).partial_cmp(&(filter.value)(other));
            let order = order.unwrap_or(Ordering::Equal);
            if *descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::filter::{Filter, Kind, Lookup};
    use super::{aggregates, chunks, files, reconciliations, records};

    fn names(lookup: Lookup) -> &'static [&'static str] {
        match lookup {
            Lookup::Eq => &["eq"],
            Lookup::Ne => &["ne"],
            Lookup::In => &["in"],
            Lookup::Out => &["out"],
            Lookup::Null => &["null"],
            Lookup::Like => &["like", "ilike"],
            Lookup::Order => &["gt", "ge", "lt", "le"],
        }
    }

    /// A filter in one line: its name, its lookups, search, ordering and choices.
    fn line(name: &str, mut lookups: Vec<&str>, flags: [bool; 2], choices: &[&str]) -> String {
        lookups.sort_unstable();
        format!("{name} {lookups:?} {flags:?} {choices:?}")
    }

    fn ours<R>(filters: Vec<Filter<R>>) -> Vec<String> {
        let lines = filters.iter().map(|it| {
            let lookups = it.lookups.iter().flat_map(|it| names(*it)).copied();
            let choices = match it.kind {
                Kind::Choice(choices) => choices,
                Kind::String | Kind::DateTime => &[],
            };
            line(
                it.name,
                lookups.collect(),
                [it.search, it.ordering],
                choices,
            )
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        lines
    }

    fn strings(value: &Value) -> Vec<&str> {
        let strings = value.as_sequence().into_iter().flatten();
        strings.map(|it| it.as_str().expect("a string")).collect()
    }

    fn declared(contract: &Value, path: &str) -> Vec<String> {
        let parameters = contract["paths"][path]["get"]["parameters"].as_sequence();
        let filters = parameters.expect(path).iter();
        let lines = filters
            .filter(|it| !it["x-connect-filter"].is_null())
            .map(|it| {
                let filter = &it["x-connect-filter"];
                let flags =
                    [&filter["search"], &filter["ordering"]].map(|it| it.as_bool() == Some(true));
                let name = it["name"].as_str().expect("a name");
                line(
                    name,
                    strings(&filter["lookups"]),
                    flags,
                    &strings(&it["schema"]["enum"]),
                )
            });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn filters_are_those_of_the_contract() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../specs/usage/contract.yml"
        );
        let text = std::fs::read_to_string(file).expect("the contract");
        let contract: Value = serde_yaml::from_str(&text).expect("YAML");
        let mut count = 0;
        for (path, ours) in [
            ("/usage/aggregates", ours(aggregates::filters())),
            ("/usage/chunks", ours(chunks::filters())),
            ("/usage/files", ours(files::filters())),
            (
                "/usage/files/{file_pk}/categories",
                ours(files::category_filters()),
            ),
            ("/usage/reconciliations", ours(reconciliations::filters())),
            ("/usage/records", ours(records::filters())),
        ] {
            assert_eq!(ours, declared(&contract, path), "{path}");
            count += ours.len();
        }
        assert_eq!(count, 58);
    }
}
