//! The context of lowering: the document, what is reported about it, and what is skipped.

use std::cell::RefCell;
use std::collections::BTreeSet;

use openapiv3::{Operation, Parameter, ReferenceOr};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span};
use crate::ir::Skipped;
use crate::lower::pieces;
use crate::node::{At, Node, Sources};
use crate::pointer::Pointer;

/// The context of lowering. It collects behind shared references, so that every pass can report. It must be
/// consumed by [`Context::finish`], or what it collected is lost.
#[must_use = "what is collected must be finished"]
pub struct Context<'a> {
    /// The root of the document.
    pub root: At<'a>,
    sources: &'a Sources,
    collected: RefCell<Collected>,
}

/// What a context collects.
#[derive(Default)]
struct Collected {
    diagnostics: Diagnostics,
    skipped: Vec<Skipped>,
    is_finished: bool,
}

impl Drop for Collected {
    fn drop(&mut self) {
        debug_assert!(
            self.is_finished || std::thread::panicking(),
            "a context is finished before it is dropped"
        );
    }
}

impl<'a> Context<'a> {
    /// Creates the context for a document.
    pub fn new(root: &'a Node, sources: &'a Sources) -> Self {
        Self {
            root: At {
                node: root,
                pointer: Pointer::root(),
            },
            sources,
            collected: RefCell::default(),
        }
    }

    /// Reports a diagnostic about a node.
    pub fn report(&self, diagnostic: Diagnostic, at: &At<'_>) {
        self.report_at(diagnostic, &at.pointer);
    }

    /// Reports a diagnostic about a member of a node.
    pub fn report_member(&self, diagnostic: Diagnostic, at: &At<'_>, member: &str) {
        self.report(diagnostic.at_member(member), at);
    }

    /// Reports a diagnostic about the node at a pointer.
    pub fn report_at(&self, diagnostic: Diagnostic, pointer: &Pointer) {
        let located = self.sources.locate(diagnostic, self.root.node, pointer);
        self.collected.borrow_mut().diagnostics.push(located);
    }

    /// Records that an item is skipped.
    pub fn skip(&self, pointer: &Pointer, reason: impl Into<String>) {
        self.collected.borrow_mut().skipped.push(Skipped {
            pointer: pointer.clone(),
            reason: reason.into(),
        });
    }

    /// Returns everything that was reported, and everything that was skipped, sorted.
    pub fn finish(self) -> (Diagnostics, Vec<Skipped>) {
        let mut collected = self.collected.into_inner();
        collected.is_finished = true;
        let mut skipped = std::mem::take(&mut collected.skipped);
        skipped.sort();
        skipped.dedup();
        (std::mem::take(&mut collected.diagnostics), skipped)
    }

    /// Returns the span of a pointer, to be used as a related span.
    pub fn span_of(&self, pointer: &Pointer) -> Option<Span> {
        self.sources.span_of(self.root.node, pointer)
    }

    /// Checks that an operation follows OpenAPI, without its schemas, which are read where they are
    /// used. An error is reported at the invalid parameter, or else at the operation.
    pub fn check_operation(&self, at: &At<'_>) -> Option<()> {
        let Err(message) = pieces::piece::<Operation>(at.node) else {
            return Some(());
        };
        let parameters = at.get("parameters");
        let invalid = parameters.iter().flat_map(At::elements).find_map(|at| {
            let error = pieces::piece::<ReferenceOr<Parameter>>(at.node).err()?;
            Some((at, error))
        });
        let (at, message) = invalid.unwrap_or_else(|| (at.clone(), message));
        self.report(Diagnostic::error(Code::NotOpenApi, message), &at);
        None
    }

    /// Resolves a reference within the document.
    pub fn resolve(&self, reference: &str) -> Option<At<'a>> {
        let pointer = Pointer::from_reference(reference)?;
        let node = self.root.node.find(&pointer)?;
        Some(At { node, pointer })
    }

    /// Returns the node itself, or what its `$ref` resolves to, which must be in the section
    /// `wanted` of the components.
    pub fn dereference(&self, at: &At<'a>, section: &str) -> Option<At<'a>> {
        let mut current = at.clone();
        let mut passed = BTreeSet::new();
        while passed.insert(current.pointer.clone()) {
            let Some(reference) = current.node.get_str("$ref") else {
                return Some(current);
            };
            let wanted = format!("#/components/{section}/");
            let target = self.resolve(reference);
            let problem = match &target {
                None => format!("unresolved reference `{reference}`"),
                Some(_) if !reference.starts_with(&wanted) => {
                    format!("expected a reference into `{wanted}`, found `{reference}`")
                }
                Some(_) => String::new(),
            };
            if !problem.is_empty() {
                let diagnostic = Diagnostic::error(Code::BadReference, problem)
                    .at_member("$ref")
                    .help("fix the reference in the overlay");
                self.report(diagnostic, at);
                return None;
            }
            current = target?;
        }
        let diagnostic =
            Diagnostic::error(Code::BadReference, "circular references").at_member("$ref");
        self.report(diagnostic, at);
        None
    }
}
