//! Checks of the lowered document as a whole.

mod extensions;
mod reserved;

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::ir::{Api, Operation, Segment};
use crate::node::{Node, Sources};
use crate::pointer::Pointer;

pub use reserved::Reserved;

/// Checks the lowered document.
pub fn check(
    api: &Api,
    reserved: Option<&Reserved>,
    root: &Node,
    sources: &Sources,
    findings: &Findings,
) {
    let span =
        |diagnostic: Diagnostic, pointer: &Pointer| sources.locate(diagnostic, root, pointer);
    extensions::check(api, root, sources, findings);
    for (pointer, diagnostic) in reserved.iter().flat_map(|it| reserved::check(api, it)) {
        findings.push(span(diagnostic, &pointer));
    }
    if api.operations.is_empty() && api.types.is_empty() && !findings.has_errors() {
        findings.push(Diagnostic::error(Code::Empty, "no operations to generate"));
    }
    for (first, second) in same_routes(&api.operations) {
        let message = format!(
            "`{} {}` and `{}` differ only in parameter names",
            first.method, first.path, second.path,
        );
        let diagnostic = Diagnostic::warning(Code::SamePath, message)
            .related(sources.span_of(root, &first.pointer), "the other path");
        findings.push(span(diagnostic, &second.pointer));
    }
    for operation in &api.operations {
        if !operation.method.has_body() && operation.request.is_some() {
            let message = format!(
                "`{}` request with a body, which servers may ignore",
                operation.method
            );
            findings.push(span(
                Diagnostic::note(Code::Body, message),
                &operation.pointer,
            ));
        }
    }
}

/// Returns pairs of operations that a server cannot distinguish by method and path.
fn same_routes(operations: &[Operation]) -> Vec<(&Operation, &Operation)> {
    let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
    let mut pairs = Vec::new();
    for operation in operations {
        let anonymous: Vec<String> = operation.path.segments.iter().map(anonymous).collect();
        let suffix = &operation.path.suffix;
        let route = format!("{} {}{suffix}", operation.method, anonymous.join("/"));
        match first.get(&route) {
            Some(other) => pairs.push((*other, operation)),
            None => {
                first.insert(route, operation);
            }
        }
    }
    pairs
}

/// Returns a segment without the names of parameters.
fn anonymous(segment: &Segment) -> String {
    match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Parameter(_) => "{}".to_owned(),
        Segment::Mixed(pieces) => pieces.iter().map(anonymous).collect(),
    }
}
