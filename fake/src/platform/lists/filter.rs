//! The filters of a list: as the contract declares them, with what each reads from a row.

use std::borrow::Cow;

use connect_client::runtime::contract::{Capability, DeclaredFilter};
use time::OffsetDateTime;

use crate::platform::contract;
use crate::platform::rql::value::Value;

/// A filter: what a query can use, and how its values are read from a row.
pub(crate) struct Filter<R> {
    pub declared: &'static DeclaredFilter,
    read: Option<Read<R>>,
}

/// How the values of a filter are read from a row.
pub(crate) enum Read<R> {
    /// There is one.
    One(ReadOne<R>),
    /// There are as many as elements of an array.
    #[cfg(feature = "directory")]
    Many(ReadMany<R>),
}

pub(crate) type ReadOne<R> = for<'a> fn(&'a R) -> Value<'a>;

#[cfg(feature = "directory")]
pub(crate) type ReadMany<R> = Box<dyn for<'a> Fn(&'a R) -> Vec<Value<'a>>>;

/// The declared filters of a list, each with what `read` has for it.
pub(crate) fn filters<R>(
    list: &str,
    read: impl Fn(&'static DeclaredFilter) -> Option<Read<R>>,
) -> Vec<Filter<R>> {
    let declared = contract::filters(list).iter();
    let filters = declared.map(|declared| Filter {
        declared,
        read: read(declared),
    });
    filters.collect()
}

/// The declared filters of a list whose rows have one value for each.
pub(crate) fn single<R>(list: &str, read: impl Fn(&str) -> Option<ReadOne<R>>) -> Vec<Filter<R>> {
    filters(list, |declared| read(declared.name).map(Read::One))
}

impl<R> Filter<R> {
    pub fn name(&self) -> &'static str {
        self.declared.name
    }

    pub fn offers(&self, capability: Capability) -> bool {
        self.declared.has(capability)
    }

    /// Whether its values can be read. The platform's fake does not know those of a filter that is newer than it.
    pub fn is_known(&self) -> bool {
        self.read.is_some()
    }

    pub fn values<'a>(&self, row: &'a R) -> Vec<Value<'a>> {
        match &self.read {
            Some(Read::One(read)) => vec![read(row)],
            #[cfg(feature = "directory")]
            Some(Read::Many(read)) => read(row),
            None => Vec::new(),
        }
    }

    /// The value that rows are ordered by.
    pub fn first<'a>(&self, row: &'a R) -> Value<'a> {
        self.values(row).into_iter().next().unwrap_or(Value::Null)
    }
}

/// The value of a string.
pub(crate) fn string(text: &str) -> Value<'_> {
    Value::String(Cow::Borrowed(text))
}

/// The value of a string that may be missing.
pub(crate) fn maybe(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::Null, |it| Value::String(Cow::Borrowed(it)))
}

/// The value of a date-time.
pub(crate) fn date_time<'a>(time: OffsetDateTime) -> Value<'a> {
    Value::DateTime(time)
}

/// The value of a date-time that may be missing.
pub(crate) fn maybe_date_time<'a>(time: Option<OffsetDateTime>) -> Value<'a> {
    time.map_or(Value::Null, Value::DateTime)
}
