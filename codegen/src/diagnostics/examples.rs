//! Explanations of the diagnostic codes: what each means, an example, and its fix. A test runs
//! every example through the generator.

mod contract;
mod texts;

/// The explanation of a diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The diagnostic code.
    pub kind: &'static str,
    /// What the diagnostic means.
    pub means: &'static str,
    /// The context of the example.
    pub within: Within,
    /// An example in YAML that causes it; empty if it takes more than a few lines.
    pub written: &'static str,
    /// The fixed text, or, if it begins with a dash, the overlay action that fixes it; empty if the
    /// fix depends on the intention.
    pub fixed: &'static str,
}

impl Example {
    /// Returns whether the fix is an overlay action, rather than a replacement.
    #[must_use]
    pub fn is_fixed_by_action(&self) -> bool {
        self.within != Within::Overlay && self.fixed.starts_with("- ")
    }
}

/// The context of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A complete text.
    Text,
    /// The path item of `/things`, in `paths`.
    Path,
    /// The schema `Thing`, in `components`.
    Schema,
    /// The actions of an overlay.
    Overlay,
}

impl Within {
    /// Returns a heading for the example.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "a file",
            Self::Path => "under a path",
            Self::Schema => "as a schema",
            Self::Overlay => "in an overlay",
        }
    }
}

/// Returns the explanation of a diagnostic code.
#[must_use]
pub fn find(kind: &str) -> Option<&'static Example> {
    let mut all = contract::EXAMPLES.iter().chain(texts::EXAMPLES);
    all.find(|example| example.kind == kind)
}

const fn example(
    kind: &'static str,
    means: &'static str,
    within: Within,
    written: &'static str,
    fixed: &'static str,
) -> Example {
    Example {
        kind,
        means,
        within,
        written,
        fixed,
    }
}
