//! Checks operations: the form of their members, and what in them is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Operation, Payload, Success, Type};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::responses::is_success;
use crate::node::{At, Node, Value};

/// Checks the form of the members of an operation and its path item that are read. A member of another form is reported.
pub fn form(context: &Context<'_>, item: &At<'_>, at: &At<'_>) -> Option<()> {
    let is_map = |node: &Node| node.as_map().is_some();
    let problem = |at: &At<'_>, member: &str, expected: &str, found: (&Node, Option<&Node>)| {
        let owner = match at.pointer == item.pointer {
            true => "a path item",
            false => "an operation",
        };
        let found = match found {
            (_, Some(inner)) => format!("{} in it", inner.kind()),
            (node, None) => node.kind().to_owned(),
        };
        let message = format!(
            "expected `{member}` of {owner} to be {expected}, found {found}; the operation is skipped"
        );
        context.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
    };
    if !is_map(at.node) {
        let found = at.node.kind();
        let message = format!("expected an operation to be a mapping, found {found}; skipped");
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        return None;
    }
    for (at, member, expected, is_array) in [
        (item, "parameters", "an array of parameters", true),
        (at, "parameters", "an array of parameters", true),
        (at, "responses", "a mapping of responses", false),
        (at, "requestBody", "a mapping", false),
    ] {
        // A key with nothing behind it is as good as none.
        let node = at.node.get(member).filter(|it| it.value != Value::Null);
        let Some(node) = node else {
            continue;
        };
        let of_kind = match is_array {
            true => matches!(node.value, Value::Array(_)),
            false => is_map(node),
        };
        let inner = node.items().iter().find(|it| is_array && !is_map(it));
        if !of_kind || inner.is_some() {
            problem(at, member, expected, (node, inner));
            return None;
        }
    }
    if at
        .node
        .get("responses")
        .is_none_or(|it| it.value == Value::Null || is_map(it) && it.entries().is_empty())
    {
        let message = "an operation without `responses`; any success is taken as empty";
        context.report(Diagnostic::note(Code::NotOpenApi, message), at);
    }
    form::check(context, at, &form::OPERATION);
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

/// Reports the successes of paged lists that have other bodies than rows.
pub fn report_other_bodies(context: &Context<'_>, operations: &[Operation]) {
    for operation in operations {
        let Success::Page(row) = &operation.success else {
            continue;
        };
        let is_read = |payload: &Payload| match payload {
            Payload::Empty => true,
            Payload::Json(Type::Array(it)) => **it == *row,
            _ => false,
        };
        let statuses = || operation.responses.iter().map(|it| it.status);
        let other = operation.responses.iter();
        let other = other.filter(|it| is_success(it.status, statuses()) && !is_read(&it.payload));
        for response in other {
            let message = format!(
                "the status {} has another body than the rows of the paged list; such a response is an error",
                response.status
            );
            let diagnostic = Diagnostic::warning(Code::Unsupported, message);
            context.report_at(diagnostic, &response.pointer);
            context.skip(&response.pointer, "it is not a page of the list's rows");
        }
    }
}
