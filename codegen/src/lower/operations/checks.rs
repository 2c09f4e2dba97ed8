//! Checks operations: the form of their members, and what in them is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::node::{At, Node, Value};

/// Checks the form of the members that are read. A member of another form is reported.
pub fn form(context: &Context<'_>, at: &At<'_>) -> Option<()> {
    let is_map = |node: &Node| node.as_map().is_some();
    let problem = |member: &str, expected: &str, found: &Node| {
        let message = format!(
            "expected `{member}` of an operation to be {expected}, found {}; the operation is skipped",
            found.kind()
        );
        context.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
    };
    if !is_map(at.node) {
        let found = at.node.kind();
        let message = format!("expected an operation to be a mapping, found {found}; skipped");
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        return None;
    }
    for (member, expected, is_array) in [
        ("parameters", "an array of parameters", true),
        ("responses", "a mapping of responses", false),
        ("requestBody", "a mapping", false),
    ] {
        // A key with nothing behind it is as good as none.
        let node = at.node.get(member).filter(|it| it.value != Value::Null);
        let Some(node) = node else {
            continue;
        };
        let inner = node.items().iter().find(|it| !is_map(it));
        let of_kind = match is_array {
            true => matches!(node.value, Value::Array(_)),
            false => is_map(node),
        };
        if !of_kind || inner.is_some() {
            problem(member, expected, inner.unwrap_or(node));
            return None;
        }
    }
    if at
        .node
        .get("responses")
        .is_none_or(|it| it.value == Value::Null)
    {
        let message = "an operation without `responses`; any success is taken as empty";
        context.report(Diagnostic::note(Code::NotOpenApi, message), at);
    }
    Some(())
}

/// Reports callbacks and links, which say nothing about the call itself.
pub fn report_unsupported(context: &Context<'_>, at: &At<'_>) {
    let responses = at.get("responses");
    let responses = responses.iter().flat_map(At::members);
    let links = responses.filter_map(|(_, response)| response.get("links"));
    let unsupported = at.get("callbacks").into_iter().map(|it| ("callbacks", it));
    for (what, at) in unsupported.chain(links.map(|it| ("links", it))) {
        let message = format!("`{what}` are not generated; skipped");
        context.report(Diagnostic::note(Code::Unsupported, message), &at);
        context.skip(&at.pointer, format!("`{what}` are not generated"));
    }
}
