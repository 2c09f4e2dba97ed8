//! The document while it is lowered: pieces with their places, references, what was left out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation, Parameter, ReferenceOr, Schema};

use crate::diagnostics::{Diagnostic, Diagnostics, Span};
use crate::ir::Skipped;
use crate::lower::pieces;
use crate::markdown::prose;
use crate::node::{Node, Sources};
use crate::pointer::Pointer;

/// A node with its pointer.
#[derive(Debug, Clone)]
pub struct At<'a> {
    /// The node.
    pub node: &'a Node,
    /// Where it stands.
    pub pointer: Pointer,
}

impl<'a> At<'a> {
    /// A member of a mapping.
    pub fn get(&self, key: &str) -> Option<At<'a>> {
        let node = self.node.get(key)?;
        Some(At {
            node,
            pointer: self.pointer.key(key),
        })
    }

    /// An element of a list.
    pub fn item(&self, index: usize) -> Option<At<'a>> {
        let node = self.node.items().get(index)?;
        Some(At {
            node,
            pointer: self.pointer.index(index),
        })
    }

    /// The members of a mapping, in order.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, At<'a>)> + use<'a> {
        let pointer = self.pointer.clone();
        self.node.entries().iter().map(move |entry| {
            (
                entry.key.as_str(),
                At {
                    node: &entry.node,
                    pointer: pointer.key(&entry.key),
                },
            )
        })
    }

    /// The elements of a list, in order.
    pub fn elements(&self) -> impl Iterator<Item = At<'a>> + use<'a> {
        let pointer = self.pointer.clone();
        self.node
            .items()
            .iter()
            .enumerate()
            .map(move |(index, node)| At {
                node,
                pointer: pointer.index(index),
            })
    }

    /// Our documentation of the node.
    pub fn doc(&self) -> Option<String> {
        let text = self.node.get_str("description")?.trim();
        (!text.is_empty()).then(|| prose(text))
    }
}

/// The document, and the list of what is left out of it.
pub struct Document<'a> {
    /// The root.
    pub root: At<'a>,
    sources: &'a Sources,
    skipped: RefCell<Vec<Skipped>>,
}

impl<'a> Document<'a> {
    /// A document to lower.
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

    /// Puts the place of a node on a finding.
    pub fn locate(&self, diagnostic: Diagnostic, at: &At<'_>) -> Diagnostic {
        self.locate_at(diagnostic, &at.pointer)
    }

    /// Puts the place of what a pointer leads to on a finding.
    pub fn locate_at(&self, diagnostic: Diagnostic, pointer: &Pointer) -> Diagnostic {
        self.sources.locate(diagnostic, self.root.node, pointer)
    }

    /// The place of what a pointer leads to, to be told as one that has to do with a finding.
    pub fn span_of(&self, pointer: &Pointer) -> Option<Span> {
        self.sources.span_of(self.root.node, pointer)
    }

    /// Remembers that something is left out.
    pub fn skip(&self, pointer: &Pointer, reason: impl Into<String>) {
        self.skipped.borrow_mut().push(Skipped {
            pointer: pointer.clone(),
            reason: reason.into(),
        });
    }

    /// Everything that was left out.
    pub fn skipped(&self) -> Vec<Skipped> {
        self.skipped.borrow().clone()
    }

    /// Reads a schema. What openapiv3 cannot read of it are errors, each at the smallest piece at
    /// fault.
    pub fn schema(
        &self,
        at: &At<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<ReferenceOr<Schema>> {
        let mut wrong = Vec::new();
        let schema = pieces::schema(at.node, &mut wrong);
        if !wrong.is_empty() {
            let wrong = wrong
                .iter()
                .map(|(node, said)| (*node as *const Node, said));
            self.blame(at.node, &at.pointer, &wrong.collect(), diagnostics);
            return None;
        }
        Some(schema)
    }

    /// Reports the nodes below one of which something is said.
    fn blame(
        &self,
        node: &Node,
        pointer: &Pointer,
        wrong: &BTreeMap<*const Node, &String>,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(said) = wrong.get(&(node as *const Node)) {
            let pointer = pointer.clone();
            let diagnostic = Diagnostic::error("not-openapi", said.as_str());
            diagnostics.push(self.locate(diagnostic, &At { node, pointer }));
        }
        for (index, item) in node.items().iter().enumerate() {
            self.blame(item, &pointer.index(index), wrong, diagnostics);
        }
        for entry in node.entries() {
            self.blame(&entry.node, &pointer.key(&entry.key), wrong, diagnostics);
        }
    }

    /// Whether an operation follows OpenAPI, the schemas in it aside: they are read where they are
    /// used. What is wrong is an error at the operation, or at the parameter at fault.
    pub fn check_operation(&self, at: &At<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
        let Err(message) = pieces::piece::<Operation>(at.node) else {
            return Some(());
        };
        let parameters = at.get("parameters");
        let blamed = parameters.iter().flat_map(At::elements).find_map(|at| {
            let error = pieces::piece::<ReferenceOr<Parameter>>(at.node).err()?;
            Some((at, error))
        });
        let (at, message) = blamed.unwrap_or_else(|| (at.clone(), message));
        diagnostics.push(self.locate(Diagnostic::error("not-openapi", message), &at));
        None
    }

    /// What a reference leads to. References to other files lead nowhere.
    pub fn resolve(&self, reference: &str) -> Option<At<'a>> {
        let pointer = Pointer::from_reference(reference)?;
        let node = self.root.node.find(&pointer)?;
        Some(At { node, pointer })
    }

    /// The node itself, or what its `$ref` leads to, which must be of the section of components.
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
                None => format!("the reference `{reference}` leads nowhere"),
                Some(_) if !reference.starts_with(&wanted) => {
                    format!("the reference `{reference}` should lead into `{wanted}`")
                }
                Some(_) => String::new(),
            };
            if !problem.is_empty() {
                let diagnostic = Diagnostic::error("bad-reference", problem)
                    .at_member("$ref")
                    .help("mend the reference, or correct it in the overlay");
                diagnostics.push(self.locate(diagnostic, at));
                return None;
            }
            current = target?;
        }
        let diagnostic = Diagnostic::error("bad-reference", "these references lead in a circle")
            .at_member("$ref");
        diagnostics.push(self.locate(diagnostic, at));
        None
    }
}
