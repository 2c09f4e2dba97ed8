//! Checks operations: the form of their members, and what in them is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Operation, Payload, Success, Type};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::reason::Reason;
use crate::lower::responses::is_success;
use crate::node::{At, Node, Value};

/// Checks the form of the members of an operation and its path item that are read. A member of another form is reported.
///
/// # Errors
/// If the operation cannot be read.
pub fn form(context: &Context<'_>, item: &At<'_>, at: &At<'_>) -> Result<(), Reason> {
    if at.node.as_map().is_none() {
        let found = at.node.kind();
        let message = format!("expected an operation to be a mapping, found {found}; skipped");
        return Err(context.refuse(Diagnostic::warning(Code::NotOpenApi, message), at));
    }
    form::check(context, at, &form::OPERATION);
    let own = form::check_needed(context, at, &form::OPERATION);
    let of_item = form::check_needed(context, item, &form::PATH_ITEM);
    own.and(of_item)?;
    let is_empty = |it: &Node| it.value == Value::Null || it.entries().is_empty();
    if at.node.get("responses").is_none_or(is_empty) {
        let message = "an operation without `responses`; any success is taken as empty";
        context.report(Diagnostic::note(Code::NotOpenApi, message), at);
    }
    Ok(())
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
