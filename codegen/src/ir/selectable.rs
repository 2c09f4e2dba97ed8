//! Fields whose presence in the rows of a list a request can select.

/// What rows are like unless a request selects something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selectable {
    /// They lack the field.
    Hidden,
    /// They have the field.
    Shown,
}

impl Selectable {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Hidden, Self::Shown];

    /// Returns the name that the extension uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Shown => "shown",
        }
    }

    /// Returns the value with a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Returns the name of the runtime's marker of what a request can select.
    #[must_use]
    pub fn marker(self) -> &'static str {
        match self {
            Self::Hidden => "Include",
            Self::Shown => "Exclude",
        }
    }

    /// Returns the method of a filter that selects it.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::Hidden => "include",
            Self::Shown => "exclude",
        }
    }
}
