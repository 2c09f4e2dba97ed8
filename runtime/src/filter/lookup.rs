//! The lookups that a field can offer, as types.

use super::declared::Capability;

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident = $capability:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl $name {
            /// The same as a value.
            #[doc(hidden)]
            pub const CAPABILITY: Capability = Capability::$capability;
        }
    )*};
}

lookups! {
    /// Equal.
    Eq = Equal;
    /// Not equal.
    Ne = NotEqual;
    /// Less than.
    Lt = Less;
    /// Less than or equal.
    Le = LessOrEqual;
    /// Greater than.
    Gt = Greater;
    /// Greater than or equal.
    Ge = GreaterOrEqual;
    /// Like a pattern.
    Like = Matches;
    /// Like a pattern, whatever the letter case.
    Ilike = MatchesIgnoringCase;
    /// One of several.
    In = OneOf;
    /// None of several.
    Out = NoneOf;
    /// Null or not.
    Null = IsNull;
    /// Not a lookup of the API, but offered like one: rows can be ordered by the field.
    Ordering = Orders;
    /// Not a lookup of the API, but offered like one: rows have the field if the request selects it.
    Include = Included;
    /// Not a lookup of the API, but offered like one: rows have the field unless the request leaves it out.
    Exclude = Excluded;
}
