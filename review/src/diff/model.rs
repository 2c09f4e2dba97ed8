//! The result of a comparison.

use super::kinds::ChangeKind;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::Span;

/// The effect of a change on callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// None: neither the wire nor the public items change.
    None,
    /// On the wire only: the public items are the same, but requests or responses differ.
    Wire,
    /// Compatible: there are more items.
    Addition,
    /// Code that compiled may no longer compile, or may mean something else.
    Breaking,
}

impl Class {
    /// All classes, in the order in which changes are shown: what needs attention first.
    pub const SHOWN: [Self; 4] = [Self::Breaking, Self::Wire, Self::Addition, Self::None];

    /// Returns the position in [`SHOWN`](Self::SHOWN).
    pub(super) fn rank(self) -> usize {
        Self::SHOWN.iter().position(|it| *it == self).unwrap_or(0)
    }

    /// Returns the name: `breaking`, `wire`, `addition`, `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Wire => "wire",
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
    /// The changes: in the order of [`Class::SHOWN`], and within a class in that of the contract.
    pub changes: Vec<Change>,
    /// Keys of the old document with their keys in the new one, where only the key changed.
    pub followed: Vec<(String, String)>,
    /// The overlay actions that could not be applied to a document.
    pub unfit: Vec<Unfit>,
}

impl Comparison {
    /// Returns the effect of all changes together: a change of the wire can add items, too.
    #[must_use]
    pub fn class(&self) -> Class {
        let effects = self.changes.iter().flat_map(|change| &change.effects);
        let effects = effects.map(|effect| effect.class);
        let changes = self.changes.iter().map(|change| change.class);
        changes.chain(effects).max().unwrap_or(Class::None)
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
    /// What else changed in the same place.
    pub also: Vec<ChangeKind>,
    /// What changed, such as ``field `note` of `UsageFile` ``.
    pub subject: String,
    /// Where it was; `None` if it is new. If it has several places, the first of them.
    pub old: Option<Spot>,
    /// Where it is; `None` if it was removed. If it has several places, the first of them.
    pub new: Option<Spot>,
    /// All places that the change reaches: one edit can have copies, and a component can be used by several
    /// operations.
    pub places: Vec<Place>,
    /// What changes on the wire.
    pub wire: String,
    /// What changes for Rust callers, in words.
    pub rust: String,
    /// The public items that it affects.
    pub effects: Vec<Effect>,
    /// The effect on callers: the strongest of `effects`, or [`Class::Wire`].
    pub class: Class,
}

/// A place that a change reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The operation or the type; `None` if the subject names it.
    pub of: Option<String>,
    /// Where it was.
    pub old: Option<Spot>,
    /// Where it is.
    pub new: Option<Spot>,
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

/// Returns effects in the order in which they are shown: functions, then types and their parts, then traits and
/// modules.
pub(super) fn in_order(effects: &[Effect]) -> Vec<&Effect> {
    let rank = |effect: &&Effect| {
        let signature = effect.new.as_ref().or(effect.old.as_ref());
        let is_function = signature.is_some_and(|it| it.starts_with("fn"));
        match effect.item.contains(": ") || !effect.item.contains("::") {
            true => 2,
            false => usize::from(!is_function),
        }
    };
    let mut ordered: Vec<&Effect> = effects.iter().collect();
    ordered.sort_by_key(rank);
    ordered
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
