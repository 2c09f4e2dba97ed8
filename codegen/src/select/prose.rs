//! Removes prose from a document, or carries it into the documentation.
//!
//! Prose that is carried becomes `description` alone, in Markdown that is safe to show: a summary comes first, then the
//! description, examples that are scalars, and a link to further documentation.
//!
//! Whether a member is prose depends on its position: `description` in a schema is prose, but a property can also be
//! named `description`. So the walk knows which object of OpenAPI each mapping is, as normalization does.

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Map, Node, Sources, Value};
use crate::normalize::{Kind, Place};
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

/// What to do with prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prose {
    /// Remove it: it is the vendor's.
    Drop,
    /// Remove all of it but the tags of operations.
    DropButTags,
    /// Make documentation of it.
    Carry,
    /// Keep it: it comes from an overlay.
    Keep,
}

/// The members of responses beside their descriptions.
const OF_RESPONSE: [&str; 3] = ["content", "headers", "links"];

/// Removes the prose from a path item or component of the document `root`, or carries it. Filters keep what their
/// prose declares.
pub fn strip(
    node: &Node,
    pointer: &Pointer,
    root: &Node,
    prose: Prose,
    sources: &Sources,
    findings: &Findings,
) -> Node {
    let kind = Kind::at(pointer);
    let mut walk = Walk {
        root,
        prose,
        sources,
        findings,
        base: pointer,
        keys: Vec::new(),
    };
    walk.object(node, kind)
}

/// Removes the prose from a schema, and from what is in it.
#[must_use]
pub fn strip_schema(node: &Node) -> Node {
    strip_alone(node, Kind::Schema)
}

/// Removes the prose from an object without schemas.
pub fn strip_plain(node: &Node) -> Node {
    strip_alone(node, Kind::Plain)
}

fn strip_alone(node: &Node, kind: Kind) -> Node {
    let findings = Findings::default();
    let mut walk = Walk {
        root: node,
        prose: Prose::Drop,
        sources: &Sources::default(),
        findings: &findings,
        base: &Pointer::root(),
        keys: Vec::new(),
    };
    let stripped = walk.object(node, kind);
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
    prose: Prose,
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

    /// Handles an object of OpenAPI, an array of objects, or a scalar.
    fn object(&mut self, node: &'a Node, kind: Kind) -> Node {
        let value = match &node.value {
            Value::Array(items) => Value::Array(self.objects(items, kind)),
            Value::Map(map) => Value::Map(self.members(map, kind)),
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
        let carried = (self.prose == Prose::Carry).then(|| carried::documentation(node));
        if let Some(text) = carried.flatten() {
            stripped.set("description", text);
        }
        // OpenAPI requires a description for each response, even an empty one.
        if is_response(node, kind) && stripped.get("description").is_none() {
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

    fn objects(&mut self, items: &'a [Node], kind: Kind) -> Vec<Node> {
        let indexed = items.iter().enumerate();
        indexed
            .map(|(index, item)| self.at(Key::Index(index), |walk| walk.object(item, kind)))
            .collect()
    }

    fn members(&mut self, map: &'a Map, kind: Kind) -> Map {
        let mut kept = Map::default();
        for entry in map.entries() {
            let key = entry.key.as_str();
            let place = match key.starts_with("x-") {
                true => Some(Place::Data),
                false => kind.member(key),
            };
            // Operations are chosen and grouped by their tags.
            let is_kept = place.is_some() || self.prose != Prose::Drop && key == "tags";
            if PROSE.contains(&key) && !is_kept {
                continue;
            }
            let node = match place {
                Some(Place::Data) => entry.node.clone(),
                Some(Place::Many(kind)) if entry.node.as_map().is_some() => {
                    self.at(Key::Name(key), |walk| walk.names(&entry.node, kind))
                }
                Some(Place::One(kind) | Place::Many(kind)) => {
                    self.at(Key::Name(key), |walk| walk.object(&entry.node, kind))
                }
                None => {
                    let kind = match kind {
                        Kind::Unknown => Kind::Unknown,
                        _ => Kind::Plain,
                    };
                    self.at(Key::Name(key), |walk| walk.object(&entry.node, kind))
                }
            };
            kept.push(key, entry.span, node);
        }
        kept
    }

    /// Handles a mapping whose keys are names.
    fn names(&mut self, node: &'a Node, kind: Kind) -> Node {
        let mut kept = Map::default();
        for entry in node.entries() {
            kept.push(
                entry.key.clone(),
                entry.span,
                self.at(Key::Name(&entry.key), |walk| walk.object(&entry.node, kind)),
            );
        }
        Node {
            value: Value::Map(kept),
            span: node.span,
        }
    }
}

/// Returns whether a node is a response with a description. In another file, only its members say what it is.
fn is_response(node: &Node, kind: Kind) -> bool {
    let entries = || node.entries().iter().map(|it| it.key.as_str());
    let is_one = match kind {
        Kind::Response => node.get("$ref").is_none(),
        Kind::Unknown => {
            let has_own = entries().any(|key| OF_RESPONSE.contains(&key));
            has_own
                && entries().all(|key| {
                    key == "description" || OF_RESPONSE.contains(&key) || key.starts_with("x-")
                })
        }
        _ => false,
    };
    is_one && node.get("description").is_some()
}
