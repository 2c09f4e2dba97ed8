//! The lookups that a field can offer, as types.

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

lookups! {
    /// Equal.
    Eq
    /// Not equal.
    Ne
    /// Less than.
    Lt
    /// Less than or equal.
    Le
    /// Greater than.
    Gt
    /// Greater than or equal.
    Ge
    /// Like a pattern.
    Like
    /// Like a pattern, whatever the letter case.
    Ilike
    /// One of several.
    In
    /// None of several.
    Out
    /// Null or not.
    Null
    /// Not a lookup of the API, but offered like one: rows can be ordered by the field.
    Ordering
    /// Not a lookup of the API, but offered like one: rows have the field if the request selects it.
    Include
    /// Not a lookup of the API, but offered like one: rows have the field unless the request leaves it out.
    Exclude
}
