//! The result of a comparison.

use super::kinds::ChangeKind;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::Span;

/// The effect of a change on callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// None: the public items are the same.
    None,
    /// Compatible: there are more items.
    Addition,
    /// Code that compiled may no longer compile, or may mean something else.
    Breaking,
}

impl Class {
    /// Returns the name: `breaking`, `addition`, `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

/// The comparison of two contracts.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The old contract.
    pub old: Contract,
    /// The new contract.
    pub new: Contract,
    /// The changes: breaking ones first, then in the order of the contract.
    pub changes: Vec<Change>,
    /// Keys of the old document with their keys in the new one, where only the key changed.
    pub followed: Vec<(String, String)>,
    /// The overlay actions that could not be applied to a document.
    pub unfit: Vec<Unfit>,
}

impl Comparison {
    /// Returns the effect of all changes together.
    #[must_use]
    pub fn class(&self) -> Class {
        self.changes
            .iter()
            .map(|change| change.class)
            .max()
            .unwrap_or(Class::None)
    }

    /// Returns the number of changes of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    }
}

/// One of the two contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The name of the document.
    pub name: String,
    /// The version of the document. It is not used in the comparison.
    pub api_version: String,
    /// Number of operations.
    pub operations: usize,
    /// Number of types.
    pub types: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the change is about.
    pub kind: ChangeKind,
    /// What changed, such as ``field `note` of `UsageFile` ``.
    pub subject: String,
    /// Where it was; `None` if it is new.
    pub old: Option<Spot>,
    /// Where it is; `None` if it was removed.
    pub new: Option<Spot>,
    /// What changes on the wire.
    pub wire: String,
    /// What changes for Rust callers, in words.
    pub rust: String,
    /// The public items that it affects.
    pub effects: Vec<Effect>,
    /// The effect on callers: the strongest of `effects`.
    pub class: Class,
}

/// A position in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The pointer.
    pub pointer: Pointer,
    /// The span, if it is in a file.
    pub span: Option<Span>,
}

/// What happened to a public item of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It was removed.
    Removed,
    /// Its signature changed.
    Changed,
    /// It was added.
    Added,
    /// It is now deprecated.
    Deprecated,
}

impl How {
    /// Returns the name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Deprecated => "deprecated",
        }
    }
}

/// A public item that was removed, added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The item: a path, with a dot before a field and a colon before a trait, such as
    /// `models::UsageFile.status` and `models::UsageFile: Default`.
    pub item: String,
    /// What happened to it.
    pub how: How,
    /// The effect on callers.
    pub class: Class,
    /// The old signature; with its meaning, if only that changed.
    pub old: Option<String>,
    /// The new signature; with its meaning, if only that changed.
    pub new: Option<String>,
    /// The number of its parts (fields, methods, traits) that were removed or added with it.
    pub parts: usize,
}

/// An overlay action that could not be applied to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The name of the document.
    pub document: String,
    /// The span of the action.
    pub span: Option<Span>,
    /// Why it could not be applied.
    pub reason: String,
}
