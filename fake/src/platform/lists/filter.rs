//! The filters of a list.

use std::borrow::Cow;

use time::OffsetDateTime;

use crate::platform::rql::value::Value;

/// A filter: a name that a query can use, and the value that it reads from a row.
pub(crate) struct Filter<R> {
    pub name: &'static str,
    pub kind: Kind,
    pub lookups: &'static [Lookup],
    /// Whether the list's search includes it.
    pub search: bool,
    /// Whether the list can be ordered by it.
    pub ordering: bool,
    pub value: fn(&R) -> Value<'_>,
}

/// The type of the values of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    String,
    /// One of these strings.
    Choice(&'static [&'static str]),
    DateTime,
}

/// The lookups of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    Eq,
    Ne,
    In,
    Out,
    Null,
    /// `like` and `ilike`.
    Like,
    /// `gt`, `ge`, `lt` and `le`.
    Order,
}

impl Lookup {
    const STRING: &[Self] = &[
        Self::Eq,
        Self::Ne,
        Self::Like,
        Self::Null,
        Self::In,
        Self::Out,
    ];
    const CHOICE: &[Self] = &[Self::Eq, Self::Ne, Self::Like, Self::In, Self::Out];
    const DATE_TIME: &[Self] = &[
        Self::Eq,
        Self::Ne,
        Self::Order,
        Self::Null,
        Self::In,
        Self::Out,
    ];
}

impl<R> Filter<R> {
    fn new(
        name: &'static str,
        kind: Kind,
        lookups: &'static [Lookup],
        value: fn(&R) -> Value<'_>,
    ) -> Self {
        Self {
            name,
            kind,
            lookups,
            search: false,
            ordering: false,
            value,
        }
    }

    pub fn string(name: &'static str, value: fn(&R) -> Value<'_>) -> Self {
        Self::new(name, Kind::String, Lookup::STRING, value)
    }

    pub fn choice(
        name: &'static str,
        values: &'static [&'static str],
        value: fn(&R) -> Value<'_>,
    ) -> Self {
        Self::new(name, Kind::Choice(values), Lookup::CHOICE, value)
    }

    pub fn date_time(name: &'static str, value: fn(&R) -> Value<'_>) -> Self {
        Self::new(name, Kind::DateTime, Lookup::DATE_TIME, value)
    }

    /// Replaces the default lookups of its kind.
    pub fn lookups(mut self, lookups: &'static [Lookup]) -> Self {
        self.lookups = lookups;
        self
    }

    pub fn search(mut self) -> Self {
        self.search = true;
        self
    }

    pub fn ordering(mut self) -> Self {
        self.ordering = true;
        self
    }

    pub fn offers(&self, lookup: Lookup) -> bool {
        self.lookups.contains(&lookup)
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
