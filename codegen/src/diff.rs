//! What changed between two contracts, what it means on the wire and for callers in Rust, and
//! which version that asks for.
//!
//! The *lowered* contracts are compared, not the texts: an `operationId`, the key of a component
//! or the order of members says nothing. What a change means for callers is not guessed from its
//! kind: both contracts are emitted, the public items of both are compared, and each difference of
//! these is put down to the change that makes it ([`Change::effects`]). What no change of the
//! contract explains, such as a new name from an overlay, is a change of its own, so that
//! [`Comparison::advice`] never says less than what callers will see. Nor does it say less than
//! what they do not see: an item whose name stays and that stands for something else of the
//! contract is a change of its own too.
//!
//! Overlays are laid over both documents as far as they fit: one that was written for the new
//! document cannot fit the old one everywhere. What did not fit is told ([`Comparison::unfit`]).

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
mod travel;
mod types;
mod whole;

use crate::diagnostics::{Diagnostics, Outcome, Place};
use crate::emit::FileSet;
use crate::generate::Input;
use crate::pointer::Pointer;

pub use advice::{Advice, Version};
pub use changelog::Section;
pub use text::{Line, Tone};

/// What a change asks of callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing: the public items are the same.
    None,
    /// Nothing, but there is more to call, to read or to name.
    Addition,
    /// Code that compiled may not compile any more, or may mean something else.
    Breaking,
}

impl Class {
    /// The word for it: `breaking`, `addition`, `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

/// Two contracts, compared.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The one before.
    pub old: Contract,
    /// The one after.
    pub new: Contract,
    /// What changed: breaking changes first, and in the order of the contract.
    pub changes: Vec<Change>,
    /// Keys of the old document and what they are in the new one, where only the key changed.
    pub followed: Vec<(String, String)>,
    /// The actions of overlays that could not be laid over a document.
    pub unfit: Vec<Unfit>,
}

/// One of the two contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The name of the document.
    pub name: String,
    /// The version that the document gives itself. It decides nothing.
    pub api_version: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many types are made of it.
    pub types: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// A stable short name of the kind of change, such as `field-added`.
    pub kind: &'static str,
    /// What changed, such as ``field `note` of `UsageFile` ``.
    pub subject: String,
    /// Where it stood; nothing for what is new.
    pub old: Option<Spot>,
    /// Where it stands; nothing for what is gone.
    pub new: Option<Spot>,
    /// What it means on the wire.
    pub wire: String,
    /// What it means for a caller in Rust, in words.
    pub rust: String,
    /// The public items that it touches.
    pub effects: Vec<Effect>,
    /// What it asks of callers: the most that one of its effects does.
    pub class: Class,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The pointer.
    pub pointer: Pointer,
    /// File, line and column, if it stands in a file.
    pub place: Option<Place>,
}

/// What happened to a public item of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is gone.
    Removed,
    /// Its signature is another.
    Changed,
    /// It is new.
    Added,
    /// The compiler warns of its use now.
    Deprecated,
}

impl How {
    /// The word for it.
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

/// A public item that is gone, new or other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The item: a path, with a dot before a field and a colon before a trait, such as
    /// `models::UsageFile.status` and `models::UsageFile: Default`.
    pub item: String,
    /// What happened to it.
    pub how: How,
    /// What that asks of callers.
    pub class: Class,
    /// Its signature before; with what it stood for, if that is all that changed.
    pub old: Option<String>,
    /// Its signature now; with what it stands for, if that is all that changed.
    pub new: Option<String>,
    /// How many parts of it (fields, methods, traits) went or came with it.
    pub parts: usize,
}

/// An action of an overlay that could not be laid over a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The name of the document.
    pub document: String,
    /// Where the action stands.
    pub place: Option<Place>,
    /// Why it did not fit.
    pub reason: String,
}

/// Compares two contracts. What is wrong with a document or an overlay by itself is an error;
/// that an overlay does not fit a document is not.
///
/// ```
/// use connect_codegen::{Input, Source, diff};
///
/// let document = |answer: &str| Input {
///     document: Source::new("example.yml", format!("
/// openapi: 3.0.3
/// info: {{title: example, version: '1'}}
/// paths:
///   /notes/{{id}}:
///     get:
///       parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
///       responses: {{'200': {{description: '', content: {{{answer}: {{}}}}}}}}
/// ")),
///     overlays: Vec::new(),
///     prefixes: Vec::new(),
///     reserved: None,
/// };
/// let outcome = diff::compare(&document("text/plain"), &document("application/pdf"));
/// let comparison = outcome.value.expect("both documents are sound");
/// assert_eq!(comparison.class(), diff::Class::Breaking); // a `Binary` where a `String` was
/// assert_eq!(comparison.advice().version("0.1.0").expect("a version").to, "0.2.0");
/// ```
pub fn compare(old: &Input, new: &Input) -> Outcome<Comparison> {
    let mut diagnostics = Diagnostics::new();
    match side::pair(old, new, &mut diagnostics) {
        Some(pair) => Outcome::new(comparison(&pair), diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

/// A comparison with the files that it goes by: what would be generated of both contracts, with
/// overlays as far as they fit.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// The comparison.
    pub comparison: Comparison,
    /// The files of the old contract.
    pub old: FileSet,
    /// The files of the new contract.
    pub new: FileSet,
}

/// Compares two contracts like [`compare`], and hands out the files. Where all overlays fit,
/// [`generate`](crate::generate) makes the same, but for the stamp.
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
    /// What all changes together ask of callers.
    #[must_use]
    pub fn class(&self) -> Class {
        self.changes
            .iter()
            .map(|change| change.class)
            .max()
            .unwrap_or(Class::None)
    }

    /// Which release the changes ask for.
    #[must_use]
    pub fn advice(&self) -> Advice {
        Advice::new(self.class(), !self.changes.is_empty())
    }

    /// How many changes have a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    }

    /// The comparison as JSON. CONTRIBUTING.md documents its shape. `current` is the version that
    /// the crate has.
    #[must_use]
    pub fn to_json(&self, current: Option<&str>) -> serde_json::Value {
        json::comparison(self, current)
    }

    /// The comparison as Markdown, for a pull request.
    #[must_use]
    pub fn to_markdown(&self, current: Option<&str>) -> String {
        markdown::comparison(self, current)
    }

    /// What users notice, for a changelog.
    #[must_use]
    pub fn to_changelog(&self) -> Vec<Section> {
        changelog::sections(self)
    }

    /// The comparison as lines for a terminal.
    #[must_use]
    pub fn to_lines(&self, current: Option<&str>) -> Vec<Line> {
        text::comparison(self, current)
    }
}
