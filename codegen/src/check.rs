//! What is wrong with the lowered whole, though each piece by itself is fine.

mod extensions;
mod reserved;
mod states;

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, Segment};
use crate::node::{Node, Sources};
use crate::pointer::Pointer;

pub use reserved::Reserved;

/// Checks the lowered whole.
pub fn check(
    api: &Api,
    reserved: Option<&Reserved>,
    root: &Node,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let place =
        |diagnostic: Diagnostic, pointer: &Pointer| sources.locate(diagnostic, root, pointer);
    extensions::check(api, root, sources, diagnostics);
    for (pointer, diagnostic) in states::check(api) {
        diagnostics.push(place(diagnostic, &pointer));
    }
    for (pointer, diagnostic) in reserved.iter().flat_map(|it| reserved::check(api, it)) {
        diagnostics.push(place(diagnostic, &pointer));
    }
    if api.operations.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(Diagnostic::error(
            "empty",
            "no operation is left to generate",
        ));
    }
    for (first, second) in same_routes(&api.operations) {
        let message = format!(
            "`{} {}` and `{}` differ in nothing but the names of their parameters",
            first.method, first.path, second.path,
        );
        let diagnostic = Diagnostic::warning("same-path", message).related(
            sources.place_of(root, &first.pointer),
            "the other stands here",
        );
        diagnostics.push(place(diagnostic, &second.pointer));
    }
    for operation in &api.operations {
        if matches!(
            operation.method.as_str(),
            "GET" | "HEAD" | "DELETE" | "TRACE"
        ) && operation.request.is_some()
        {
            let message = format!(
                "a {} request has a body, which servers may drop",
                operation.method
            );
            diagnostics.push(place(Diagnostic::note("body", message), &operation.pointer));
        }
    }
}

/// Pairs of operations that a server cannot tell apart by method and path.
fn same_routes(operations: &[Operation]) -> Vec<(&Operation, &Operation)> {
    let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
    let mut pairs = Vec::new();
    for operation in operations {
        let anonymous: Vec<&str> = operation
            .path
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => text.as_str(),
                Segment::Parameter(_) => "{}",
            })
            .collect();
        let route = format!("{} {}", operation.method, anonymous.join("/"));
        match first.get(&route) {
            Some(other) => pairs.push((*other, operation)),
            None => {
                first.insert(route, operation);
            }
        }
    }
    pairs
}
