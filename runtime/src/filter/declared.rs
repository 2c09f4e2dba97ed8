//! Filters as the contract declares them, for what stands at the other end of a call.

use crate::base64::Base64;
use crate::decimal::Decimal;
use crate::open_enum::{OpenEnum, OpenIntegerEnum};
use crate::times::{Date, DateTime};
use crate::uuids::Uuid;

/// A filter of a list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DeclaredFilter {
    /// The name in a query.
    pub name: &'static str,
    /// What it compares with.
    pub value: FilterValue,
    /// What it offers.
    pub offers: &'static [Capability],
    choices: fn() -> Vec<String>,
}

/// What a filter offers: a lookup, or something that is declared like one.
///
/// The names differ from those of the types in [`lookup`](super::lookup), which the compiler would otherwise write with
/// their whole paths when it says what a field does not offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less than.
    Less,
    /// Less than or equal.
    LessOrEqual,
    /// Greater than.
    Greater,
    /// Greater than or equal.
    GreaterOrEqual,
    /// Like a pattern.
    Matches,
    /// Like a pattern, whatever the letter case.
    MatchesIgnoringCase,
    /// One of several.
    OneOf,
    /// None of several.
    NoneOf,
    /// Null or not.
    IsNull,
    /// Rows can be ordered by it.
    Orders,
    /// Rows have it if the request selects it.
    Included,
    /// Rows have it unless the request leaves it out.
    Excluded,
    /// The list's `search` includes it.
    Searched,
}

/// The type of the values that a filter compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FilterValue {
    /// A string.
    String,
    /// One of the [choices](DeclaredFilter::choices), which are strings or integers.
    Choice,
    /// An integer.
    Integer,
    /// A decimal number.
    Number,
    /// A boolean.
    Boolean,
    /// A date.
    Date,
    /// A date-time.
    DateTime,
}

impl DeclaredFilter {
    /// A filter that compares with values of the type `V`.
    #[doc(hidden)]
    pub const fn new<V: DeclaredValue + ?Sized>(
        name: &'static str,
        offers: &'static [Capability],
    ) -> Self {
        Self {
            name,
            value: V::VALUE,
            offers,
            choices: V::choices,
        }
    }

    /// Whether it offers something.
    pub fn has(&self, capability: Capability) -> bool {
        self.offers.contains(&capability)
    }

    /// Whether the list's `search` includes it.
    pub fn is_searched(&self) -> bool {
        self.has(Capability::Searched)
    }

    /// Whether rows can be ordered by it.
    pub fn orders(&self) -> bool {
        self.has(Capability::Orders)
    }

    /// The known values, as they are written in a query, in the order of the contract. Empty unless
    /// [`value`](Self::value) is [`Choice`](FilterValue::Choice).
    pub fn choices(&self) -> Vec<String> {
        (self.choices)()
    }
}

/// A type of values that filters compare with.
#[doc(hidden)]
pub trait DeclaredValue {
    /// Which one it is.
    const VALUE: FilterValue;

    /// The known values, if there are only some.
    fn choices() -> Vec<String> {
        Vec::new()
    }
}

macro_rules! declared {
    ($($type:ty => $value:ident),* $(,)?) => {$(
        impl DeclaredValue for $type {
            const VALUE: FilterValue = FilterValue::$value;
        }
    )*};
}

declared! {
    str => String,
    Base64 => String,
    Uuid => String,
    bool => Boolean,
    i32 => Integer,
    i64 => Integer,
    u64 => Integer,
    Decimal => Number,
    Date => Date,
    DateTime => DateTime,
}

/// The known values of an enum of strings.
#[doc(hidden)]
pub fn strings<T: OpenEnum>() -> Vec<String> {
    T::KNOWN.iter().map(|it| it.as_str().to_owned()).collect()
}

/// The known values of an enum of integers.
#[doc(hidden)]
pub fn integers<T: OpenIntegerEnum>() -> Vec<String> {
    T::KNOWN.iter().map(|it| it.as_i64().to_string()).collect()
}
