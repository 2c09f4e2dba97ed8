//! More about the kinds of findings: what each says, how it comes about, and what it looks like when it
//! is mended. A test holds every example against the generator.

mod contract;
mod texts;

/// More about a kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The name of the kind.
    pub kind: &'static str,
    /// What a finding of this kind says.
    pub means: &'static str,
    /// What the example is a piece of.
    pub within: Within,
    /// How it comes about, in YAML; empty where no few lines show it.
    pub written: &'static str,
    /// What stands there when it is mended, or, where it begins with a dash, the action of an overlay
    /// that mends it; empty where that depends on what was meant.
    pub mended: &'static str,
}

impl Example {
    /// Whether what mends it is an action of an overlay, rather than what should stand there.
    #[must_use]
    pub fn is_mended_by_action(&self) -> bool {
        self.within != Within::Overlay && self.mended.starts_with("- ")
    }
}

/// What an example is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A whole text.
    Text,
    /// What stands under `/things`, among `paths`.
    Path,
    /// The schema `Thing`, among `components`.
    Schema,
    /// The list of actions of an overlay.
    Overlay,
}

impl Within {
    /// What it is in words, in front of the example.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Path => "under a path",
            Self::Schema => "as a schema",
            Self::Overlay => "in an overlay",
        }
    }
}

/// The example of a kind of finding.
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
    mended: &'static str,
) -> Example {
    Example {
        kind,
        means,
        within,
        written,
        mended,
    }
}
