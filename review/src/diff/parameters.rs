//! Compares the parameters and filters of an operation.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::limits;
use super::names::route;
use super::side::Pair;
use connect_codegen::ir::{Filter, Location, Operation, Parameter, Role, Selectable};

/// Compares the parameters that are not filters.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let numbered = |operation: &Operation| -> Vec<(String, Parameter)> {
        let key = |(at, parameter): (usize, &Parameter)| match parameter.location {
            // Path parameters are identified by position.
            Location::Path => format!("path {at}"),
            other => format!("{} {}", other.as_str(), parameter.wire),
        };
        let parameters = operation.parameters.iter().enumerate();
        parameters
            .map(|(at, parameter)| (key((at, parameter)), parameter.clone()))
            .collect()
    };
    let (before, now) = (numbered(old), numbered(new));
    for sides in sides(&before, &now, |(key, _)| key.clone()) {
        match sides {
            (Some((_, before)), Some((_, now))) => both(pair, before, now, new, findings),
            (Some((_, gone)), None) => findings.push(as_argument(
                Finding::new(
                    ChangeKind::ParameterRemoved,
                    what(gone, old),
                    "The server no longer declares that it accepts it.",
                )
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
                    Finding::new(ChangeKind::ParameterAdded, what(fresh, new), wire)
                        .now_at(&fresh.pointer),
                    fresh,
                    new,
                ));
            }
            (None, None) => {}
        }
    }
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

fn what(parameter: &Parameter, of: &Operation) -> String {
    format!(
        "{} parameter `{}` of {}",
        parameter.location.as_str(),
        parameter.wire,
        route(of)
    )
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
    let what = what(new, of);
    let own = || claims(old, of).into_iter().chain(claims(new, of));
    let finding = |kind, wire: String| {
        Finding::new(kind, what.clone(), wire)
            .at(&old.pointer, &new.pointer)
            .claims(own())
    };
    if old.rust != new.rust || old.role != new.role {
        findings.push(
            finding(ChangeKind::ParameterRenamed, "Nothing.".to_owned())
                .otherwise("Nothing: arguments are identified by position."),
        );
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
    findings.extend(limits::compare(pair, &what, &old.pointer, &new.pointer));
    findings.extend(documentation(
        what,
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}

/// Compares the filters of a list.
pub fn filters(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    for sides in sides(&old.filters, &new.filters, |filter| filter.wire.clone()) {
        match sides {
            (Some(before), Some(now)) => filter(pair, (before, old), (now, new), findings),
            (Some(before), None) => findings.push(
                Finding::new(
                    ChangeKind::FilterRemoved,
                    filter_what(before, old),
                    "A server ignores an unknown filter, and would return all rows.",
                )
                .was_at(&before.pointer)
                .claims(filter_claims(before, old)),
            ),
            (None, Some(now)) => findings.push(
                Finding::new(
                    ChangeKind::FilterAdded,
                    filter_what(now, new),
                    "The list can be filtered by it.",
                )
                .now_at(&now.pointer)
                .claims(filter_claims(now, new)),
            ),
            (None, None) => {}
        }
    }
}

fn filter_what(filter: &Filter, of: &Operation) -> String {
    format!("filter `{}` of {}", filter.wire, route(of))
}

fn filter_claims(filter: &Filter, of: &Operation) -> Vec<Claim> {
    let Some(filters) = &of.filter_module else {
        return Vec::new();
    };
    let at = of.path_of(filters);
    vec![
        Claim::Item(format!("{at}::{}", filter.rust)),
        Claim::Whole(format!("{at}::field::{}", filter.rust)),
        Claim::Whole(format!("{at}::offers::{}", filter.rust)),
    ]
}

/// Compares what a filter offers: its lookups, whether the list can be ordered by it, and whether it can be selected.
fn offers(old: &Filter, new: &Filter) -> Vec<(ChangeKind, String)> {
    let list = |one: &Filter, other: &Filter| -> Vec<String> {
        let missing = one.lookups.iter().filter(|it| !other.lookups.contains(it));
        missing.map(|it| format!("`{}`", it.as_str())).collect()
    };
    let (gone, fresh) = (list(old, new).join(", "), list(new, old).join(", "));
    let mut changes = Vec::new();
    if !gone.is_empty() {
        let wire = format!("It no longer supports {gone}; a server refuses that.");
        changes.push((ChangeKind::LookupRemoved, wire));
    }
    if !fresh.is_empty() {
        let wire = format!("It also supports {fresh}.");
        changes.push((ChangeKind::LookupAdded, wire));
    }
    if old.ordering != new.ordering {
        let wire = match new.ordering {
            true => "The list can be ordered by it.",
            false => "The list can no longer be ordered by it.",
        };
        changes.push((ChangeKind::FilterOrdering, wire.to_owned()));
    }
    if old.select != new.select {
        let wire = match new.select {
            Some(Selectable::Hidden) => "Rows lack the field unless a request includes it.",
            Some(Selectable::Shown) => "Rows have the field unless a request excludes it.",
            None => "Its presence in rows can no longer be selected.",
        };
        changes.push((ChangeKind::FilterSelect, wire.to_owned()));
    }
    changes
}

fn filter(
    pair: &Pair,
    (old, old_of): (&Filter, &Operation),
    (new, of): (&Filter, &Operation),
    findings: &mut Vec<Finding>,
) {
    let what = filter_what(new, of);
    let own = || {
        filter_claims(old, old_of)
            .into_iter()
            .chain(filter_claims(new, of))
    };
    let finding = |kind, wire: String| {
        Finding::new(kind, what.clone(), wire)
            .at(&old.pointer, &new.pointer)
            .claims(own())
    };
    if old.rust != new.rust {
        findings.push(finding(ChangeKind::FilterRenamed, "Nothing.".to_owned()));
    }
    for (kind, wire) in offers(old, new) {
        findings.push(finding(kind, wire));
    }
    if old.search != new.search {
        let wire = match new.search {
            true => "Included in `search`.",
            false => "No longer included in `search`.",
        };
        let finding = finding(ChangeKind::FilterSearch, wire.to_owned());
        findings.push(finding.otherwise("Nothing: the server searches other fields."));
    }
    let (was, is) = (pair.old_type(&old.ty), pair.new_type(&new.ty));
    if was != is {
        findings.push(finding(
            ChangeKind::FilterType,
            format!("It is compared with {}.", shift(&was, &is)),
        ));
    }
    findings.extend(limits::extensions(pair, &what, &old.pointer, &new.pointer));
    findings.extend(documentation(
        what,
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}
