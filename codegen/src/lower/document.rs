//! The document while it is lowered: pieces with their places, references, what was left out.

use std::cell::RefCell;

use openapiv3::{Parameter, ReferenceOr, Schema};
use serde::de::DeserializeOwned;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::Skipped;
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
        (!text.is_empty()).then(|| text.to_owned())
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
    pub fn place(&self, diagnostic: Diagnostic, at: &At<'_>) -> Diagnostic {
        let mut diagnostic = diagnostic.about(&at.pointer);
        diagnostic.place = self.sources.place(at.node.mark);
        diagnostic
    }

    /// Puts the place of what a pointer leads to on a finding.
    pub fn place_at(&self, diagnostic: Diagnostic, pointer: &Pointer) -> Diagnostic {
        match self.root.node.find(pointer) {
            Some(node) => self.place(
                diagnostic,
                &At {
                    node,
                    pointer: pointer.clone(),
                },
            ),
            None => diagnostic.about(pointer),
        }
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

    /// Hands a piece to openapiv3. What it cannot read is an error at the smallest piece at fault.
    pub fn typed<T: DeserializeOwned>(
        &self,
        at: &At<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        match serde_yaml::from_value(at.node.to_yaml()) {
            Ok(value) => Some(value),
            Err(error) => {
                let blamed = blame(at, Piece::Other);
                let message = match &blamed {
                    Some((_, message)) => message.clone(),
                    None => format!("this does not follow OpenAPI 3.0: {error}"),
                };
                let at = blamed.as_ref().map_or(at, |(at, _)| at);
                diagnostics.push(self.place(Diagnostic::error("not-openapi", message), at));
                None
            }
        }
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
        for _ in 0..8 {
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
                    .help("mend the reference, or correct it in the overlay");
                diagnostics.push(self.place(diagnostic, at));
                return None;
            }
            current = target?;
        }
        let diagnostic = Diagnostic::error("bad-reference", "these references lead in a circle");
        diagnostics.push(self.place(diagnostic, at));
        None
    }
}

/// What a node is, for finding out whether openapiv3 can read it by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Schema,
    Parameter,
    Other,
}

/// The deepest schema or parameter below a piece that openapiv3 cannot read by itself, and what it
/// says of it.
fn blame<'a>(at: &At<'a>, piece: Piece) -> Option<(At<'a>, String)> {
    for (key, child) in at.members() {
        let inner = match key {
            "properties" => child
                .members()
                .find_map(|(_, member)| blame(&member, Piece::Schema)),
            "responses" | "content" => child
                .members()
                .find_map(|(_, member)| blame(&member, Piece::Other)),
            "parameters" => child
                .elements()
                .find_map(|member| blame(&member, Piece::Parameter)),
            "allOf" | "oneOf" | "anyOf" => child
                .elements()
                .find_map(|member| blame(&member, Piece::Schema)),
            "items" | "schema" | "additionalProperties" => blame(&child, Piece::Schema),
            "requestBody" => blame(&child, Piece::Other),
            _ => None,
        };
        if inner.is_some() {
            return inner;
        }
    }
    let yaml = || at.node.to_yaml();
    let error = match piece {
        Piece::Schema if at.node.as_bool().is_none() => {
            serde_yaml::from_value::<ReferenceOr<Schema>>(yaml()).err()
        }
        Piece::Parameter => serde_yaml::from_value::<ReferenceOr<Parameter>>(yaml()).err(),
        Piece::Schema | Piece::Other => None,
    };
    let message = format!("this does not follow OpenAPI 3.0: {}", error?);
    Some((at.clone(), message))
}
