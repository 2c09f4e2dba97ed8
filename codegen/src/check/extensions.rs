//! Our own extensions: each must be one that the generator reads, and be written as it reads it.
//!
//! A mistyped one would be passed over, and a name or a correction silently lost with it.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::Api;
use crate::node::{Entry, Node, Sources, Value};
use crate::pointer::Pointer;
use crate::select::{FILTER, PREFIXES, distance};

/// Every extension that there is.
const VOCABULARY: [&str; 13] = [
    "x-connect-always",
    "x-connect-field",
    FILTER,
    "x-connect-function",
    "x-connect-modules",
    "x-connect-name",
    PREFIXES,
    "x-connect-repeatable",
    "x-connect-states",
    "x-connect-text",
    "x-connect-type-doc",
    "x-connect-values",
    "x-connect-variants",
];

/// Checks every extension of a document.
pub fn check(api: &Api, root: &Node, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut walk = Walk {
        api,
        sources,
        diagnostics,
    };
    walk.node(root, &Pointer::root());
}

struct Walk<'a> {
    api: &'a Api,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, pointer: &Pointer) {
        match &node.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.node(item, &pointer.index(index));
                }
            }
            Value::Map(map) => {
                for entry in map.entries() {
                    if entry.key.starts_with("x-connect-") {
                        self.extension(node, entry, pointer);
                    } else {
                        self.node(&entry.node, &pointer.key(&entry.key));
                    }
                }
            }
            _ => {}
        }
    }

    fn extension(&mut self, owner: &Node, entry: &Entry, pointer: &Pointer) {
        let problem = match entry.key.as_str() {
            key if !VOCABULARY.contains(&key) => Some(unknown(key)),
            key @ "x-connect-repeatable" => entry.node.as_bool().is_none().then(|| {
                (
                    format!("`{key}` is {}", entry.node.kind()),
                    "write `true` or `false`".to_owned(),
                )
            }),
            key @ ("x-connect-values" | "x-connect-variants") => self.values(owner, entry, key),
            key @ "x-connect-modules" => self.modules(entry, key),
            key @ ("x-connect-always" | "x-connect-states") => {
                let is_list = matches!(entry.node.value, Value::List(_));
                (!is_list).then(|| {
                    (
                        format!("`{key}` is {}", entry.node.kind()),
                        "write a list".to_owned(),
                    )
                })
            }
            // Names of functions are checked where they are read.
            FILTER | PREFIXES | "x-connect-function" => None,
            key => entry.node.as_str().is_none().then(|| {
                (
                    format!("`{key}` is {}", entry.node.kind()),
                    "write a text".to_owned(),
                )
            }),
        };
        if let Some((message, help)) = problem {
            let mut diagnostic = Diagnostic::error("extension", message)
                .about(&pointer.key(&entry.key))
                .help(help);
            diagnostic.place = self.sources.place(entry.mark);
            self.diagnostics.push(diagnostic);
        }
    }

    /// What is said about values must be about values that the enum has.
    fn values(&self, owner: &Node, entry: &Entry, key: &str) -> Option<(String, String)> {
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
        Some((message, format!("the values are {}", known.join(", "))))
    }

    fn modules(&self, entry: &Entry, key: &str) -> Option<(String, String)> {
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
        Some((message, format!("the modules are {}", known.join(", "))))
    }
}

fn unknown(key: &str) -> (String, String) {
    let nearest = VOCABULARY.iter().min_by_key(|known| distance(known, key));
    let help = nearest.map_or_else(String::new, |known| format!("did you mean `{known}`?"));
    (
        format!("`{key}` is no extension that the generator reads"),
        help,
    )
}
