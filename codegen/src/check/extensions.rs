//! Checks the `x-connect-…` extensions: each must be known, and must have the form that the
//! generator reads.
//!
//! Otherwise a mistyped extension, and the name or correction in it, would be ignored silently.

mod filter;
mod from_path;
mod problem;
mod strings;

use strsim::levenshtein;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Success};
use crate::lower::{self, FROM_PATH, PRODUCT, SETTLE, STABLE_ORDER};
use crate::node::{Entry, Node, Sources, Value};
use crate::pointer::Pointer;
use crate::select::{FILTER, PREFIXES};
use problem::{Exact, Problem};

/// All known extensions.
const VOCABULARY: [&str; 18] = [
    "x-connect-always",
    "x-connect-error-detail",
    "x-connect-field",
    FILTER,
    FROM_PATH,
    "x-connect-function",
    "x-connect-modules",
    "x-connect-name",
    PREFIXES,
    "x-connect-idempotent",
    SETTLE,
    STABLE_ORDER,
    "x-connect-states",
    "x-connect-string",
    "x-connect-type-doc",
    "x-connect-values",
    "x-connect-variants",
    PRODUCT,
];

/// Checks every extension of a document.
pub fn check(api: &Api, root: &Node, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut walk = Walk {
        api,
        root,
        sources,
        diagnostics,
        keys: Vec::new(),
    };
    walk.node(root);
}

struct Walk<'a> {
    api: &'a Api,
    root: &'a Node,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    /// The keys from the root to the current node. A pointer is made of them only for an extension.
    keys: Vec<Key<'a>>,
}

enum Key<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node) {
        match &node.value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.keys.push(Key::Index(index));
                    self.node(item);
                    self.keys.pop();
                }
            }
            Value::Map(map) => {
                for entry in map.entries() {
                    if entry.key.starts_with("x-connect-") {
                        self.extension(node, entry, &self.pointer());
                    } else {
                        self.keys.push(Key::Name(&entry.key));
                        self.node(&entry.node);
                        self.keys.pop();
                    }
                }
            }
            _ => {}
        }
    }

    fn pointer(&self) -> Pointer {
        self.keys
            .iter()
            .fold(Pointer::root(), |pointer, key| match key {
                Key::Name(name) => pointer.key(name),
                Key::Index(index) => pointer.index(*index),
            })
    }

    fn extension(&mut self, owner: &Node, entry: &Entry, pointer: &Pointer) {
        // What an overlay appends or merges has another span than what was there before.
        let exact = match entry.key.as_str() {
            key @ ("x-connect-values" | "x-connect-variants") => {
                strings::check(entry).or_else(|| values(owner, entry, key))
            }
            key @ "x-connect-modules" => strings::check(entry).or_else(|| self.modules(entry, key)),
            STABLE_ORDER => self.stable_order(entry, pointer),
            FROM_PATH => from_path::check(self.api, entry, pointer),
            SETTLE => self.settle(entry, pointer),
            FILTER => filter::check(entry),
            PRODUCT => product(entry, pointer),
            _ => None,
        };
        let as_a_whole = || Some((entry.span, self::as_a_whole(owner, entry)?));
        if let Some((span, (message, help))) = exact.or_else(as_a_whole) {
            let diagnostic = Diagnostic::error(Code::Extension, message).help(help);
            let pointer = pointer.key(&entry.key);
            let mut diagnostic = self.sources.locate(diagnostic, self.root, &pointer);
            diagnostic.span = self.sources.span(span);
            self.diagnostics.push(diagnostic);
        }
    }

    /// Checks a stable order: it belongs to a paged list, and names fields by which the list can be
    /// ordered.
    fn stable_order(&self, entry: &Entry, pointer: &Pointer) -> Option<Exact> {
        let operations = &self.api.operations;
        let list = operations
            .iter()
            .find(|it| it.pointer == *pointer && matches!(it.success, Success::Page(_)));
        let Some(list) = list else {
            let message = format!("`{STABLE_ORDER}` on an operation that is not a paged list");
            let help = "use it on a `GET` that returns an array and takes `limit` and `offset`";
            return Some((entry.span, (message, help.to_owned())));
        };
        let orderable: Vec<&str> = list
            .filters
            .iter()
            .filter(|it| it.ordering)
            .map(|it| it.wire.0.as_str())
            .collect();
        let help = match orderable.is_empty() {
            true => "the list has no ordering fields".to_owned(),
            false => format!("expected one of `{}`", orderable.join("`, `")),
        };
        let items = entry.node.items();
        if items.is_empty() {
            let help = format!("write an array of field names; {help}");
            let message = format!("`{STABLE_ORDER}` names no field");
            return Some((entry.span, (message, help)));
        }
        let invalid = items
            .iter()
            .find(|it| it.as_str().is_none_or(|name| !orderable.contains(&name)))?;
        let name = invalid.as_str().unwrap_or("?");
        let message =
            format!("`{STABLE_ORDER}` names `{name}`, by which the list cannot be ordered");
        Some((invalid.span, (message, help)))
    }

    /// Checks how the outcome of an operation is found out.
    fn settle(&self, entry: &Entry, pointer: &Pointer) -> Option<Exact> {
        let mut operations = self.api.operations.iter();
        let Some(action) = operations.find(|it| it.pointer == *pointer) else {
            let message = format!("`{SETTLE}` is ignored here");
            let help = "put it on an operation that is generated";
            return Some((entry.span, (message, help.to_owned())));
        };
        let result = lower::settlement(
            &self.api.operations,
            &self.api.types,
            &self.api.states,
            action,
            entry,
        );
        let problem = result.err()?;
        // If only some paths are selected, other functions may be missing.
        if problem.is_unknown_function && self.api.is_part {
            return None;
        }
        Some((problem.span, (problem.message, problem.help)))
    }

    fn modules(&self, entry: &Entry, key: &str) -> Option<Exact> {
        let known: Vec<&str> = self
            .api
            .modules
            .keys()
            .map(|module| module.0.trim_start_matches("r#"))
            .collect();
        let invalid = entry
            .node
            .entries()
            .iter()
            .find(|said| !known.contains(&said.key.as_str()))?;
        // If only some paths are selected, other modules may be missing.
        if self.api.is_part {
            return None;
        }
        let message = format!("`{key}` names unknown module `{}`", invalid.key);
        let help = format!("expected one of `{}`", known.join("`, `"));
        Some((invalid.span, (message, help)))
    }
}

