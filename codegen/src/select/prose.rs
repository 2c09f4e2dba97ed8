//! Taking prose off, and leaving the contract.
//!
//! A member is prose by where it stands: `description` in a schema is a text, but a property may
//! be called `description`. So the walk knows whether the keys of a mapping are keywords of
//! OpenAPI or names that the document's author chose.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::node::{Map, Node, Sources, Value};
use crate::pointer::Pointer;

use super::filter_text;

/// Keywords that hold texts for people, examples included.
const PROSE: [&str; 7] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "tags",
];

/// Keywords whose mappings have names, not keywords, as keys.
const NAMED: [&str; 13] = [
    "properties",
    "patternProperties",
    "responses",
    "content",
    "headers",
    "schemas",
    "parameters",
    "requestBodies",
    "securitySchemes",
    "links",
    "callbacks",
    "encoding",
    "variables",
];

/// Keywords whose values are data and stay as they are.
const DATA: [&str; 4] = ["enum", "default", "required", "mapping"];

/// Takes the prose off a path item or component of the document `root`. Filters keep what their prose declares.
pub fn strip(
    node: &Node,
    pointer: &Pointer,
    root: &Node,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Node {
    let mut walk = Walk {
        root,
        sources,
        diagnostics,
        base: pointer,
        way: Vec::new(),
    };
    walk.keywords(node)
}

/// Takes the prose off something that has no filters.
pub fn strip_plain(node: &Node) -> Node {
    strip(
        node,
        &Pointer::root(),
        node,
        &Sources::default(),
        &mut Diagnostics::new(),
    )
}

/// Takes the prose off the list of servers.
pub fn strip_servers(node: &Node) -> Node {
    let items = node.items().iter().map(strip_plain).collect();
    Node {
        value: Value::Array(items),
        span: node.span,
    }
}

struct Walk<'a> {
    root: &'a Node,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    base: &'a Pointer,
    /// The keys from the base to where the walk is; a pointer is only made of them for a finding.
    way: Vec<Key<'a>>,
}

#[derive(Clone, Copy)]
enum Key<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    /// Walks one step further in.
    fn at<T>(&mut self, key: Key<'a>, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.way.push(key);
        let result = walk(self);
        self.way.pop();
        result
    }

    fn report(&mut self, node: &Node, problem: String) {
        let pointer = self
            .way
            .iter()
            .fold(self.base.clone(), |pointer, key| match key {
                Key::Name(name) => pointer.key(name),
                Key::Index(index) => pointer.index(*index),
            });
        let diagnostic = Diagnostic::warning("unknown-lookup", problem);
        let mut diagnostic = self.sources.locate(diagnostic, self.root, &pointer);
        if let Some(text) = node.get("description") {
            diagnostic.span = self.sources.span(text.span);
        }
        self.diagnostics.push(diagnostic);
    }

    /// A mapping whose keys are keywords (or a list of such, or a scalar).
    fn keywords(&mut self, node: &'a Node) -> Node {
        let value = match &node.value {
            Value::Array(items) => {
                let indexed = items.iter().enumerate();
                Value::Array(
                    indexed
                        .map(|(index, item)| self.at(Key::Index(index), |walk| walk.keywords(item)))
                        .collect(),
                )
            }
            Value::Map(map) => Value::Map(self.keyword_map(map)),
            other => other.clone(),
        };
        let mut stripped = Node {
            value,
            span: node.span,
        };
        if let Some(declared) = filter_text::declared(node) {
            for problem in declared.problems {
                self.report(node, problem);
            }
            if let Some(filter) = declared.filter {
                stripped.set(filter_text::EXTENSION, filter);
            }
        }
        // OpenAPI demands the description of a response, even an empty one.
        if is_response(node) {
            stripped.set(
                "description",
                Node {
                    value: Value::String(String::new()),
                    span: node.span,
                },
            );
        }
        stripped
    }

    fn keyword_map(&mut self, map: &'a Map) -> Map {
        let mut kept = Map::default();
        for entry in map.entries() {
            let key = entry.key.as_str();
            if PROSE.contains(&key) {
                continue;
            }
            let node = if DATA.contains(&key) || key.starts_with("x-") {
                entry.node.clone()
            } else if NAMED.contains(&key) && entry.node.as_map().is_some() {
                self.at(Key::Name(key), |walk| walk.names(&entry.node))
            } else {
                self.at(Key::Name(key), |walk| walk.keywords(&entry.node))
            };
            kept.push(key, entry.span, node);
        }
        kept
    }

    /// A mapping whose keys are names.
    fn names(&mut self, node: &'a Node) -> Node {
        let mut kept = Map::default();
        for entry in node.entries() {
            kept.push(
                entry.key.clone(),
                entry.span,
                self.at(Key::Name(&entry.key), |walk| walk.keywords(&entry.node)),
            );
        }
        Node {
            value: Value::Map(kept),
            span: node.span,
        }
    }
}

/// Only responses have a description beside neither a schema type nor a parameter's location.
fn is_response(node: &Node) -> bool {
    let known = ["description", "content", "headers", "links"];
    node.get("description").is_some()
        && node
            .entries()
            .iter()
            .all(|entry| known.contains(&entry.key.as_str()) || entry.key.starts_with("x-"))
}
