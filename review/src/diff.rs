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

// Imports go from `model`, `names` and the crate's `words` and `surface` by way of `counterparts`, `pairing` and `side` to the
// comparisons (`lost`, `whole`, `operations`, `sending`, `types` and their parts), then to `fold`, `subject` and
// `attribute`, and to `advice` and the renderings (`json`, `markdown`, `changelog`, `text`).
mod advice;
mod attribute;
mod changelog;
mod counterparts;
mod delta;
mod fields;
mod filters;
mod finding;
mod fold;
mod headers;
mod inline;
mod json;
mod kinds;
mod limits;
mod lost;
mod markdown;
mod markup;
mod meaning;
mod model;
mod names;
mod operations;
mod pairing;
mod parameters;
mod reach;
mod request;
mod sending;
mod side;
mod subject;
mod text;
mod types;
mod whole;

use connect_codegen::FileSet;
use connect_codegen::Input;
use connect_codegen::diagnostics::{Diagnostics, Outcome};

pub use advice::{Advice, Version};
pub use changelog::{ON_THE_WIRE, Section};
pub use kinds::ChangeKind;
pub use model::{Change, Class, Comparison, Contract, Effect, How, Place, Spot, Unfit};
pub use text::{Line, Tone};

/// Compares two contracts. An invalid document or overlay is an error, and so is a document in which most filters of the
/// other one are declared in a markup that is not understood. An overlay that does not fit a document is not.
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
///     ..Input::default()
/// };
/// let outcome = diff::compare(&document("text/plain"), &document("application/pdf"));
/// let comparison = outcome.value.expect("both documents are sound");
/// assert_eq!(comparison.class(), diff::Class::Breaking); // `Binary` instead of `String`
/// assert_eq!(comparison.advice().version("0.1.0").expect("a version").to, "0.2.0");
/// ```
pub fn compare(old: &Input, new: &Input) -> Outcome<Comparison> {
    let mut diagnostics = Diagnostics::new();
    match comparable(old, new, &mut diagnostics) {
        Some(pair) => Outcome::new(comparison(&pair), diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

/// Prepares both sides; `None` if one of them has errors, or they cannot be compared.
fn comparable(old: &Input, new: &Input, diagnostics: &mut Diagnostics) -> Option<side::Pair> {
    let pair = side::pair(old, new, diagnostics)?;
    lost::report(&pair, diagnostics);
    (!diagnostics.has_errors()).then_some(pair)
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
    match comparable(old, new, &mut diagnostics) {
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
        changes: attribute::changes(
            pair,
            fold::folded(pair, findings),
            effects,
            meaning::compare(pair),
        ),
        followed: pair.followed(),
        unfit: pair.unfit(),
    }
}

impl Contract {
    /// Returns the version of the document as Markdown: a code span on one line, whatever the version holds.
    #[must_use]
    pub fn version_span(&self) -> String {
        inline::code(&self.api_version)
    }
}

impl Comparison {
    /// Returns which release the changes require.
    #[must_use]
    pub fn advice(&self) -> Advice {
        Advice::new(self.class(), !self.changes.is_empty())
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
