//! Finds the operations under the paths, and reports anything else there.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Method;
use crate::lower::context::Context;
use crate::node::At;
use crate::pointer::Pointer;
use crate::select::BESIDE_METHODS;

/// An operation in the document, with its path, its method, and its path item.
pub struct Found<'a> {
    pub path: &'a str,
    pub method: Method,
    pub at: At<'a>,
    pub item: At<'a>,
}

/// Returns all operations, by path and then in the order of [`Method::ALL`]. Reports anything else under a path.
pub fn all<'a>(context: &Context<'a>) -> Vec<Found<'a>> {
    let paths = context.root.get("paths");
    let mut found = Vec::new();
    for (path, item) in paths.iter().flat_map(At::members) {
        if path.starts_with("x-") {
            continue;
        }
        if let Some(problem) = not_a_path(path, &item) {
            context.skip(&item.pointer, problem.message.clone());
            context.report(problem, &item);
            continue;
        }
        found.extend(Method::ALL.into_iter().filter_map(|method| {
            Some(Found {
                path,
                method,
                at: item.get(method.key())?,
                item: item.clone(),
            })
        }));
        other_members(context, &item);
    }
    found
}

/// Reports the members of a path item that are neither methods that are generated nor known otherwise.
pub fn other_members(context: &Context<'_>, item: &At<'_>) {
    for (key, at) in item.members() {
        let is_known =
            Method::of_key(key).is_some() || BESIDE_METHODS.contains(&key) || key.starts_with("x-");
        if is_known {
            continue;
        }
        let report = |message: String| {
            let help = match key {
                "additionalOperations" | "query" => {
                    "no action needed if callers do not need it; they can send a request of their own"
                }
                _ => "correct the HTTP method in the overlay, or remove the member",
            };
            let diagnostic = Diagnostic::warning(Code::PathItem, message).at_member(key);
            context.report(diagnostic.help(help), item);
        };
        match key {
            "additionalOperations" => {
                report("the HTTP methods in `additionalOperations` of OpenAPI 3.2 are not generated; skipped".to_owned());
                if at.node.entries().is_empty() {
                    context.skip(&at.pointer, "its HTTP methods are not generated");
                }
                for (method, operation) in at.members() {
                    let reason = format!("the HTTP method `{method}` is not generated");
                    context.skip(&operation.pointer, reason);
                }
            }
            "query" => {
                report(
                    "the HTTP method `query` of OpenAPI 3.2 is not generated; skipped".to_owned(),
                );
                context.skip(&at.pointer, "the HTTP method `query` is not generated");
            }
            _ => {
                report(format!("unknown HTTP method `{key}`; skipped"));
                context.skip(&at.pointer, "unknown HTTP method");
            }
        }
    }
}

/// Returns what is wrong with a path or its path item, if anything.
fn not_a_path(path: &str, item: &At<'_>) -> Option<Diagnostic> {
    if !path.starts_with('/') {
        let message = format!("expected a path that starts with `/`, found `{path}`; skipped");
        return Some(Diagnostic::warning(Code::Path, message));
    }
    item_problem(item)
}

/// Returns what is wrong with a path item, if anything.
pub fn item_problem(item: &At<'_>) -> Option<Diagnostic> {
    if item.node.as_map().is_none() {
        let found = item.node.kind();
        let message = format!("expected a path item to be a mapping, found {found}; skipped");
        return Some(Diagnostic::warning(Code::PathItem, message));
    }
    // References within the document are replaced when paths are selected.
    let reference = item.node.get("$ref")?;
    let message = match reference.as_str() {
        None => format!(
            "expected `$ref` of a path item to be a string, found {}",
            reference.kind()
        ),
        Some(text) if !text.starts_with('#') => format!(
            "the reference `{text}` of a path item leads to another file, which is not read"
        ),
        Some(text) if Pointer::from_reference(text).as_ref() == Some(&item.pointer) => {
            format!("the reference `{text}` of a path item leads to itself")
        }
        Some(text) => format!("the reference `{text}` of a path item leads to no path item"),
    };
    Some(Diagnostic::warning(Code::PathItem, format!("{message}; skipped")).at_member("$ref"))
}
