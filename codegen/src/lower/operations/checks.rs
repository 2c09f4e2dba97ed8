//! Checks operations: the form of their members, and what in them is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Method, Operation, Payload, Response, StatusSelector, Success, Type};
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

/// What to report of a response, and the reason for which it is skipped, if it is.
type Problem = (Diagnostic, Option<&'static str>);

/// Reports the bodies of responses that an operation does not return, although they belong to a success or a redirect.
pub fn report_other_bodies(context: &Context<'_>, operations: &[Operation]) {
    for operation in operations {
        let statuses = || operation.responses.iter().map(|it| it.status);
        for response in &operation.responses {
            let problem = match is_success(response.status, statuses()) {
                true => unread_success(operation, response),
                false => unread_redirect(operation, response),
            };
            if let Some((diagnostic, reason)) = problem {
                context.report_at(diagnostic, &response.pointer);
                if let Some(reason) = reason {
                    context.skip(&response.pointer, reason);
                }
            }
        }
    }
}

/// Returns what to report of the body of a success if it is not what the operation returns.
fn unread_success(operation: &Operation, response: &Response) -> Option<Problem> {
    let status = response.status;
    let (message, reason) = match (&operation.success, &response.payload) {
        (Success::Page(_) | Success::Stream, Payload::Empty) => return None,
        (Success::Page(row), Payload::Json(Type::Array(it))) if **it == *row => return None,
        (Success::Page(_), _) => (
            format!(
                "the status {status} has another body than the rows of the paged list; such a response is an error"
            ),
            Some("it is not a page of the list's rows"),
        ),
        (Success::Stream, Payload::Stream) => return None,
        (Success::Stream, _) => (
            format!(
                "the status {status} has another body than the stream that the operation returns; it is opened as that stream"
            ),
            Some("it is not a stream, as another success of the operation is"),
        ),
        _ => return None,
    };
    Some((Diagnostic::warning(Code::Unsupported, message), reason))
}

/// Returns what to report of a redirect that is an error, or whose body is not read, or of what else an operation that
/// returns a redirect may respond with.
fn unread_redirect(operation: &Operation, response: &Response) -> Option<Problem> {
    let returns_redirect = operation.success == Success::Redirect;
    let is_followed = matches!(operation.method, Method::Get | Method::Head);
    let status = response.status;
    if status.is_redirect() && !returns_redirect && !is_followed {
        let message = format!(
            "the redirect {status} beside a success of `{}` is not followed; it is an error, which holds its location",
            operation.method
        );
        return Some((Diagnostic::note(Code::Unsupported, message), None));
    }
    if response.payload == Payload::Empty {
        return None;
    }
    let (message, reason) = if status.is_redirect() && (returns_redirect || is_followed) {
        (
            format!("the body of the redirect {status} is not read; a client uses its location"),
            Some("the bodies of redirects are not read"),
        )
    } else if returns_redirect && status == StatusSelector::Default {
        (
            "`default` beside a redirect is taken for errors; a success that it describes is an error as well".to_owned(),
            None,
        )
    } else {
        return None;
    };
    Some((Diagnostic::note(Code::Unsupported, message), reason))
}
