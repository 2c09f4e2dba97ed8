//! Compares two contracts: what changed on the wire and for Rust callers, and which release that
//! requires.
//!
//! The *lowered* contracts are compared, not the texts: an `operationId`, a component key or the
//! order of members is irrelevant. The effect on callers is not derived from the sort of a change.
//! Instead, both contracts are emitted, their public items are compared, and each difference is
//! attributed to the change that causes it ([`Change::effects`]). A difference that no change
//! explains, such as a new name from an overlay, is a change of its own, so [`Comparison::advice`]
//! is never less than what callers need. An item that keeps its name but stands for something else
//! in the contract is also a change of its own.
//!
//! Overlays are applied to both documents as far as they fit, because an overlay for the new
//! document cannot fit the old one everywhere. The rest is reported in [`Comparison::unfit`].

mod advice;
mod attribute;
mod changelog;
mod counterparts;
mod delta;
mod fields;
mod finding;
mod json;
mod limits;
mod markdown;
mod meaning;
mod operations;
mod parameters;
mod side;
mod surface;
mod text;
mod types;
mod whole;

use connect_codegen::FileSet;
use connect_codegen::Input;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Diagnostics, Outcome, Span};

pub use advice::{Advice, Version};
pub use changelog::Section;
pub use text::{Line, Tone};

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
    /// The stable code of the change, such as `field-added`.
    pub code: &'static str,
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

/// Compares two contracts. An invalid document or overlay is an error. An overlay that does not fit
/// a document is not.
///
/// ```
/// use connect_codegen::{Input, Source};
/// use connect_review::diff;
///
/// let document = |media_type: &str| Input {
///     document: Source::new("example.yml", format!("
/// openapi: 3.0.3
/// info: {{title: example, version: '1'}}
/// paths:
///   /notes/{{id}}:
///     get:
///       parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
///       responses: {{'200': {{description: '', content: {{{media_type}: {{}}}}}}}}
/// ")),
///     overlays: Vec::new(),
///     prefixes: Vec::new(),
///     reserved: None,
/// };
/// let outcome = diff::compare(&document("text/plain"), &document("application/pdf"));
/// let comparison = outcome.value.expect("both documents are sound");
/// assert_eq!(comparison.class(), diff::Class::Breaking); // `Binary` instead of `String`
/// assert_eq!(comparison.advice().version("0.1.0").expect("a version").to, "0.2.0");
/// ```
pub fn compare(old: &Input, new: &Input) -> Outcome<Comparison> {
    let mut diagnostics = Diagnostics::new();
    match side::pair(old, new, &mut diagnostics) {
        Some(pair) => Outcome::new(comparison(&pair), diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

/// A comparison with the files that it is based on: what would be generated from both contracts,
/// with overlays as far as they fit.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// The comparison.
    pub comparison: Comparison,
    /// The files of the old contract.
    pub old: FileSet,
    /// The files of the new contract.
    pub new: FileSet,
}

/// Compares two contracts like [`compare`], and returns the files. If all overlays fit, they are
/// the same as from [`generate`](connect_codegen::generate), apart from the stamp.
pub fn emit(old: &Input, new: &Input) -> Outcome<Emitted> {
    let mut diagnostics = Diagnostics::new();
    match side::pair(old, new, &mut diagnostics) {
        Some(pair) => {
            let emitted = Emitted {
                comparison: comparison(&pair),
                old: pair.old.files,
                new: pair.new.files,
            };
            Outcome::new(emitted, diagnostics)
        }
        None => Outcome::failed(diagnostics),
    }
}

fn comparison(pair: &side::Pair) -> Comparison {
    let mut findings = Vec::new();
    whole::compare(pair, &mut findings);
    operations::compare(pair, &mut findings);
    types::compare(pair, &mut findings);
    let effects = delta::compare(&pair.old.surface, &pair.new.surface);
    Comparison {
        old: pair.old.contract(),
        new: pair.new.contract(),
        changes: attribute::changes(pair, findings, effects, meaning::compare(pair)),
        followed: pair.followed(),
        unfit: pair.unfit(),
    }
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

    /// Returns which release the changes require.
    #[must_use]
    pub fn advice(&self) -> Advice {
        Advice::new(self.class(), !self.changes.is_empty())
    }

    /// Returns the number of changes of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    }

    /// Returns the comparison as JSON. CONTRIBUTING.md documents its members. `current` is the
    /// version of the crate.
    #[must_use]
    pub fn to_json(&self, current: Option<&str>) -> serde_json::Value {
        json::comparison(self, current)
    }

    /// Returns the comparison as Markdown, for a pull request.
    #[must_use]
    pub fn to_markdown(&self, current: Option<&str>) -> String {
        markdown::comparison(self, current)
    }

    /// Returns the changes that users notice, for a changelog.
    #[must_use]
    pub fn to_changelog(&self) -> Vec<Section> {
        changelog::sections(self)
    }

    /// Returns the comparison as lines for a terminal.
    #[must_use]
    pub fn to_lines(&self, current: Option<&str>) -> Vec<Line> {
        text::comparison(self, current)
    }
}
