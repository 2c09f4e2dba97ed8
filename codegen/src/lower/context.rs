//! The context of lowering: the document, and the findings about it.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::findings::Findings;
use crate::lower::reason::Reason;
use crate::node::{At, Node, Sources};
use crate::order;
use crate::pointer::Pointer;

/// The context of lowering.
pub struct Context<'a> {
    /// The root of the document.
    pub root: At<'a>,
    sources: &'a Sources,
    findings: &'a Findings,
}

impl<'a> Context<'a> {
    /// Creates the context for a document.
    pub fn new(root: &'a Node, sources: &'a Sources, findings: &'a Findings) -> Self {
        Self {
            root: At {
                node: root,
                pointer: Pointer::root(),
            },
            sources,
            findings,
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
        self.findings.push(located);
    }

    /// Reports a diagnostic about a node that cannot be read, and returns the reason for which it is left out.
    pub fn refuse(&self, diagnostic: Diagnostic, at: &At<'_>) -> Reason {
        let reason = Reason::new(&diagnostic.message);
        self.report(diagnostic, at);
        reason
    }

    /// Records that an item is skipped.
    pub fn skip(&self, pointer: &Pointer, reason: impl Into<String>) {
        self.findings.skip(pointer.clone(), reason);
    }

    /// Returns the span of a pointer, to be used as a related span.
    pub fn span_of(&self, pointer: &Pointer) -> Option<Span> {
        self.sources.span_of(self.root.node, pointer)
    }

    /// Returns the elements of a set: those of the document sorted, since their order says nothing, and behind them those that
    /// overlays added, in the order of the overlays.
    pub fn in_order<'n>(&self, set: &'n [Node]) -> Vec<&'n Node> {
        let is_added = |it: &&Node| self.sources.is_overlay(it.span);
        let (added, mut declared): (Vec<&Node>, Vec<&Node>) = set.iter().partition(is_added);
        declared.sort_by(|one, other| order::compare(one, other));
        declared.extend(added);
        declared
    }

    /// Returns a boolean member. One of another kind is reported, and read as what it says.
    pub fn flag(&self, at: &At<'_>, member: &str) -> Option<bool> {
        let node = at.node.get(member)?;
        if let Some(value) = node.as_bool() {
            return Some(value);
        }
        let text = node.as_str().unwrap_or_default().to_ascii_lowercase();
        let value = match text.as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        };
        let read = match value {
            Some(value) => format!("read as {value}"),
            None => "ignored".to_owned(),
        };
        let message = format!(
            "expected `{member}` to be a boolean, found {}; {read}",
            node.kind()
        );
        self.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
        value
    }

    /// Returns the node at a pointer.
    pub fn at(&self, pointer: Pointer) -> Option<At<'a>> {
        let node = self.root.node.find(&pointer)?;
        Some(At { node, pointer })
    }

    /// Resolves a reference within the document.
    pub fn resolve(&self, reference: &str) -> Option<At<'a>> {
        self.at(Pointer::from_reference(reference)?)
    }

    /// Returns the node itself, or what its `$ref` leads to, through any number of references. What is wrong with a
    /// reference is reported. `section` is that of the components that are wanted: one of another section is wrong.
    pub fn dereference(&self, at: &At<'a>, section: &str) -> Result<At<'a>, Reason> {
        self.dereference_or(at, section, consequence(section))
    }

    /// As [`dereference`](Self::dereference), with what becomes of the place of a reference that cannot be read, for the
    /// end of a message.
    pub fn dereference_or(
        &self,
        at: &At<'a>,
        section: &str,
        consequence: &str,
    ) -> Result<At<'a>, Reason> {
        let mut current = at.clone();
        let mut passed = BTreeSet::new();
        while passed.insert(current.pointer.clone()) {
            let Some(reference) = current.node.get("$ref") else {
                return Ok(current);
            };
            match self.target(reference, section) {
                Ok(target) => current = target,
                Err((problem, help)) => {
                    let message = format!("{problem}{consequence}");
                    let diagnostic = Diagnostic::warning(Code::BadReference, message).help(help);
                    return Err(self.refuse(diagnostic.at_member("$ref"), &current));
                }
            }
        }
        let message = format!("circular references{consequence}");
        let diagnostic = Diagnostic::warning(Code::BadReference, message).help(FIX);
        Err(self.refuse(diagnostic.at_member("$ref"), at))
    }

    /// Returns what a reference leads to, or what is wrong with it and how to fix that.
    fn target(&self, reference: &Node, section: &str) -> Result<At<'a>, (String, &'static str)> {
        let Some(text) = reference.as_str() else {
            let message = format!("expected `$ref` to be a string, found {}", reference.kind());
            return Err((message, FIX));
        };
        if !text.starts_with('#') {
            let (file, _) = text.split_once('#').unwrap_or((text, ""));
            let message = format!(
                "the reference `{text}` leads to another file, `{file}`, which is not read"
            );
            let help = "bundle the document into one file first, or pass it as a file with the others in its folder";
            return Err((message, help));
        }
        let Some(target) = self.resolve(text) else {
            return Err((format!("unresolved reference `{text}`"), FIX));
        };
        let segments: Vec<String> = target.pointer.segments().collect();
        let is_of_other_section = matches!(
            segments.as_slice(),
            [components, other, _] if components == "components" && other != section
        );
        let is_document = segments.is_empty();
        if is_document || is_of_other_section || target.node.as_map().is_none() {
            let wanted = format!("#/components/{section}/");
            let message = format!("expected a reference into `{wanted}`, found `{text}`");
            return Err((message, FIX));
        }
        Ok(target)
    }
}

/// The usual fix of a reference.
const FIX: &str = "fix the reference in the overlay";

/// Returns what becomes of the place of a reference that cannot be read, for the end of a message.
fn consequence(section: &str) -> &'static str {
    match section {
        "schemas" => "; any JSON is accepted",
        "headers" => "; the header is skipped",
        "parameters" | "requestBodies" => "; the operation is skipped",
        "securitySchemes" => "; no credential serves it",
        _ => "",
    }
}
