//! Finds the span of a pointer, and the spans of the keys that enclose it.

use crate::diagnostics::{Diagnostic, Span};
use crate::ir::Method;
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;

/// A step from the root to a node: a member of a mapping, or an element of an array.
struct Step<'a> {
    /// The key and its span; `None` for an element.
    key: Option<(&'a str, SourceSpan)>,
    node: &'a Node,
}

/// Keys whose members have names chosen by the author. Readers navigate by these names.
const NAMING: [&str; 4] = ["paths", "responses", "schemas", "properties"];

impl Step<'_> {
    /// Returns whether a reader would name this step to say where something is. `above` is the key
    /// of the enclosing mapping.
    fn is_landmark(&self, above: Option<&str>) -> bool {
        match self.key {
            Some((key, _)) => {
                let is_named = above.is_some_and(|above| NAMING.contains(&above));
                is_named || key == "requestBody" || Method::of_key(key).is_some()
            }
            None => matches!(self.node.value, Value::Map(_)),
        }
    }

    /// Returns the span for a diagnostic about the node: the node itself, or its key if the node is
    /// a block that starts on a later line.
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
    /// Sets the pointer, span and enclosing keys of a diagnostic.
    ///
    /// The enclosing keys are limited to the file of the span: a node from an overlay is shown in
    /// the overlay.
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

    /// Returns the span for a diagnostic about a node; `None` if the pointer leads nowhere.
    #[must_use]
    pub fn span_of(&self, root: &Node, pointer: &Pointer) -> Option<Span> {
        let steps = steps_to(root, pointer)?;
        self.span(steps.last().map_or(root.span, Step::span))
    }

    /// Returns the span of a member: its key and, if it is on the same line, its value.
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

    /// Returns the lines above a span that show its context: the path, the method, the status; the
    /// component, the properties; array elements.
    #[must_use]
    pub fn around(&self, root: &Node, pointer: &Pointer, span: &Span) -> Vec<Span> {
        let steps = steps_to(root, pointer).unwrap_or_default();
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

/// Returns the steps from the root to a node; `None` if the pointer leads nowhere.
fn steps_to<'a>(root: &'a Node, pointer: &Pointer) -> Option<Vec<Step<'a>>> {
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
