//! The filters of a list.

use std::borrow::Cow;

use time::OffsetDateTime;

use crate::rql::condition::Value;

/// A filter: a name that a query can use, and what it looks at.
pub(crate) struct Filter<R> {
    pub name: &'static str,
    pub kind: Kind,
    pub lookups: &'static [Lookup],
    /// Whether the list's search looks at it.
    pub search: bool,
    /// Whether the list can be ordered by it.
    pub ordering: bool,
    pub value: fn(&R) -> Value<'_>,
}

/// What the values of a filter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// One of these.
    Choice(&'static [&'static str]),
    Time,
}

/// What can be asked of a filter.
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
    const TEXT: &[Self] = &[
        Self::Eq,
        Self::Ne,
        Self::Like,
        Self::Null,
        Self::In,
        Self::Out,
    ];
    const CHOICE: &[Self] = &[Self::Eq, Self::Ne, Self::Like, Self::In, Self::Out];
    const TIME: &[Self] = &[
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

    pub fn text(name: &'static str, value: fn(&R) -> Value<'_>) -> Self {
        Self::new(name, Kind::Text, Lookup::TEXT, value)
    }

    pub fn choice(
        name: &'static str,
        values: &'static [&'static str],
        value: fn(&R) -> Value<'_>,
    ) -> Self {
        Self::new(name, Kind::Choice(values), Lookup::CHOICE, value)
    }

    pub fn time(name: &'static str, value: fn(&R) -> Value<'_>) -> Self {
        Self::new(name, Kind::Time, Lookup::TIME, value)
    }

    /// With other lookups than its kind has mostly.
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

/// The value of a text.
pub(crate) fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

/// The value of a text that may be missing.
pub(crate) fn maybe(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::Null, |it| Value::Text(Cow::Borrowed(it)))
}

/// The value of a time.
pub(crate) fn moment<'a>(time: OffsetDateTime) -> Value<'a> {
    Value::Time(time)
}