/// Checks the name of the bindings: it belongs to the document, and is a product of a `User-Agent` header.
fn product(entry: &Entry, pointer: &Pointer) -> Option<Exact> {
    if *pointer != Pointer::root() {
        let message = format!("`{PRODUCT}` on a part of the document");
        let help = "use it on the document: `target: $`";
        return Some((entry.span, (message, help.to_owned())));
    }
    let is_token = |name: &str| {
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
        !name.is_empty() && name.chars().all(is_allowed)
    };
    if entry.node.as_str().is_some_and(is_token) {
        return None;
    }
    let message = format!("`{PRODUCT}` is not the name of a product");
    let help =
        "write letters, digits, `-`, `_` and `.`, such as `connect-usage`; the version is added";
    Some((entry.node.span, (message, help.to_owned())))
}

/// Checks the form of an extension, independent of its content.
fn as_a_whole(owner: &Node, entry: &Entry) -> Option<Problem> {
    match entry.key.as_str() {
        key if !VOCABULARY.contains(&key) => Some(unknown(key)),
        key @ "x-connect-idempotent" => entry.node.as_bool().is_none().then(|| {
            (
                format!(
                    "expected `{key}` to be a boolean, found {}",
                    entry.node.kind()
                ),
                "write `true` or `false`".to_owned(),
            )
        }),
        "x-connect-values" | "x-connect-variants" | "x-connect-modules" | STABLE_ORDER
        | FROM_PATH | PRODUCT | SETTLE => None,
        key @ ("x-connect-always" | "x-connect-error-detail" | "x-connect-states") => {
            match &entry.node.value {
                Value::Array(items) if items.is_empty() => Some((
                    format!("`{key}` is an empty array"),
                    "add elements, or remove it".to_owned(),
                )),
                Value::Array(_) => misplaced(owner, key),
                _ => Some((
                    format!(
                        "expected `{key}` to be an array, found {}",
                        entry.node.kind()
                    ),
                    "write an array".to_owned(),
                )),
            }
        }
        // Function names are checked where they are read.
        FILTER | PREFIXES | "x-connect-function" => None,
        key => entry.node.as_str().is_none().then(|| {
            (
                format!(
                    "expected `{key}` to be a string, found {}",
                    entry.node.kind()
                ),
                "write a string".to_owned(),
            )
        }),
    }
}

/// Checks that an extension about enum values names only values that the enum has.
fn values(owner: &Node, entry: &Entry, key: &str) -> Option<Exact> {
    let known: Vec<String> = owner
        .get("enum")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|value| match &value.value {
            Value::String(text) | Value::Number(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let invalid = entry
        .node
        .entries()
        .iter()
        .find(|said| !known.contains(&said.key))?;
    let message = format!("`{key}` names unknown value `{}`", invalid.key);
    Some((
        invalid.span,
        (message, format!("expected one of `{}`", known.join("`, `"))),
    ))
}

/// Checks that an extension about statuses is on a schema where it is read.
fn misplaced(owner: &Node, key: &str) -> Option<Problem> {
    let (is_there, where_it_belongs) = match key {
        "x-connect-states" => (
            owner.get("enum").is_some() && owner.get_str("type") == Some("string"),
            "on an enum of strings: the status of an object",
        ),
        "x-connect-error-detail" => (
            owner.get("properties").is_some(),
            "on an object with properties",
        ),
        _ => (true, ""),
    };
    (!is_there).then(|| {
        (
            format!("`{key}` is ignored here"),
            format!("put it {where_it_belongs}"),
        )
    })
}

fn unknown(key: &str) -> Problem {
    let nearest = VOCABULARY
        .iter()
        .min_by_key(|known| levenshtein(known, key));
    let help = nearest.map_or_else(String::new, |known| format!("did you mean `{known}`?"));
    (format!("unknown extension `{key}`"), help)
}
