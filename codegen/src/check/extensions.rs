//! Checks the `x-connect-…` extensions: each must be known, and must have the form that the
//! generator reads.
//!
//! Otherwise a mistyped extension, and the name or correction in it, would be ignored silently.

mod from_path;
mod type_names;

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::{Extension, Problem, filter};
use crate::findings::Findings;
use crate::ir::{Api, Success, TypeKind};
use crate::lower;
use crate::near::did_you_mean;
use crate::node::{Entry, Node, Sources, Value};
use crate::pointer::Pointer;

/// Checks every extension of a document.
pub fn check(api: &Api, root: &Node, sources: &Sources, findings: &Findings) {
    let mut walk = Walk {
        api,
        root,
        sources,
        findings,
        keys: Vec::new(),
    };
    walk.node(root);
}

struct Walk<'a> {
    api: &'a Api,
    root: &'a Node,
    sources: &'a Sources,
    findings: &'a Findings,
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
        let Err(problem) = self.check_one(owner, entry, pointer) else {
            return;
        };
        let diagnostic = Diagnostic::error(Code::Extension, problem.message).help(problem.help);
        let pointer = pointer.key(&entry.key);
        let mut diagnostic = self.sources.locate(diagnostic, self.root, &pointer);
        diagnostic.span = self.sources.span(problem.span);
        self.findings.push(diagnostic);
    }

    fn check_one(&self, owner: &Node, entry: &Entry, pointer: &Pointer) -> Result<(), Problem> {
        let Some(extension) = Extension::of_key(&entry.key) else {
            return Err(unknown(entry));
        };
        extension.check_form(entry)?;
        match extension {
            Extension::Values | Extension::Variants => values(owner, entry),
            Extension::Modules => self.modules(entry),
            Extension::StableOrder => self.stable_order(entry, pointer),
            Extension::FromPath => from_path::check(self.api, entry, pointer),
            Extension::Settle => self.settle(entry, pointer),
            Extension::FileName => self.file_name(entry, pointer),
            Extension::Filter => filter::read(entry).map(|_| ()),
            Extension::Product => product(entry, pointer),
            Extension::FormName => type_names::form(self.api, entry, pointer),
            Extension::RequestName => type_names::request(self.api, owner, entry, pointer),
            Extension::ErrorDetail | Extension::States => misplaced(owner, entry, extension),
            // These have no more than their form, or are checked where they are read.
            Extension::Always
            | Extension::BareString
            | Extension::Field
            | Extension::Function
            | Extension::Idempotent
            | Extension::Name
            | Extension::Prefixes
            | Extension::TypeDoc => Ok(()),
        }
    }

    /// Checks a stable order: it belongs to a paged list, and names fields by which the list can be
    /// ordered.
    fn stable_order(&self, entry: &Entry, pointer: &Pointer) -> Result<(), Problem> {
        let key = &entry.key;
        let operations = &self.api.operations;
        let list = operations
            .iter()
            .find(|it| it.pointer == *pointer && matches!(it.success, Success::Page(_)));
        let Some(list) = list else {
            let message = format!("`{key}` on an operation that is not a paged list");
            let help = "use it on a `GET` that returns an array and takes `limit` and `offset`";
            return Err(Problem::new(entry.span, message, help));
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
            let message = format!("`{key}` names no field");
            return Err(Problem::new(entry.span, message, help));
        }
        let is_wrong = |it: &&Node| it.as_str().is_none_or(|name| !orderable.contains(&name));
        let Some(invalid) = items.iter().find(is_wrong) else {
            return Ok(());
        };
        let name = invalid.as_str().unwrap_or("?");
        let message = format!("`{key}` names `{name}`, by which the list cannot be ordered");
        Err(Problem::new(invalid.span, message, help))
    }

    /// Checks how the outcome of an operation is found out.
    fn settle(&self, entry: &Entry, pointer: &Pointer) -> Result<(), Problem> {
        let key = &entry.key;
        let mut operations = self.api.operations.iter();
        let Some(action) = operations.find(|it| it.pointer == *pointer) else {
            let message = format!("`{key}` is ignored here");
            let help = "put it on an operation that is generated";
            return Err(Problem::new(entry.span, message, help));
        };
        let result = lower::settlement(
            &self.api.operations,
            &self.api.types,
            &self.api.states,
            action,
            entry,
        );
        match result {
            Ok(_) => Ok(()),
            // If only some paths are selected, other functions may be missing.
            Err(fault) if fault.is_unknown_function && self.api.is_part => Ok(()),
            Err(fault) => Err(fault.problem),
        }
    }

    /// Checks the name of a file: it belongs to a part that is one.
    fn file_name(&self, entry: &Entry, pointer: &Pointer) -> Result<(), Problem> {
        let holder = pointer.depth().checked_sub(2);
        let holder = holder.and_then(|it| pointer.keys().nth(it));
        let is_encoding = holder.is_some_and(|it| it == "encoding");
        let fields = self.api.types.iter().flat_map(|it| match &it.kind {
            TypeKind::Form(fields) => fields.as_slice(),
            _ => &[],
        });
        let part = pointer.last();
        let mut files = fields.filter(|it| it.file_name.as_deref() == entry.node.as_str());
        if is_encoding && files.any(|it| Some(&it.wire.0) == part.as_ref()) {
            return Ok(());
        }
        let message = format!("`{}` is ignored here", entry.key);
        let help = "put it on the `encoding` of a part that is a file";
        Err(Problem::new(entry.span, message, help))
    }

    fn modules(&self, entry: &Entry) -> Result<(), Problem> {
        let known: Vec<&str> = self
            .api
            .modules
            .keys()
            .map(|module| module.plain())
            .collect();
        let mut said = entry.node.entries().iter();
        let invalid = said.find(|said| !known.contains(&said.key.as_str()));
        // If only some paths are selected, other modules may be missing.
        let Some(invalid) = invalid.filter(|_| !self.api.is_part) else {
            return Ok(());
        };
        let message = format!("`{}` names unknown module `{}`", entry.key, invalid.key);
        let help = format!("expected one of `{}`", known.join("`, `"));
        Err(Problem::new(invalid.span, message, help))
    }
}

