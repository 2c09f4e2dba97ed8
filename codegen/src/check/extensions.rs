//! Our own extensions: each must be one that the generator reads, and be written as it reads it.
//!
//! A mistyped one would be passed over, and a name or a correction silently lost with it.

mod from_path;

use strsim::levenshtein;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Api, Success};
use crate::lower::{FROM_PATH, STABLE_ORDER};
use crate::node::{Entry, Mark, Node, Sources, Value};
use crate::pointer::Pointer;
use crate::select::{FILTER, PREFIXES};

/// Every extension that there is.
const VOCABULARY: [&str; 16] = [
    "x-connect-always",
    "x-connect-error-detail",
    "x-connect-field",
    FILTER,
    FROM_PATH,
    "x-connect-function",
    "x-connect-modules",
    "x-connect-name",
    PREFIXES,
    "x-connect-repeatable",
    STABLE_ORDER,
    "x-connect-states",
    "x-connect-text",
    "x-connect-type-doc",
    "x-connect-values",
    "x-connect-variants",
];

/// What is the matter, and what helps.
type Problem = (String, String);

/// The same with the place of the part that it is about.
type Exact = (Mark, Problem);

/// Checks every extension of a document.
pub fn check(api: &Api, root: &Node, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut walk = Walk {
        api,
        root,
        sources,
        diagnostics,
        way: Vec::new(),
    };
    walk.node(root);
}

struct Walk<'a> {
    api: &'a Api,
    root: &'a Node,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    /// The keys from the root to where the walk is; a pointer is only made of them for an extension.
    way: Vec<Key<'a>>,
}

enum Key<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node) {
        match &node.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.way.push(Key::Index(index));
                    self.node(item);
                    self.way.pop();
                }
            }
            Value::Map(map) => {
                for entry in map.entries() {
                    if entry.key.starts_with("x-connect-") {
                        self.extension(node, entry, &self.pointer());
                    } else {
                        self.way.push(Key::Name(&entry.key));
                        self.node(&entry.node);
                        self.way.pop();
                    }
                }
            }
            _ => {}
        }
    }

    fn pointer(&self) -> Pointer {
        self.way
            .iter()
            .fold(Pointer::root(), |pointer, key| match key {
                Key::Name(name) => pointer.key(name),
                Key::Index(index) => pointer.index(*index),
            })
    }

    fn extension(&mut self, owner: &Node, entry: &Entry, pointer: &Pointer) {
        // What an overlay appends or merges in stands elsewhere than what was there before it.
        let exact = match entry.key.as_str() {
            key @ ("x-connect-values" | "x-connect-variants") => values(owner, entry, key),
            key @ "x-connect-modules" => self.modules(entry, key),
            STABLE_ORDER => self.stable_order(entry, pointer),
            FROM_PATH => from_path::check(self.api, entry, pointer),
            _ => None,
        };
        let as_a_whole = || Some((entry.mark, self::as_a_whole(owner, entry)?));
        if let Some((mark, (message, help))) = exact.or_else(as_a_whole) {
            let diagnostic = Diagnostic::error("extension", message).help(help);
            let pointer = pointer.key(&entry.key);
            let mut diagnostic = self.sources.locate(diagnostic, self.root, &pointer);
            diagnostic.place = self.sources.place(mark);
            self.diagnostics.push(diagnostic);
        }
    }

    /// A stable ordering is that of a paged list, by fields that it can be ordered by.
    fn stable_order(&self, entry: &Entry, pointer: &Pointer) -> Option<Exact> {
        let operations = &self.api.operations;
        let list = operations
            .iter()
            .find(|it| it.pointer == *pointer && matches!(it.success, Success::Page(_)));
        let Some(list) = list else {
            let message = format!("`{STABLE_ORDER}` stands where there is no list of pages");
            let help = "write it into a `GET` that answers a list and takes `limit` and `offset`";
            return Some((entry.mark, (message, help.to_owned())));
        };
        let orderable: Vec<&str> = list
            .filters
            .iter()
            .filter(|it| it.ordering)
            .map(|it| it.wire.0.as_str())
            .collect();
        let help = match orderable.is_empty() {
            true => "the list cannot be ordered".to_owned(),
            false => format!("it can be ordered by {}", orderable.join(", ")),
        };
        let items = entry.node.items();
        if items.is_empty() {
            let help = format!("write a list of fields; {help}");
            let message = format!("`{STABLE_ORDER}` names no field");
            return Some((entry.mark, (message, help)));
        }
        let strange = items
            .iter()
            .find(|it| it.as_str().is_none_or(|name| !orderable.contains(&name)))?;
        let name = strange.as_str().unwrap_or("?");
        let message = format!("`{STABLE_ORDER}` names `{name}`, by which rows cannot be ordered");
        Some((strange.mark, (message, help)))
    }

    fn modules(&self, entry: &Entry, key: &str) -> Option<Exact> {
        let known: Vec<&str> = self
            .api
            .modules
            .keys()
            .map(|module| module.0.trim_start_matches("r#"))
            .collect();
        let strange = entry
            .node
            .entries()
            .iter()
            .find(|said| !known.contains(&said.key.as_str()))?;
        // A part of the paths has a part of the modules: what was selected away is no mistake.
        if self.api.is_part {
            return None;
        }
        let message = format!("`{key}` speaks of `{}`, which is no module", strange.key);
        let help = format!("the modules are {}", known.join(", "));
        Some((strange.mark, (message, help)))
    }
}

