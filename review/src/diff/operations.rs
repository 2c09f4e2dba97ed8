//! Compares operations: removed and added calls, and their requests and responses.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::names::{call, route};
use super::parameters::functions;
use super::reach::{body, of_operation, of_success};
use super::side::Pair;
use super::{filters, headers, limits, parameters, request, sending};
use connect_codegen::ir::{Operation, Payload, Response, Success};

/// Compares all operations.
pub fn compare(pair: &Pair, findings: &mut Vec<Finding>) {
    for sides in sides(&pair.old.api.operations, &pair.new.api.operations, call) {
        match sides {
            (Some(old), Some(new)) => both(pair, old, new, findings),
            (Some(old), None) => findings.push(removed(pair, old)),
            (None, Some(new)) => findings.push(added(new)),
            (None, None) => {}
        }
    }
}

/// Returns the Rust items of an operation: the function, its parameters and its filters.
fn claims(operation: &Operation) -> Vec<Claim> {
    let local = &operation.local;
    let mut claims = vec![
        Claim::Item(operation.name()),
        Claim::Item(operation.path_of(&local.with)),
        Claim::Whole(operation.path_of(&local.parameters)),
        Claim::Whole(operation.path_of(&local.headers)),
        Claim::Whole(operation.path_of(&local.response)),
        // A module is added with its first function, and removed with its last.
        Claim::Item(operation.module.plain().to_owned()),
    ];
    if let Some(filters) = &operation.filter_module {
        claims.push(Claim::Whole(operation.path_of(filters)));
    }
    claims
}

fn removed(pair: &Pair, old: &Operation) -> Finding {
    let name = old.name();
    let successor = pair
        .new
        .api
        .operations
        .iter()
        .find(|new| new.is_named(&name));
    let otherwise = match successor {
        Some(new) => format!("`{name}` remains, but now sends `{}`.", route(new)),
        None => "Nothing.".to_owned(),
    };
    Finding::new(
        ChangeKind::OperationRemoved,
        format!("operation `{}`", route(old)),
        "The document no longer has the call; a server may refuse it.",
    )
    .was_at(&old.pointer)
    .claims(claims(old))
    .drops(of_operation(old))
    .otherwise(otherwise)
}

fn added(new: &Operation) -> Finding {
    Finding::new(
        ChangeKind::OperationAdded,
        format!("operation `{}`", route(new)),
        "The document has a new call.",
    )
    .now_at(&new.pointer)
    .claims(claims(new))
    .brings(of_operation(new))
    .otherwise(format!(
        "`{}` existed, and now sends this call.",
        new.name()
    ))
}