/// Checks the name of the bindings: it belongs to the document, and is a product of a `User-Agent` header.
fn product(entry: &Entry, pointer: &Pointer) -> Result<(), Problem> {
    let key = &entry.key;
    if *pointer != Pointer::root() {
        let message = format!("`{key}` on a part of the document");
        let help = "use it on the document: `target: $`";
        return Err(Problem::new(entry.span, message, help));
    }
    let is_token = |name: &str| {
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
        !name.is_empty() && name.chars().all(is_allowed)
    };
    if entry.node.as_str().is_some_and(is_token) {
        return Ok(());
    }
    let message = format!("`{key}` is not the name of a product");
    let help =
        "write letters, digits, `-`, `_` and `.`, such as `connect-usage`; the version is added";
    Err(Problem::new(entry.node.span, message, help))
}

/// Checks that an extension about enum values names only values that the enum has.
fn values(owner: &Node, entry: &Entry) -> Result<(), Problem> {
    let values = owner.get("enum").map(Node::items).unwrap_or_default();
    let known: Vec<&str> = values
        .iter()
        .filter_map(|value| match &value.value {
            Value::String(text) | Value::Number(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let mut said = entry.node.entries().iter();
    let Some(invalid) = said.find(|said| !known.contains(&said.key.as_str())) else {
        return Ok(());
    };
    let message = format!("`{}` names unknown value `{}`", entry.key, invalid.key);
    let help = format!("expected one of `{}`", known.join("`, `"));
    Err(Problem::new(invalid.span, message, help))
}

/// Checks that an extension about statuses is on a schema where it is read.
fn misplaced(owner: &Node, entry: &Entry, extension: Extension) -> Result<(), Problem> {
    let is_enum = owner.get("enum").is_some() && owner.get_str("type") == Some("string");
    let (is_there, where_it_belongs) = match extension {
        Extension::States => (is_enum, "on an enum of strings: the status of an object"),
        _ => (
            owner.get("properties").is_some(),
            "on an object with properties",
        ),
    };
    if is_there {
        return Ok(());
    }
    let message = format!("`{}` is ignored here", entry.key);
    let help = format!("put it {where_it_belongs}");
    Err(Problem::new(entry.span, message, help))
}

fn unknown(entry: &Entry) -> Problem {
    let known = Extension::ALL.iter().map(|it| it.key());
    let message = format!("unknown extension `{}`", entry.key);
    Problem::new(entry.span, message, did_you_mean(&entry.key, known))
}