/// What is wrong with an extension by its kind, whatever it says.
fn as_a_whole(owner: &Node, entry: &Entry) -> Option<Problem> {
    match entry.key.as_str() {
        key if !VOCABULARY.contains(&key) => Some(unknown(key)),
        key @ "x-connect-repeatable" => entry.node.as_bool().is_none().then(|| {
            (
                format!("`{key}` is {}", entry.node.kind()),
                "write `true` or `false`".to_owned(),
            )
        }),
        "x-connect-values" | "x-connect-variants" | "x-connect-modules" | STABLE_ORDER
        | FROM_PATH => None,
        key @ ("x-connect-always" | "x-connect-error-detail" | "x-connect-states") => {
            match &entry.node.value {
                Value::List(items) if items.is_empty() => Some((
                    format!("`{key}` is an empty list, which says nothing"),
                    "fill it, or remove it".to_owned(),
                )),
                Value::List(_) => misplaced(owner, key),
                _ => Some((
                    format!("`{key}` is {}", entry.node.kind()),
                    "write a list".to_owned(),
                )),
            }
        }
        // Names of functions are checked where they are read.
        FILTER | PREFIXES | "x-connect-function" => None,
        key => entry.node.as_str().is_none().then(|| {
            (
                format!("`{key}` is {}", entry.node.kind()),
                "write a text".to_owned(),
            )
        }),
    }
}

/// What is said about values must be about values that the enum has.
fn values(owner: &Node, entry: &Entry, key: &str) -> Option<Exact> {
    let known: Vec<String> = owner
        .get("enum")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|value| match &value.value {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let strange = entry
        .node
        .entries()
        .iter()
        .find(|said| !known.contains(&said.key))?;
    let message = format!(
        "`{key}` speaks of `{}`, which is no value here",
        strange.key
    );
    Some((
        strange.mark,
        (message, format!("the values are {}", known.join(", "))),
    ))
}

/// What is about statuses must stand where statuses are, or it would be passed over.
fn misplaced(owner: &Node, key: &str) -> Option<Problem> {
    let (is_there, where_it_belongs) = match key {
        "x-connect-states" => (
            owner.get("enum").is_some() && owner.get_str("type") == Some("string"),
            "on an enum of texts: the status of an object",
        ),
        "x-connect-error-detail" => (
            owner.get("properties").is_some(),
            "on an object with properties",
        ),
        _ => (true, ""),
    };
    (!is_there).then(|| {
        (
            format!("`{key}` stands where nothing reads it"),
            format!("it belongs {where_it_belongs}"),
        )
    })
}

fn unknown(key: &str) -> Problem {
    let nearest = VOCABULARY
        .iter()
        .min_by_key(|known| levenshtein(known, key));
    let help = nearest.map_or_else(String::new, |known| format!("did you mean `{known}`?"));
    (
        format!("`{key}` is no extension that the generator reads"),
        help,
    )
}
