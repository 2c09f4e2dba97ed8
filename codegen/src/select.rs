//! Selects the part of a document under some path prefixes.
//!
//! Kept are the paths that a prefix matches, every component they reach, and the security schemes.
//! Prose is removed, or carried into documentation. What it declares in a machine-readable form (the lookups, search
//! and ordering of a filter) is kept as an extension in either case.

mod assemble;
mod carried;
mod choice;
mod filter_text;
mod members;
mod path_item;
mod prose;
mod reach;
mod selected;
mod unreached;
mod webhooks;
mod writable;

use std::borrow::Cow;

use crate::bundle::OtherFile;
use crate::diagnostics::{Code, Diagnostic, Outcome};
use crate::extensions::Extension;
use crate::findings::Findings;
use crate::ir::Method;
use crate::load::load_alone;
use crate::node::{Entry, Node, Sources, Value};
use crate::normalize::load_whole;
use crate::order;
use crate::pointer::Pointer;
use crate::prefix::Prefix;
use crate::source::Source;
use assemble::assemble;
use path_item::path_item;
use selected::Selected;

/// The member of `info` that holds the prefixes of a slice.
const PREFIXES: &str = Extension::Prefixes.key();

/// A slice of a document, as it is written to `specs/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The slice as YAML. The same document always gives the same bytes.
    pub text: String,
    /// The version of the document.
    pub api_version: String,
    /// The size of the slice.
    pub counts: Counts,
}

/// The size of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Number of paths.
    pub paths: usize,
    /// Number of operations of these paths.
    pub operations: usize,
    /// Number of components that they reach, without security schemes.
    pub components: usize,
    /// Number of schemas among the components.
    pub schemas: usize,
    /// Number of query parameters with lookups.
    pub filters: usize,
}

/// Selects from the text of a document, and writes the slice as YAML.
///
/// A prefix is a glob for a whole path: `*` matches any text, every other character matches itself.
pub fn select(document: &Source, prefixes: &[String]) -> Outcome<Slice> {
    select_in_stages(document, &[], (prefixes, &Choice::default()), &mut |_| {})
}

