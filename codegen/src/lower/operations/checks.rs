//! Checks operations: the form of their members, and what in them is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Operation, Payload, Success, Type};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::responses::is_success;
use crate::node::{At, Node, Value};

/// Checks the form of the members of an operation and its path item that are read. A member of another form is reported.
/// Returns `None` if the operation cannot be read.
pub fn form(context: &Context<'_>, item: &At<'_>, at: &At<'_>) -> Option<()> {
    if at.node.as_map().is_none() {
        let found = at.node.kind();
        let message = format!("expected an operation to be a mapping, found {found}; skipped");
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        return None;
    }
    let is_whole = form::check(context, at, &form::OPERATION);
    let is_whole = form::check(context, item, &form::PATH_ITEM) && is_whole;
    if !is_whole {
        return None;
    }
    let is_empty = |it: &Node| it.value == Value::Null || it.entries().is_empty();
    if at.node.get("responses").is_none_or(is_empty) {
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
