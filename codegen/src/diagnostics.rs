//! Diagnostics: everything that a run reports about its input, with spans.

mod codes;
mod locate;
mod page;
mod span;

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashMap;

use crate::pointer::Pointer;

pub use codes::Code;
pub use page::{Example, Page, Within};
pub use span::{Label, Span};

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Bindings cannot be generated until this is fixed.
    Error,
    /// Something was skipped or interpreted in a way that the author may not have intended.
    Warning,
    /// Worth knowing. Nothing is skipped.
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

/// One problem in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// The diagnostic code, such as `unknown-lookup`.
    pub code: Code,
    /// The headline. Diagnostics that differ only in their span have the same headline, so that
    /// they can be shown as one; what is specific to the span is in `label`.
    pub message: String,
    /// The span of the problem, if it is in a file.
    pub span: Option<Span>,
    /// A short text for the span itself.
    pub label: Option<String>,
    /// The spans of the keys that enclose `span`, outermost first: the path, the method, the
    /// property. They show the context in a long file.
    pub around: Vec<Span>,
    /// Related spans, each with a text.
    pub related: Vec<Label>,
    /// The pointer of the node that the diagnostic is about, if any.
    pub pointer: Option<Pointer>,
    /// The member of the node to point at, instead of the whole node.
    member: Option<String>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a diagnostic without a span.
    #[must_use]
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
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

    /// Creates an error without a span.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Creates a warning without a span.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Creates a note without a span.
    #[must_use]
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Returns whether another diagnostic says the same of the same place.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let said = |it: &Self| Self {
            around: Vec::new(),
            ..it.clone()
        };
        self == other || said(self) == said(other)
    }

    /// Returns why this diagnostic code matters.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.code.why()
    }

    /// Returns how to fix it: its own help, or the general help of its code.
    #[must_use]
    pub fn advice(&self) -> &str {
        self.help.as_deref().unwrap_or(self.code.help())
    }

    /// Sets the span.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets the short text for the span.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a related span; does nothing if `span` is `None`.
    #[must_use]
    pub fn related(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.related.extend(span.map(|span| Label {
            span,
            text: text.into(),
        }));
        self
    }

    /// Sets the member of the node to point at. The span then covers the key and the value.
    #[must_use]
    pub fn at_member(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// Sets the node that the diagnostic is about.
    #[must_use]
    pub fn about(mut self, pointer: &Pointer) -> Self {
        self.pointer = Some(pointer.clone());
        self
    }

    /// Sets the help.
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

/// The diagnostics of a run. All are collected; none ends the run by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "diagnostics must be shown"]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Indices into `found` by hash, since some documents cause thousands of diagnostics.
    known: HashMap<u64, Vec<usize>>,
}

impl Diagnostics {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic, unless one that says the same is already present. They can differ in what is shown around them,
    /// since a node can be reached in several ways; the first way in the text is kept.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let known = self.known.entry(hash(&diagnostic)).or_default();
        for at in known.iter() {
            let same = self.found.get_mut(*at);
            if let Some(same) = same.filter(|it| it.says_the_same_as(&diagnostic)) {
                if diagnostic.around < same.around {
                    same.around = diagnostic.around;
                }
                return;
            }
        }
        known.push(self.found.len());
        self.found.push(diagnostic);
    }

    /// Adds all diagnostics of another collection.
    pub fn append(&mut self, other: Self) {
        for diagnostic in other.found {
            self.push(diagnostic);
        }
    }

    /// Returns the diagnostics sorted by file, line and column; those without a span come first.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| a.span.cmp(&b.span));
        sorted.into_iter()
    }

    /// Returns the number of diagnostics with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Returns the number of diagnostics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Makes an error of each warning.
    pub fn make_warnings_errors(&mut self) {
        let warnings = self
            .found
            .iter_mut()
            .filter(|it| it.severity == Severity::Warning);
        warnings.for_each(|it| it.severity = Severity::Error);
    }

    /// Returns whether there is an error.
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

/// The result of a step: always its diagnostics, and its value if there is no error.
#[derive(Debug, Clone)]
#[must_use = "diagnostics must be shown"]
pub struct Outcome<T> {
    /// The value; present if and only if there is no error.
    pub value: Option<T>,
    /// All diagnostics.
    pub diagnostics: Diagnostics,
}

impl<T> Outcome<T> {
    /// Creates an outcome whose value is dropped if there is an error.
    pub fn new(value: T, diagnostics: Diagnostics) -> Self {
        let value = (!diagnostics.has_errors()).then_some(value);
        Self { value, diagnostics }
    }

    /// Creates an outcome without a value.
    pub fn failed(diagnostics: Diagnostics) -> Self {
        Self {
            value: None,
            diagnostics,
        }
    }
}
