//! What there is to say about an input: every finding of a run, with its place.

mod codes;
mod examples;
mod locate;
mod span;

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::pointer::Pointer;

pub use codes::{CODES, Code};
pub use examples::{Example, Within};
pub use span::{Label, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be made of the input until this is mended.
    Error,
    /// Something was left out or taken in a way that its author may not have meant.
    Warning,
    /// Worth knowing; nothing is lost.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable short name of the kind of finding, such as `unknown-reference`.
    pub code: &'static str,
    /// What is the matter, in one sentence. Findings that differ only in their places say the same,
    /// so that they can be shown as one; what is special to the place is the label.
    pub message: String,
    /// Where it is the matter, if it is anywhere in a file.
    pub span: Option<Span>,
    /// What is to be said of the place itself, in a few words.
    pub label: Option<String>,
    /// The keys that enclose the place, outermost first: the path, the method, the property. They
    /// tell a reader where in a long file it stands.
    pub around: Vec<Span>,
    /// Other places that the finding speaks of.
    pub related: Vec<Label>,
    /// The pointer of the document's node, if it is about one.
    pub pointer: Option<Pointer>,
    /// The member of the node that is to be marked, rather than the node.
    member: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place.
    #[must_use]
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span: None,
            label: None,
            around: Vec::new(),
            related: Vec::new(),
            pointer: None,
            member: None,
            help: None,
        }
    }

    /// An error without a place.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without a place.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note without a place.
    #[must_use]
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Why findings of this kind matter.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        codes::find(self.code).map(|code| code.why)
    }

    /// What to do about it: its own help, else what mostly helps against its kind.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        let general = || codes::find(self.code).map(|code| code.help);
        self.help.as_deref().or_else(general)
    }

    /// The same finding at a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same finding with a few words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same finding with another place that it speaks of; without one, if that is nowhere.
    #[must_use]
    pub fn related(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.related.extend(span.map(|span| Label {
            span,
            text: text.into(),
        }));
        self
    }

    /// The same finding, which will mark a member of the node that it is about: both key and value.
    #[must_use]
    pub fn at_member(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// The same finding about a node.
    #[must_use]
    pub fn about(mut self, pointer: &Pointer) -> Self {
        self.pointer = Some(pointer.clone());
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl AsRef<Self> for Diagnostic {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(span) = &self.span {
            write!(f, "\n  --> {span}")?;
        }
        if let Some(label) = &self.label {
            write!(f, ": {label}")?;
        }
        for Label { span, text } in &self.related {
            write!(f, "\n  ::: {span}: {text}")?;
        }
        if let Some(pointer) = &self.pointer {
            write!(f, "\n   = at {pointer}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n   = help: {help}")?;
        }
        Ok(())
    }
}

/// The findings of a run. All are collected; none ends the run by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "findings must be shown to somebody"]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Where among them are those of a hash: some documents give thousands.
    known: HashMap<u64, Vec<usize>>,
}

impl Diagnostics {
    /// No findings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding, unless the very same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let known = self.known.entry(hash(&diagnostic)).or_default();
        if !known
            .iter()
            .any(|at| self.found.get(*at) == Some(&diagnostic))
        {
            known.push(self.found.len());
            self.found.push(diagnostic);
        }
    }

    /// Adds all findings of another run.
    pub fn append(&mut self, other: Self) {
        for diagnostic in other.found {
            self.push(diagnostic);
        }
    }

    /// The findings, by file, line and column; those without a place first.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| a.span.cmp(&b.span));
        sorted.into_iter()
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Whether there is an error among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

fn hash(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    let span = diagnostic.span.as_ref();
    diagnostic.code.hash(&mut hasher);
    diagnostic.message.hash(&mut hasher);
    span.map(|span| (span.line, span.column)).hash(&mut hasher);
    hasher.finish()
}

/// What a step gives: its findings always, its result if none of them is an error.
#[derive(Debug, Clone)]
#[must_use = "findings must be shown to somebody"]
pub struct Outcome<T> {
    /// The result; present exactly if no finding is an error.
    pub value: Option<T>,
    /// All findings.
    pub diagnostics: Diagnostics,
}

impl<T> Outcome<T> {
    /// An outcome of a result that only counts without errors.
    pub fn new(value: T, diagnostics: Diagnostics) -> Self {
        let value = (!diagnostics.has_errors()).then_some(value);
        Self { value, diagnostics }
    }

    /// An outcome with nothing but findings.
    pub fn failed(diagnostics: Diagnostics) -> Self {
        Self {
            value: None,
            diagnostics,
        }
    }
}
