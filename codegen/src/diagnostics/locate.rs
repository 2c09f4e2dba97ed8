//! From a pointer to the place that a finding marks, and to what encloses it.

use crate::diagnostics::{Diagnostic, Span};
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;
use crate::select::METHODS;

/// A step of the way from the root to a node: the member of a mapping, or the element of a list.
struct Step<'a> {
    /// The key, and its mark; nothing for an element.
    key: Option<(&'a str, SourceSpan)>,
    node: &'a Node,
}

/// Keys whose members have names of the author's choice, by which readers know their way.
const NAMING: [&str; 4] = ["paths", "responses", "schemas", "properties"];

impl Step<'_> {
    /// Whether this is what a reader would name to say where something stands. `above` is the key of
    /// the mapping that it is a member of.
    fn is_landmark(&self, above: Option<&str>) -> bool {
        match self.key {
            Some((key, _)) => {
                let is_named = above.is_some_and(|above| NAMING.contains(&above));
                is_named || key == "requestBody" || METHODS.contains(&key)
            }
            None => matches!(self.node.value, Value::Map(_)),
        }
    }

    /// What a finding about the node marks: the node, or its key where the node is a block that only
    /// begins in a line below.
    fn span(&self) -> SourceSpan {
        match self.key {
            Some((_, key)) if self.node.span.line == 0 => key,
            Some((_, key))
                if key.source == self.node.span.source && key.line < self.node.span.line =>
            {
                key
            }
            _ => self.node.span,
        }
    }
}

impl Sources {
    /// Puts a finding where a pointer leads to in a document: with its place, and the keys around.
    ///
    /// What stands in the same file only: a node that an overlay brought is marked in the overlay.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic, root: &Node, pointer: &Pointer) -> Diagnostic {
        let mut diagnostic = diagnostic.about(pointer);
        let member = diagnostic
            .member
            .as_deref()
            .and_then(|key| self.span_of_member(root, pointer, key));
        diagnostic.span = member.or_else(|| self.span_of(root, pointer));
        diagnostic.around = match &diagnostic.span {
            Some(span) => self.around(root, pointer, span),
            None => Vec::new(),
        };
        diagnostic
    }

    /// The place that a finding about a node marks; nothing if the pointer leads nowhere.
    #[must_use]
    pub fn span_of(&self, root: &Node, pointer: &Pointer) -> Option<Span> {
        let steps = way(root, pointer)?;
        self.span(steps.last().map_or(root.span, Step::span))
    }

    /// The place of a member of a mapping: its key and, where both stand on one line, its value.
    fn span_of_member(&self, root: &Node, pointer: &Pointer, key: &str) -> Option<Span> {
        let owner = root.find(pointer)?.as_map()?;
        let entry = owner.entry(key)?;
        let value = entry.node.span;
        let mut span = self.span(entry.span)?;
        if (value.source, value.line) == (entry.span.source, entry.span.line) {
            let until = (value.column as usize).saturating_sub(span.column);
            span.length = match value.width {
                0 => 0,
                width => until + usize::from(width),
            };
        }
        Some(span)
    }

    /// The lines above a place that say where it is: the path, the method, the status; the component,
    /// the properties; the elements of lists.
    fn around(&self, root: &Node, pointer: &Pointer, span: &Span) -> Vec<Span> {
        let steps = way(root, pointer).unwrap_or_default();
        let mut above = None;
        let mut spans = Vec::new();
        for step in &steps {
            if step.is_landmark(above) {
                spans.extend(self.span(step.key.map_or(step.node.span, |(_, span)| span)));
            }
            above = step.key.map(|(key, _)| key);
        }
        spans.retain(|around: &Span| around.file == span.file && around.line < span.line);
        spans.dedup_by_key(|around| around.line);
        spans
    }
}

/// The steps from the root to a node; nothing if the pointer leads nowhere.
fn way<'a>(root: &'a Node, pointer: &Pointer) -> Option<Vec<Step<'a>>> {
    let mut node = root;
    let mut steps = Vec::new();
    for segment in pointer.segments() {
        let step = match &node.value {
            Value::Map(map) => {
                let entry = map.entry(&segment)?;
                Step {
                    key: Some((&entry.key, entry.span)),
                    node: &entry.node,
                }
            }
            Value::Array(items) => Step {
                key: None,
                node: items.get(segment.parse::<usize>().ok()?)?,
            },
            _ => return None,
        };
        node = step.node;
        steps.push(step);
    }
    Some(steps)
}
