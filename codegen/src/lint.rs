//! Lint: what is wrong with a document, why it matters, and the overlay action that mends it.
//!
//! What the generator itself finds is part of it. Beside that stands what does no harm to these
//! bindings, since the generator copes with it, but does to others, or to us when the document moves.

mod action;
mod coverage;
mod names;
mod operations;
mod parameters;
mod references;
mod repeated;
mod schemas;
mod walk;

use crate::check::check;
use crate::diagnostics::{Diagnostic, Diagnostics, Outcome};
use crate::generate::Input;
use crate::ir::Api;
use crate::load::load;
use crate::lower::lower;
use crate::node::{Node, Sources};
use crate::overlay::apply_all;
use crate::pointer::Pointer;
use crate::select::{Prose, check_version, is_slice, select_node};

pub use action::{Action, overlay};
use walk::{Piece, pieces};

/// A defect of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is the matter, where, and why it matters.
    pub diagnostic: Diagnostic,
    /// The overlay action that mends it, where there is one.
    pub action: Option<Action>,
}

impl AsRef<Diagnostic> for Finding {
    fn as_ref(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// Finds what is wrong with a document to which overlays have been applied.
///
/// The outcome has no value if the document or an overlay cannot be read; what is merely wrong with
/// them is the value. Whether items are named and documented by the overlay is only asked where there
/// is one.
pub fn lint(input: &Input) -> Outcome<Vec<Finding>> {
    let mut diagnostics = Diagnostics::new();
    match run(input, &mut diagnostics) {
        Some(findings) => Outcome::new(findings, diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

fn run(input: &Input, diagnostics: &mut Diagnostics) -> Option<Vec<Finding>> {
    let mut sources = Sources::default();
    let document = load(&input.document, &mut sources, diagnostics)?;
    check_version(&document, &sources, diagnostics)?;
    let is_slice = is_slice(&document);
    let prefixes = &input.prefixes;
    let mut document = match prefixes.is_empty() || is_slice {
        true => document,
        false => select_node(&document, prefixes, Prose::Drop, &sources, diagnostics)?,
    };
    let is_whole = !is_slice && prefixes.is_empty();
    let original = is_whole.then(|| document.clone());
    apply_all(&mut document, &input.overlays, &mut sources, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    if is_slice && !prefixes.is_empty() {
        document = select_node(&document, prefixes, Prose::Keep, &sources, diagnostics)?;
    }
    let mut found = Diagnostics::new();
    let contract = match original {
        // Filters are read from the prose, and our own prose must not go with it.
        Some(original) => {
            let mut contract = select_node(&original, &[], Prose::Drop, &sources, &mut found)?;
            // What is dead here has been alive: it is about components that nothing reaches.
            let mut dead = Diagnostics::new();
            apply_all(&mut contract, &input.overlays, &mut sources, &mut dead);
            contract
        }
        None => select_node(&document, &[], Prose::Keep, &sources, &mut found)?,
    };
    let mut api = lower(&contract, &sources, &mut found);
    // What is said of modules is checked where all of them are.
    api.is_part = !prefixes.is_empty();
    check(
        &api,
        input.reserved.as_ref(),
        &contract,
        &sources,
        &mut found,
    );
    let mut linter = Linter {
        root: &document,
        pieces: pieces(&document),
        api: &api,
        sources: &sources,
        text: &input.document.text,
        findings: Vec::new(),
    };
    linter.all(!input.overlays.is_empty());
    Some(merge(linter.findings, &found))
}

/// What the rules see, and what they found.
struct Linter<'a> {
    root: &'a Node,
    /// Everything of the document by its kind, in order.
    pieces: Vec<Piece<'a>>,
    api: &'a Api,
    sources: &'a Sources,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Linter<'_> {
    fn all(&mut self, has_overlay: bool) {
        references::wrong_kind(self);
        references::unused(self);
        parameters::headers_of_answers(self);
        operations::undeclared_errors(self);
        operations::unstable_ids(self);
        operations::optional_bodies(self);
        operations::number_keys(self);
        schemas::formats(self);
        repeated::in_place(self);
        names::colliding(self);
        if has_overlay {
            coverage::unpinned(self);
            coverage::undocumented(self);
            coverage::undocumented_members(self);
        }
    }

    /// Takes a finding in, about the node that a pointer leads to.
    fn report(&mut self, diagnostic: Diagnostic, at: &Pointer, action: Option<Action>) {
        let diagnostic = self.sources.locate(diagnostic, self.root, at);
        self.findings.push(Finding { diagnostic, action });
    }
}

/// The findings of the rules and of the generator. Of what both found the rules know more.
fn merge(mut findings: Vec<Finding>, found: &Diagnostics) -> Vec<Finding> {
    let said = |diagnostic: &Diagnostic| {
        let kin = |code: &str| match code {
            "content-range" => "header-as-parameter",
            "bad-reference" => "wrong-kind-of-reference",
            _ => "",
        };
        findings.iter().position(|finding| {
            let theirs = finding.diagnostic.code;
            let is_same = theirs == diagnostic.code || theirs == kin(diagnostic.code);
            is_same && finding.diagnostic.pointer == diagnostic.pointer
        })
    };
    let mut more = Vec::new();
    let mut graver = Vec::new();
    for diagnostic in found.iter() {
        match said(diagnostic) {
            None => more.push(Finding {
                diagnostic: diagnostic.clone(),
                action: None,
            }),
            Some(at) => graver.push((at, diagnostic.severity)),
        }
    }
    for (at, severity) in graver {
        let ours = &mut findings[at].diagnostic.severity;
        *ours = severity.min(*ours);
    }
    findings.append(&mut more);
    findings.sort_by(|a, b| a.diagnostic.place.cmp(&b.diagnostic.place));
    findings
}
