//! The document while it is lowered: nodes with pointers, references, and what is skipped.

use std::cell::RefCell;
use std::collections::BTreeSet;

use openapiv3::{Operation, Parameter, ReferenceOr};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span};
use crate::ir::Skipped;
use crate::lower::pieces;
use crate::node::{At, Node, Sources};
use crate::pointer::Pointer;

/// The document, and the list of what is skipped.
pub struct Document<'a> {
    /// The root.
    pub root: At<'a>,
    sources: &'a Sources,
    skipped: RefCell<Vec<Skipped>>,
}

impl<'a> Document<'a> {
    /// Creates the state for lowering a document.
    pub fn new(root: &'a Node, sources: &'a Sources) -> Self {
        Self {
            root: At {
                node: root,
                pointer: Pointer::root(),
            },
            sources,
            skipped: RefCell::default(),
        }
    }

    /// Sets the span of a diagnostic to that of a node.
    pub fn locate(&self, diagnostic: Diagnostic, at: &At<'_>) -> Diagnostic {
        self.locate_at(diagnostic, &at.pointer)
    }

    /// Sets the span of a diagnostic to that of a pointer.
    pub fn locate_at(&self, diagnostic: Diagnostic, pointer: &Pointer) -> Diagnostic {
        self.sources.locate(diagnostic, self.root.node, pointer)
    }

    /// Returns the span of a pointer, to be used as a related span.
    pub fn span_of(&self, pointer: &Pointer) -> Option<Span> {
        self.sources.span_of(self.root.node, pointer)
    }

    /// Records that an item is skipped.
    pub fn skip(&self, pointer: &Pointer, reason: impl Into<String>) {
        self.skipped.borrow_mut().push(Skipped {
            pointer: pointer.clone(),
            reason: reason.into(),
        });
    }

    /// Returns everything that was skipped.
    pub fn skipped(&self) -> Vec<Skipped> {
        self.skipped.borrow().clone()
    }

    /// Checks that an operation follows OpenAPI, without its schemas, which are read where they are
    /// used. An error is reported at the invalid parameter, or else at the operation.
    pub fn check_operation(&self, at: &At<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
        let Err(message) = pieces::piece::<Operation>(at.node) else {
            return Some(());
        };
        let parameters = at.get("parameters");
        let invalid = parameters.iter().flat_map(At::elements).find_map(|at| {
            let error = pieces::piece::<ReferenceOr<Parameter>>(at.node).err()?;
            Some((at, error))
        });
        let (at, message) = invalid.unwrap_or_else(|| (at.clone(), message));
        diagnostics.push(self.locate(Diagnostic::error(Code::NotOpenApi, message), &at));
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
    pub fn dereference(
        &self,
        at: &At<'a>,
        section: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<At<'a>> {
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
                diagnostics.push(self.locate(diagnostic, at));
                return None;
            }
            current = target?;
        }
        let diagnostic =
            Diagnostic::error(Code::BadReference, "circular references").at_member("$ref");
        diagnostics.push(self.locate(diagnostic, at));
        None
    }
}
