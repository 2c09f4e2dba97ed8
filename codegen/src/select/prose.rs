//! Removes prose from a document, or carries it into the documentation.
//!
//! Prose that is carried becomes `description` alone, in Markdown that is safe to show: a summary comes first, then the
//! description, examples that are scalars, and a link to further documentation.
//!
//! Whether a member is prose depends on its position: `description` in a schema is prose, but a
//! property can also be named `description`. So the walk tracks whether the keys of a mapping are
//! OpenAPI keywords or names chosen by the author.

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Map, Node, Sources, Value};
use crate::pointer::Pointer;

use super::{carried, filter_text};

/// Keywords with text for people, including examples.
pub const PROSE: [&str; 7] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "tags",
];

/// Keywords with mappings whose keys are names.
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

/// Keywords whose values are data and stay unchanged.
const DATA: [&str; 4] = ["enum", "default", "required", "mapping"];

/// Removes the prose from a path item or component of the document `root`, or carries it. Filters keep what their
/// prose declares.
pub fn strip(
    node: &Node,
    pointer: &Pointer,
    root: &Node,
    is_carried: bool,
    sources: &Sources,
    findings: &Findings,
) -> Node {
    let mut walk = Walk {
        root,
        is_carried,
        sources,
        findings,
        base: pointer,
        keys: Vec::new(),
    };
    walk.keywords(node)
}

/// Removes the prose from a node without filters.
pub fn strip_plain(node: &Node) -> Node {
    let (pointer, sources, findings) = (Pointer::root(), Sources::default(), Findings::default());
    let stripped = strip(node, &pointer, node, false, &sources, &findings);
    findings.discard();
    stripped
}

/// Removes the prose from the servers.
pub fn strip_servers(node: &Node) -> Node {
    // What is no array is reported when servers are read.
    if !matches!(node.value, Value::Array(_)) {
        return strip_plain(node);
    }
    let items = node.items().iter().map(strip_plain).collect();
    Node {
        value: Value::Array(items),
        span: node.span,
    }
}

struct Walk<'a> {
    root: &'a Node,
    is_carried: bool,
    sources: &'a Sources,
    findings: &'a Findings,
    base: &'a Pointer,
    /// The keys from the base to the current node. A pointer is made of them only for a diagnostic.
    keys: Vec<Key<'a>>,
}

#[derive(Clone, Copy)]
enum Key<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    /// Walks one level down.
    fn at<T>(&mut self, key: Key<'a>, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.keys.push(key);
        let result = walk(self);
        self.keys.pop();
        result
    }

    fn report(&mut self, node: &Node, problem: String) {
        let pointer = self
            .keys
            .iter()
            .fold(self.base.clone(), |pointer, key| match key {
                Key::Name(name) => pointer.key(name),
                Key::Index(index) => pointer.index(*index),
            });
        let diagnostic = Diagnostic::warning(Code::UnknownLookup, problem);
        let mut diagnostic = self.sources.locate(diagnostic, self.root, &pointer);
        if let Some(text) = node.get("description") {
            diagnostic.span = self.sources.span(text.span);
        }
        self.findings.push(diagnostic);
    }

    /// Handles a mapping whose keys are keywords, an array of such mappings, or a scalar.
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
        let carried = self.is_carried.then(|| carried::documentation(node));
        if let Some(text) = carried.flatten() {
            stripped.set("description", text);
        }
        // OpenAPI requires a description for each response, even an empty one.
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
            // Operations are chosen and grouped by their tags.
            let is_kept = self.is_carried && key == "tags";
            if PROSE.contains(&key) && !is_kept {
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

    /// Handles a mapping whose keys are names.
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

/// Returns whether a node is a response: only responses have a description but neither a schema
/// type nor a parameter location.
fn is_response(node: &Node) -> bool {
    let known = ["description", "content", "headers", "links"];
    node.get("description").is_some()
        && node
            .entries()
            .iter()
            .all(|entry| known.contains(&entry.key.as_str()) || entry.key.starts_with("x-"))
}
