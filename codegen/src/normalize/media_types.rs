//! Media types of OpenAPI 3.2: they can be components, and describe the items of a stream.

use super::Normalizer;
use super::places::{Kind, walk};
use crate::diagnostics::{Code, Diagnostic};
use crate::follow::follow;
use crate::moves::Step;
use crate::node::{Node, SourceSpan};
use crate::pointer::Pointer;

impl Normalizer<'_> {
    /// Replaces references to media types by what they lead to.
    pub(super) fn media_types(&mut self, root: &mut Node) {
        let mut found: Vec<(Pointer, SourceSpan, String)> = Vec::new();
        walk(root, &mut |node, kind, pointer| {
            let reference = node.get("$ref")?;
            let text = reference.as_str()?;
            if kind == Kind::MediaType {
                found.push((pointer.clone(), reference.span, text.to_owned()));
            }
            Pointer::from_reference(text)
        });
        // Nothing is changed before all are resolved, so that the order of references means nothing.
        let mut replaced: Vec<(Pointer, Pointer, Node)> = Vec::new();
        let mut unresolved: Vec<Pointer> = Vec::new();
        for (pointer, span, reference) in found {
            match target(root, &reference) {
                Some((target, node)) => replaced.push((pointer, target, node.clone())),
                None => {
                    let message = format!(
                        "unresolved reference `{reference}` of a media type; read as one without a schema"
                    );
                    let diagnostic = Diagnostic::warning(Code::BadReference, message);
                    self.report(diagnostic, span, &pointer.key("$ref"));
                    unresolved.push(pointer);
                }
            }
        }
        for pointer in unresolved {
            if let Some(node) = root.find_mut(&pointer) {
                node.remove("$ref");
            }
        }
        for (pointer, target, node) in replaced {
            if let Some(there) = root.find_mut(&pointer) {
                *there = node;
                let mut step = Step::default();
                step.made(target, pointer.clone());
                self.moves.add(&pointer, step);
            }
        }
    }

    /// Keeps a member that is not read, if something refers to it or into it: where nothing is read but by references.
    fn keep_referred(&mut self, node: &mut Node, key: &str, removed: Node, pointer: &Pointer) {
        let from = pointer.key(key);
        if !self.referred.contains(&from) {
            return;
        }
        let name = format!("x-{key}");
        let mut step = Step::default();
        step.moved(from, pointer.key(&name));
        self.moves.add(pointer, step);
        node.set(&name, removed);
    }

    /// OpenAPI 3.2 describes the items of a stream beside the whole content, and how parts without names are encoded.
    pub(super) fn media_type(&mut self, node: &mut Node, pointer: &Pointer) {
        for (key, message) in [
            (
                "itemSchema",
                "`itemSchema` of OpenAPI 3.2: the items of a stream are not read by their schema",
            ),
            (
                "itemEncoding",
                "`itemEncoding` of OpenAPI 3.2: the encoding of parts by position is not read",
            ),
            (
                "prefixEncoding",
                "`prefixEncoding` of OpenAPI 3.2: the encoding of parts by position is not read",
            ),
        ] {
            if let Some(removed) = node.remove(key) {
                self.note(removed.span, &pointer.key(key), message);
                self.keep_referred(node, key, removed, pointer);
            }
        }
    }
}

/// Returns the media type that a reference leads to, through any number of references.
fn target<'r>(root: &'r Node, reference: &str) -> Option<(Pointer, &'r Node)> {
    follow(root, reference).filter(|(_, node)| node.as_map().is_some())
}
