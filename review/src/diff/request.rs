//! Compares the request bodies of an operation.

use super::finding::{Claim, Finding, shift};
use super::kinds::ChangeKind;
use super::limits;
use super::names::route;
use super::parameters::functions;
use super::side::Pair;
use connect_codegen::ir::{Operation, RequestBody};

/// Compares whether there is a body, whether it is required, its media type and its type.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let types = |of: &'_ Option<RequestBody>| of.as_ref().map(|it| it.ty.clone());
    let (dropped, brought) = (types(&old.request), types(&new.request));
    let finding = |kind, wire: &str| {
        Finding::new(kind, "request", wire)
            .of(route(new))
            .drops(&dropped)
            .brings(&brought)
            .claims(claims(old))
            .claims(claims(new))
    };
    match (&old.request, &new.request) {
        (Some(before), None) => findings.push(
            finding(
                ChangeKind::RequestRemoved,
                "The call no longer has a request body.",
            )
            .was_at(&before.pointer),
        ),
        (None, Some(now)) => {
            let wire = match now.required {
                true => "The call now has a request body.",
                false => "The call can have a request body.",
            };
            findings.push(finding(ChangeKind::RequestAdded, wire).now_at(&now.pointer));
        }
        (Some(before), Some(now)) => {
            let finding = |kind, wire: &str| finding(kind, wire).at(&before.pointer, &now.pointer);
            findings.extend(both(pair, before, now, &route(new), &finding));
        }
        (None, None) => {}
    }
}

/// Compares two bodies.
fn both(
    pair: &Pair,
    before: &RequestBody,
    now: &RequestBody,
    of: &str,
    finding: &dyn Fn(ChangeKind, &str) -> Finding,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if before.required != now.required {
        let wire = match now.required {
            true => "Every request must have a body now.",
            false => "Requests can omit the body now.",
        };
        findings.push(finding(ChangeKind::RequestRequired, wire));
    }
    if before.media_type != now.media_type || before.kind != now.kind {
        let wire = format!(
            "It is sent as {}.",
            shift(&before.media_type, &now.media_type)
        );
        findings.push(
            finding(ChangeKind::RequestMediaType, &wire)
                .otherwise("Nothing: the function sends the other media type."),
        );
    }
    let (before_ty, now_ty) = (pair.old_type(&before.ty), pair.new_type(&now.ty));
    if before_ty != now_ty {
        let wire = format!("It is {}.", shift(&before_ty, &now_ty));
        findings.push(finding(ChangeKind::RequestType, &wire));
    } else {
        findings.extend(limits::compare(
            pair,
            "request",
            of,
            &before.pointer,
            &now.pointer,
        ));
    }
    findings
}

/// Returns the functions, and what holds a body that is optional.
fn claims(of: &Operation) -> Vec<Claim> {
    let mut claims = functions(of);
    if of.optional_body().is_some() {
        claims.push(Claim::Whole(of.path_of(&of.local.parameters)));
    }
    claims
}
