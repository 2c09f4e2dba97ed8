//! What the filters of a list read from the JSON of an object.

use std::borrow::Cow;

use connect_client::runtime::contract::{Capability, DeclaredFilter, FilterValue};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::kind::Collection;
use super::members;
use super::store::Stored;
use crate::platform::date_time::read_date_time;
use crate::platform::lists::filter::{Filter, Read, filters};
use crate::platform::rql::value::Value;

/// The filters whose name is not the path of a member: the module, the name, and the path. In other names, two
/// underscores stand for a dot.
const PATHS: &[(&str, &str, &str)] = &[
    ("assets", "created", "events.created.at"),
    ("assets", "hub.id", "connection.hub.id"),
    ("assets", "hub.name", "connection.hub.name"),
    ("assets", "product.title", "product.name"),
    ("assets", "updated", "events.updated.at"),
    ("listings", "marketplace.id", "contract.marketplace.id"),
    ("listings", "marketplace.name", "contract.marketplace.name"),
    ("listings", "marketplace__id", "contract.marketplace.id"),
    ("listings", "marketplace__name", "contract.marketplace.name"),
    ("marketplaces", "hubs.id", "hubs.hub.id"),
    ("marketplaces", "hubs.name", "hubs.hub.name"),
    ("product_items", "description.value", "description"),
    ("product_items", "item_type", "type"),
    ("product_items", "usage_data_type", "precision"),
    ("product_items", "verbose_id", "id"),
    ("tier_accounts", "events.created.by", "events.created.by.id"),
    ("tier_accounts", "events.updated.by", "events.updated.by.id"),
];

/// The filters that the platform cannot read: they compare in a way that no lookup declares. A request with one is
/// refused.
const UNREADABLE: &[(&str, &str)] = &[
    ("listings", "marketplace__name__icontains"),
    ("listings", "product__name__icontains"),
];

/// The end of the name of a filter that says whether a member is null.
const IS_NULL: &str = "__is_null";

/// The ids in place of a connection, a hub and a contract that test assets do not have. Filters take them for null.
pub(crate) const NULL_IDS: [&str; 3] =
    ["CT-0000-0000-0000", "HB-0000-0000", "CRD-00000-00000-00000"];

/// The declared filters of a collection's list.
pub(crate) fn of<'r>(collection: &'static Collection) -> Vec<Filter<&'r Stored>> {
    let list = format!("{}::list", collection.module);
    filters(&list, |declared| {
        let path = path(collection, declared.name)?;
        Some(many(move |row: &&'r Stored| {
            values(declared, &path, &row.json)
        }))
    })
}

/// A closure that is known to be for rows of every lifetime.
fn many<R>(read: impl for<'a> Fn(&'a R) -> Vec<Value<'a>> + 'static) -> Read<R> {
    Read::Many(Box::new(read))
}

/// Where a filter finds its values. `None` if it cannot be read.
fn path(collection: &Collection, name: &str) -> Option<String> {
    if UNREADABLE.contains(&(collection.module, name)) {
        return None;
    }
    let mut paths = PATHS.iter();
    let found = paths.find(|it| (it.0, it.1) == (collection.module, name));
    Some(match found {
        Some((.., path)) => (*path).to_owned(),
        None => name.replace("__", "."),
    })
}

/// The values that a filter compares with. Those of other members are null.
fn values<'a>(declared: &DeclaredFilter, path: &str, json: &'a Json) -> Vec<Value<'a>> {
    let found = members::all(json, path);
    if declared.name.ends_with(IS_NULL) {
        let path = path.trim_end_matches(".is_null");
        let is_null = members::all(json, path).iter().all(|it| it.is_null());
        return vec![Value::String(is_null.to_string().into())];
    }
    let nulls = declared.has(Capability::IsNull);
    let stands_for_null = |it: &Json| nulls && it.as_str().is_some_and(|it| NULL_IDS.contains(&it));
    let also_null = found.iter().any(|it| stands_for_null(it));
    let mut values: Vec<_> = found.into_iter().map(|it| value(declared, it)).collect();
    if also_null {
        values.push(Value::Null);
    }
    values
}

/// A value of JSON, as this filter compares it.
fn value<'a>(declared: &DeclaredFilter, json: &'a Json) -> Value<'a> {
    let text: Cow<'_, str> = match json {
        Json::String(text) => text.as_str().into(),
        Json::Number(number) => number.to_string().into(),
        Json::Bool(boolean) => boolean.to_string().into(),
        Json::Null | Json::Array(_) | Json::Object(_) => return Value::Null,
    };
    match declared.value {
        // Filters and responses spell some values differently.
        FilterValue::Choice => {
            let mut choices = declared.choices().into_iter();
            let choice = choices.find(|it| it.eq_ignore_ascii_case(&text));
            Value::String(choice.map_or(text, Into::into))
        }
        FilterValue::DateTime => read_date_time(&text).map_or(Value::Null, Value::DateTime),
        FilterValue::Integer | FilterValue::Number => {
            text.parse::<Decimal>().map_or(Value::Null, Value::Number)
        }
        FilterValue::Boolean => text.parse().map_or(Value::Null, Value::Boolean),
        _ => Value::String(text),
    }
}