fn both(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let what = format!("operation `{}`", route(new));
    // A list that starts or stops being paged has another name by rule, which is told with its response.
    if old.name() != new.name() && is_paged(old) == is_paged(new) {
        findings.push(
            Finding::new(ChangeKind::FunctionRenamed, what.clone(), "Nothing.")
                .at(&old.pointer, &new.pointer)
                .claims(claims(old))
                .claims(claims(new))
                .renames(old.name(), new.name()),
        );
    }
    facts(old, new, &what, findings);
    parameters::compare(pair, old, new, findings);
    // A list that starts or stops being paged gains or loses all of its filters.
    if is_paged(old) && is_paged(new) {
        filters::compare(pair, old, new, findings);
    }
    request::compare(pair, old, new, findings);
    responses(pair, old, new, findings);
    headers::compare(pair, old, new, findings);
    success(pair, old, new, findings);
    sending::compare(pair, old, new, findings);
    let own = (&old.pointer, &new.pointer);
    findings.extend(limits::extensions(pair, &what, None, own.0, own.1));
    findings.extend(documentation(
        what,
        None,
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}

fn is_paged(operation: &Operation) -> bool {
    operation.filter_module.is_some()
}

fn facts(old: &Operation, new: &Operation, what: &str, findings: &mut Vec<Finding>) {
    let mut push = |kind, text: String, wire: &str, otherwise: &str| {
        findings.push(
            Finding::new(kind, text, wire)
                .at(&old.pointer, &new.pointer)
                .otherwise(otherwise)
                .claims(functions(new)),
        );
    };
    if old.path != new.path {
        let text = format!(
            "path parameters of {what}: {}",
            shift(&old.path.to_string(), &new.path.to_string())
        );
        push(
            ChangeKind::PathParameterRenamed,
            text,
            "Nothing: the same segments are sent.",
            "Nothing: arguments are identified by position.",
        );
    }
    if old.idempotent != new.idempotent {
        let (wire, otherwise) = if new.idempotent {
            (
                "The call may be retried when it is unknown whether it arrived.",
                "Errors of the call may say that a retry is safe.",
            )
        } else {
            (
                "The call may not be retried when it is unknown whether it arrived.",
                "Errors of the call no longer say that a retry is safe.",
            )
        };
        push(
            ChangeKind::Idempotent,
            format!("retry of {what}"),
            wire,
            otherwise,
        );
    }
    if old.deprecated != new.deprecated {
        let wire = if new.deprecated {
            "The call is deprecated now."
        } else {
            "The call is no longer deprecated."
        };
        push(
            ChangeKind::Deprecated,
            format!("deprecation of {what}"),
            wire,
            "Nothing: one warning less.",
        );
    }
}

fn responses(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    for sides in sides(&old.responses, &new.responses, |response| response.status) {
        match sides {
            (Some(before), Some(now)) => response(pair, before, now, new, findings),
            (Some(before), None) => findings.push(
                Finding::new(ChangeKind::StatusRemoved, status(before), "The status is no longer declared. Any 2xx is still a success, everything else an error.")
                    .of(route(new))
                    .was_at(&before.pointer)
                    .otherwise("Nothing: statuses are compared by number."),
            ),
            (None, Some(now)) => findings.push(
                Finding::new(ChangeKind::StatusAdded, status(now), "The status is declared now. Before, any 2xx was a success, everything else an error.")
                    .of(route(new))
                    .now_at(&now.pointer)
                    .otherwise("Nothing: statuses are compared by number."),
            ),
            (None, None) => {}
        }
    }
}

fn status(response: &Response) -> String {
    format!("status {}", response.status)
}

fn response(
    pair: &Pair,
    before: &Response,
    now: &Response,
    of: &Operation,
    findings: &mut Vec<Finding>,
) {
    if before.media_type != now.media_type {
        let none = "nothing";
        let shown = shift(
            before.media_type.as_deref().unwrap_or(none),
            now.media_type.as_deref().unwrap_or(none),
        );
        findings.push(
            Finding::new(
                ChangeKind::ResponseMediaType,
                status(now),
                format!("It is received as {shown}."),
            )
            .of(route(of))
            .at(&before.pointer, &now.pointer)
            .otherwise("Nothing: the function returns the same type."),
        );
    }
    let (was, is) = (held(pair, before, true), held(pair, now, false));
    // The result of a successful call is reported separately.
    if was != is && !is_given(now, of) {
        findings.push(
            Finding::new(
                ChangeKind::ResponseType,
                status(now),
                format!("It holds {}.", shift(&was, &is)),
            )
            .of(route(of))
            .drops(body(&before.payload))
            .brings(body(&now.payload))
            .at(&before.pointer, &now.pointer)
            .otherwise("Nothing: the function does not return it."),
        );
    }
}

/// Returns whether a response is the one that the function returns: the first success.
fn is_given(response: &Response, of: &Operation) -> bool {
    let first = of.responses.iter().find(|it| it.status.is_success());
    first.is_some_and(|first| first.status == response.status)
}

/// Describes the body of a response.
fn held(pair: &Pair, response: &Response, old: bool) -> String {
    match &response.payload {
        Payload::Empty => "nothing".to_owned(),
        Payload::Text => "text".to_owned(),
        Payload::Binary => "bytes".to_owned(),
        Payload::Stream => "a stream".to_owned(),
        Payload::Json(ty) if old => pair.old_type(ty),
        Payload::Json(ty) => pair.new_type(ty),
    }
}

fn success(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let text =
        |success: &Success, ty: &dyn Fn(&connect_codegen::ir::TypeRef) -> String| match success {
            Success::Empty => "nothing".to_owned(),
            Success::Text => "text".to_owned(),
            Success::Binary => "a file".to_owned(),
            Success::Redirect => "a redirect".to_owned(),
            Success::Json(inner) => ty(inner),
            Success::OptionalJson(inner) => format!("{}, or nothing", ty(inner)),
            Success::Stream => "a stream".to_owned(),
            Success::Several(cases) => {
                let bodies = cases.iter().map(|case| match &case.payload {
                    Payload::Json(inner) => ty(inner),
                    Payload::Text => "text".to_owned(),
                    Payload::Binary | Payload::Stream => "bytes".to_owned(),
                    Payload::Empty => "nothing".to_owned(),
                });
                bodies.collect::<Vec<_>>().join(" or ")
            }
            Success::Page(row) => format!("pages of {}", ty(row)),
        };
    let was = text(&old.success, &|ty| pair.old_type(ty));
    let is = text(&new.success, &|ty| pair.new_type(ty));
    if was != is {
        let mut finding = Finding::new(
            ChangeKind::Gives,
            "response",
            format!("A successful call returns {}.", shift(&was, &is)),
        )
        .of(route(new))
        .drops(of_success(&old.success))
        .brings(of_success(&new.success))
        .at(given(old), given(new))
        .claims(functions(new))
        .claims([old, new].map(|it| Claim::Whole(it.path_of(&it.local.response))));
        // A list that starts or stops being paged gains or loses its filters.
        if is_paged(old) != is_paged(new) {
            let count = old.filters.len().max(new.filters.len());
            let s = if count == 1 { "" } else { "s" };
            finding.wire.push_str(&match new.filter_module {
                Some(_) => format!(" It is a paged list now, with {count} filter{s}."),
                None => format!(
                    " It is no longer a paged list; its {count} filter{s} and its paging are gone."
                ),
            });
            finding = finding
                .claims(claims(old))
                .claims(claims(new))
                .renames(old.name(), new.name())
                .drops(old.filters.iter().map(|it| &it.ty))
                .brings(new.filters.iter().map(|it| &it.ty));
        }
        findings.push(finding);
    }
}

/// Returns the pointer of the success response.
fn given(operation: &Operation) -> &connect_codegen::Pointer {
    let first = operation
        .responses
        .iter()
        .find(|it| is_given(it, operation));
    first.map_or(&operation.pointer, |response| &response.pointer)
}
