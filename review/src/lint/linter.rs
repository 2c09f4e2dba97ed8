//! What every rule reads, and where it reports.

use connect_codegen::Pointer;
use connect_codegen::diagnostics::Diagnostic;
use connect_codegen::ir::Api;
use connect_codegen::stages::{Node, Sources};

use super::action::Action;
use super::walk::Piece;

/// A defect of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// The overlay action that fixes it, if there is one.
    pub action: Option<Action>,
}

impl AsRef<Diagnostic> for Finding {
    fn as_ref(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// The input of the rules, and their results.
pub struct Linter<'a> {
    /// The document, with its overlays.
    pub root: &'a Node,
    /// Every part of the document, in order.
    pub pieces: Vec<Piece<'a>>,
    /// What the generator makes of the document.
    pub api: &'a Api,
    /// Where the nodes stand.
    pub sources: &'a Sources,
    /// The text of the document.
    pub text: &'a str,
    /// What the rules have found so far.
    pub findings: Vec<Finding>,
}

impl Linter<'_> {
    /// Reports a defect at the node of a pointer.
    pub fn report(&mut self, diagnostic: Diagnostic, at: &Pointer, action: Option<Action>) {
        let diagnostic = self.sources.locate(diagnostic, self.root, at);
        self.findings.push(Finding { diagnostic, action });
    }
}