/// Selects as [`select`] does, from a document with other files, and only the chosen operations; the slice holds what it
/// needs of the files. Calls `stage` with the name of each step when the step begins.
pub fn select_in_stages(
    document: &Source,
    files: &[OtherFile],
    part: (&[String], &Choice),
    stage: &mut dyn FnMut(&'static str),
) -> Outcome<Slice> {
    let findings = Findings::default();
    let slice = sliced(document, files, part, &findings, stage);
    let diagnostics = findings.finish();
    match slice {
        Some(slice) => Outcome::new(slice, diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

fn sliced(
    document: &Source,
    files: &[OtherFile],
    part: (&[String], &Choice),
    findings: &Findings,
    stage: &mut dyn FnMut(&'static str),
) -> Option<Slice> {
    stage("load");
    let mut sources = Sources::default();
    let root = load_whole(document, files, &mut sources, findings)?;
    stage("select");
    let mut slice = select_node(&root, part, Prose::Drop, &sources, findings)?;
    order::sort(&mut slice);
    writable::check(&slice, &Pointer::root(), &sources, findings);
    if findings.has_errors() {
        return None;
    }
    stage("print");
    match serde_yaml::to_string(&slice.to_yaml()) {
        Ok(text) => Some(Slice {
            text,
            api_version: api_version(&slice),
            counts: count(&slice),
        }),
        Err(error) => {
            let message = format!("cannot write the slice: {error}");
            findings.push(Diagnostic::error(Code::Write, message));
            None
        }
    }
}

/// Returns the version of a document.
#[must_use]
pub fn api_version(root: &Node) -> String {
    match root
        .get("info")
        .and_then(|info| info.get("version"))
        .map(|node| &node.value)
    {
        Some(Value::String(text) | Value::Number(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Returns whether a document was written by [`select`].
#[must_use]
pub fn is_slice(root: &Node) -> bool {
    root.get("info")
        .is_some_and(|info| info.get(PREFIXES).is_some())
}

/// Returns the prefixes that a slice declares; empty if the document is not a slice.
#[must_use]
pub fn prefixes_of(document: &Source) -> Vec<String> {
    let root = load_alone(document);
    let info = root.as_ref().and_then(|root| root.get("info"));
    let prefixes = info.and_then(|info| info.get(PREFIXES));
    prefixes
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|prefix| prefix.as_str().map(str::to_owned))
        .collect()
}

/// Selects from a parsed document: the paths with one of the prefixes, and of their operations the chosen ones.
pub fn select_node(
    root: &Node,
    (prefixes, choice): (&[String], &Choice),
    prose: Prose,
    sources: &Sources,
    findings: &Findings,
) -> Option<Node> {
    check_version(root, sources, findings)?;
    members::check(root, sources, findings);
    let prefixes: Vec<Prefix> = prefixes.iter().map(|text| Prefix::new(text)).collect();
    let selected = select_paths(root, &prefixes, sources, findings)?;
    choice.check(&selected, findings);
    let mut keep = |node: &Node, pointer: &Pointer| match prose {
        Prose::Drop | Prose::DropButTags | Prose::Carry => {
            prose::strip(node, pointer, root, prose, sources, findings)
        }
        Prose::Keep => node.clone(),
    };
    let chosen = selected.iter().filter_map(|selected| {
        let node = choice.of_item(selected)?;
        Some(Entry {
            key: selected.path.to_owned(),
            span: selected.span,
            node: keep(&node, &selected.pointer),
        })
    });
    let mut items: Vec<Entry> = chosen.collect();
    let paths = items.len();
    // Webhooks have no paths, by which they could be chosen: they come with all paths.
    if is_whole(&prefixes) && choice.is_all() {
        webhooks::check(root, sources, findings);
        items.extend(webhooks::all(root, &mut keep));
    }
    let components = reach::components(root, &items, keep);
    let webhooks = items.split_off(paths);
    Some(assemble(
        root, items, webhooks, components, &prefixes, prose,
    ))
}

/// Returns whether prefixes match every path.
fn is_whole(prefixes: &[Prefix]) -> bool {
    prefixes.is_empty() || prefixes.iter().any(Prefix::matches_all)
}

/// Checks that a document is OpenAPI 3.0, as newer ones are once they are normalized, and reports what it is otherwise.
pub fn check_version(root: &Node, sources: &Sources, findings: &Findings) -> Option<()> {
    let (message, help) = match root.get("openapi").map(|node| &node.value) {
        Some(Value::String(version) | Value::Number(version)) if version.starts_with("3.0") => {
            return Some(());
        }
        Some(Value::String(version) | Value::Number(version)) => (
            format!("expected OpenAPI 3.0, 3.1 or 3.2, found OpenAPI {version}"),
            "convert the document to one of these versions",
        ),
        _ if root.get("swagger").is_some() => (
            "expected OpenAPI 3.0, 3.1 or 3.2, found Swagger 2.0".to_owned(),
            "convert the document to OpenAPI 3.0, for example with swagger2openapi, or with the converter of Swagger Editor",
        ),
        _ => (
            "not an OpenAPI document: missing member `openapi`".to_owned(),
            "pass an OpenAPI document in YAML or JSON",
        ),
    };
    let diagnostic = Diagnostic::error(Code::NotOpenApi3, message).help(help);
    let version = Pointer::root().key("openapi");
    let at = sources.span_of(root, &version);
    let mut diagnostic = sources.locate(diagnostic, root, &Pointer::root());
    diagnostic.span = at.or(diagnostic.span);
    findings.push(diagnostic);
    None
}

/// Returns the path entries that match, with references to path items replaced. Each prefix must match at least one.
fn select_paths<'r>(
    root: &'r Node,
    prefixes: &[Prefix],
    sources: &Sources,
    findings: &Findings,
) -> Option<Vec<Selected<'r>>> {
    let Some(paths) = root.get("paths").and_then(Node::as_map) else {
        let diagnostic = Diagnostic::error(Code::NoPaths, "missing mapping `paths`")
            .help("pass an OpenAPI document; its operations are declared under `paths`");
        findings.push(sources.locate(diagnostic, root, &Pointer::root()));
        return None;
    };
    let names: Vec<&str> = paths
        .entries()
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    for prefix in prefixes {
        let is_of_webhooks = prefix.matches_all() && webhooks::has_any(root);
        if !is_of_webhooks && !names.iter().any(|name| prefix.matches(name)) {
            let message = format!("prefix `{prefix}` matches no path");
            let diagnostic =
                Diagnostic::error(Code::EmptyPrefix, message).help(prefix.near_misses(&names));
            findings.push(sources.locate(diagnostic, root, &Pointer::root().key("paths")));
        }
    }
    if findings.has_errors() {
        return None;
    }
    let matches =
        |name: &str| prefixes.is_empty() || prefixes.iter().any(|prefix| prefix.matches(name));
    Some(
        paths
            .entries()
            .iter()
            .filter(|entry| matches(&entry.key))
            .map(|entry| {
                let own = || {
                    let pointer = Pointer::root().key("paths").key(&entry.key);
                    (Cow::Borrowed(&entry.node), pointer)
                };
                let (item, pointer) = path_item(root, &entry.node).unwrap_or_else(own);
                Selected {
                    path: &entry.key,
                    span: entry.span,
                    item,
                    pointer,
                }
            })
            .collect(),
    )
}

/// Returns the size of a slice.
#[must_use]
pub fn count(slice: &Node) -> Counts {
    let paths = slice.get("paths").map(Node::entries).unwrap_or_default();
    let operations = paths.iter().flat_map(|path| path.node.entries());
    let operations: Vec<&Entry> = operations
        .filter(|entry| Method::of_key(&entry.key).is_some())
        .collect();
    let parameters = operations
        .iter()
        .filter_map(|operation| operation.node.get("parameters"));
    let sections = slice
        .get("components")
        .map(Node::entries)
        .unwrap_or_default();
    let size = |section: &&Entry| section.node.entries().len();
    Counts {
        paths: paths.len(),
        operations: operations.len(),
        components: sections
            .iter()
            .filter(|section| section.key != "securitySchemes")
            .map(|s| size(&s))
            .sum(),
        schemas: sections
            .iter()
            .filter(|section| section.key == "schemas")
            .map(|s| size(&s))
            .sum(),
        filters: parameters
            .flat_map(Node::items)
            .filter(|parameter| parameter.get(filter_text::EXTENSION).is_some())
            .count(),
    }
}

pub use choice::{Choice, Matcher};
pub use members::{Moved, unknown_member};
pub use path_item::BESIDE_METHODS;
pub use prose::{PROSE, Prose, strip_schema};
pub use unreached::skip_unreached;
