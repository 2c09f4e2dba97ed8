//! Compares the parameters of an operation that are not filters.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::limits;
use super::names::route;
use super::reach::shape;
use super::side::Pair;
use connect_codegen::ir::{Location, Operation, Parameter, Role};

/// Compares the parameters.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let numbered = |operation: &Operation| -> Vec<(String, Parameter)> {
        let key = |(at, parameter): (usize, &Parameter)| match parameter.location {
            // Path parameters are identified by position.
            Location::Path => format!("path {at}"),
            // A parameter that is sent elsewhere is the same one, if there is one of its name.
            _ if is_unique(old, parameter) && is_unique(new, parameter) => parameter.wire.0.clone(),
            other => format!("{} {}", other.as_str(), parameter.wire),
        };
        let parameters = operation.parameters.iter().enumerate();
        parameters
            .map(|(at, parameter)| (key((at, parameter)), parameter.clone()))
            .collect()
    };
    let mut before = numbered(old);
    before.retain(|(_, it)| !is_of_paging(it, (old, new)));
    let mut now = numbered(new);
    now.retain(|(_, it)| !is_of_paging(it, (new, old)));
    for sides in sides(&before, &now, |(key, _)| key.clone()) {
        match sides {
            (Some((_, before)), Some((_, now))) => both(pair, before, now, new, findings),
            (Some((_, gone)), None) => findings.push(as_argument(
                Finding::new(
                    ChangeKind::ParameterRemoved,
                    what(gone),
                    "The server no longer declares that it accepts it.",
                )
                .of(route(old))
                .drops([&gone.ty])
                .was_at(&gone.pointer),
                gone,
                old,
            )),
            (None, Some((_, fresh))) => {
                let wire = if fresh.required {
                    "Every request must have it now."
                } else {
                    "Requests can have it."
                };
                findings.push(as_argument(
                    Finding::new(ChangeKind::ParameterAdded, what(fresh), wire)
                        .of(route(new))
                        .same(shape(&pair.new.api, &fresh.ty))
                        .brings([&fresh.ty])
                        .now_at(&fresh.pointer),
                    fresh,
                    new,
                ));
            }
            (None, None) => {}
        }
    }
}

/// Returns whether an operation has at most one parameter of a name, apart from the path.
fn is_unique(of: &Operation, parameter: &Parameter) -> bool {
    let parameters = of.parameters.iter();
    let same = parameters.filter(|it| it.location != Location::Path && it.wire == parameter.wire);
    same.count() <= 1
}

/// Returns whether a parameter belongs to the paging of the list or to its filters on the other side. A list that starts
/// or stops being paged is told as such.
fn is_of_paging(parameter: &Parameter, (own, other): (&Operation, &Operation)) -> bool {
    let mut pagers = other.parameters.iter();
    let is_pager = pagers.any(|it| it.role == Role::Paging && it.wire == parameter.wire);
    let mut filters = other.filters.iter();
    let is_filter = filters.any(|it| it.wire == parameter.wire);
    own.filter_module.is_some() != other.filter_module.is_some()
        && parameter.location == Location::Query
        && (parameter.role == Role::Paging || is_pager || is_filter)
}

/// Handles an added or removed argument, which another argument of the same type may replace by
/// coincidence.
fn as_argument(finding: Finding, parameter: &Parameter, of: &Operation) -> Finding {
    let finding = finding.claims(claims(parameter, of));
    if parameter.required && parameter.role == Role::Argument {
        finding.misleads(of.name())
    } else {
        finding
    }
}

fn what(parameter: &Parameter) -> String {
    let location = parameter.location.as_str();
    format!("{location} parameter `{}`", parameter.wire)
}

/// Returns the function, and the one that also takes what is optional.
pub fn functions(of: &Operation) -> Vec<Claim> {
    vec![
        Claim::Item(of.name()),
        Claim::Item(of.path_of(&of.local.with)),
    ]
}

/// Returns the functions, their optional parameters, and this one of them.
fn claims(parameter: &Parameter, of: &Operation) -> Vec<Claim> {
    let owner = of.path_of(&of.local.parameters);
    let rust = parameter.rust.plain();
    let mut claims = functions(of);
    if parameter.role == Role::Argument {
        claims.extend([
            Claim::Item(format!("{owner}.{rust}")),
            Claim::Item(format!("{owner}::{rust}")),
            Claim::Item(format!("{owner}::set_{rust}")),
        ]);
        // The type is added with its first member, and removed with its last.
        if of.optional().count() + of.optional_body().iter().len() <= 1 {
            claims.push(Claim::Whole(owner));
        }
    }
    claims
}

fn both(
    pair: &Pair,
    old: &Parameter,
    new: &Parameter,
    of: &Operation,
    findings: &mut Vec<Finding>,
) {
    let what = what(new);
    let own = || claims(old, of).into_iter().chain(claims(new, of));
    let finding = |kind, wire: String| {
        Finding::new(kind, what.clone(), wire)
            .of(route(of))
            .drops([&old.ty])
            .brings([&new.ty])
            .at(&old.pointer, &new.pointer)
            .claims(own())
    };
    if old.rust != new.rust || old.role != new.role {
        findings.push(
            finding(ChangeKind::ParameterRenamed, "Nothing.".to_owned())
                .otherwise("Nothing: arguments are identified by position."),
        );
    }
    if old.location != new.location {
        let shown = shift(old.location.as_str(), new.location.as_str());
        findings.push(finding(
            ChangeKind::ParameterStyle,
            format!("It is sent in {shown}."),
        ));
    }
    if old.required != new.required {
        let wire = if new.required {
            "Every request must have it now."
        } else {
            "Requests can omit it now."
        };
        findings.push(finding(ChangeKind::ParameterRequired, wire.to_owned()));
    }
    let (was, is) = (pair.old_type(&old.ty), pair.new_type(&new.ty));
    if was != is {
        findings.push(finding(
            ChangeKind::ParameterType,
            format!("It accepts {}.", shift(&was, &is)),
        ));
    }
    findings.extend(limits::compare(
        pair,
        &what,
        &route(of),
        &old.pointer,
        &new.pointer,
    ));
    findings.extend(documentation(
        what,
        Some(&route(of)),
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}
