//! Lookups: the ways in which a filter compares.

/// A way in which a filter compares, in the language of filters (RQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lookup {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Greater or equal.
    Ge,
    /// Greater.
    Gt,
    /// Less or equal.
    Le,
    /// Less.
    Lt,
    /// Matches a pattern.
    Like,
    /// Matches a pattern in upper or lower case.
    ILike,
    /// Whether there is a value.
    Null,
    /// One of several.
    In,
    /// None of several.
    Out,
}

impl Lookup {
    /// All lookups.
    pub const ALL: [Self; 11] = [
        Self::Eq,
        Self::Ne,
        Self::Ge,
        Self::Gt,
        Self::Le,
        Self::Lt,
        Self::Like,
        Self::ILike,
        Self::Null,
        Self::In,
        Self::Out,
    ];

    /// Returns the lookup with a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lookup| lookup.as_str() == name)
    }

    /// Returns the name of the lookup in the document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Ge => "ge",
            Self::Gt => "gt",
            Self::Le => "le",
            Self::Lt => "lt",
            Self::Like => "like",
            Self::ILike => "ilike",
            Self::Null => "null",
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// Returns the name of the runtime's marker of the lookup.
    #[must_use]
    pub fn marker(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::Ne => "Ne",
            Self::Ge => "Ge",
            Self::Gt => "Gt",
            Self::Le => "Le",
            Self::Lt => "Lt",
            Self::Like => "Like",
            Self::ILike => "Ilike",
            Self::Null => "Null",
            Self::In => "In",
            Self::Out => "Out",
        }
    }

    /// Returns the methods that a filter of strings, or of anything else, offers for the lookup.
    #[must_use]
    pub fn methods(self, of_strings: bool) -> &'static [&'static str] {
        match self {
            Self::Eq if of_strings => &["eq", "is_empty"],
            Self::Eq => &["eq"],
            Self::Ne if of_strings => &["ne", "is_not_empty"],
            Self::Ne => &["ne"],
            Self::Ge => &["ge"],
            Self::Gt => &["gt"],
            Self::Le => &["le"],
            Self::Lt => &["lt"],
            Self::Like => &["like"],
            Self::ILike => &["ilike"],
            Self::Null => &["is_null", "is_not_null"],
            Self::In => &["one_of"],
            Self::Out => &["none_of"],
        }
    }
}
