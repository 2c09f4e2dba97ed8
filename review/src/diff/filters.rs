//! Compares the filters of a list.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::limits;
use super::names::route;
use super::reach::shape;
use super::side::Pair;
use connect_codegen::ir::{Filter, Location, Operation, Selectable};

/// Compares all filters.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    for sides in sides(&old.filters, &new.filters, |filter| filter.wire.clone()) {
        match sides {
            (Some(before), Some(now)) => filter(pair, (before, old), (now, new), findings),
            (Some(before), None) => findings.push(
                Finding::new(ChangeKind::FilterRemoved, what(before), lost(before, new))
                    .of(route(old))
                    .drops([&before.ty])
                    .was_at(&before.pointer)
                    .claims(claims(before, old)),
            ),
            (None, Some(now)) => findings.push(
                Finding::new(
                    ChangeKind::FilterAdded,
                    what(now),
                    "The list can be filtered by it.",
                )
                .of(route(new))
                .same(offered(pair, now))
                .brings([&now.ty])
                .now_at(&now.pointer)
                .claims(claims(now, new)),
            ),
            (None, None) => {}
        }
    }
}

fn what(filter: &Filter) -> String {
    format!("filter `{}`", filter.wire)
}

/// Says what is lost with a filter: its parameter, or only what declares its lookups.
fn lost(filter: &Filter, new: &Operation) -> &'static str {
    let mut parameters = new.parameters.iter();
    let stays = parameters.any(|it| it.location == Location::Query && it.wire.0 == filter.wire.0);
    match stays {
        true => {
            "Its parameter is still there, and declares no lookups: it is sent as a plain parameter."
        }
        false => "A server ignores an unknown filter, and would return all rows.",
    }
}

/// Describes what a filter offers, to tell copies of one edit.
fn offered(pair: &Pair, filter: &Filter) -> String {
    let lookups: Vec<&str> = filter.lookups.iter().map(|it| it.as_str()).collect();
    let ty = shape(&pair.new.api, &filter.ty);
    format!(
        "{} {ty} {} {}",
        lookups.join(" "),
        filter.ordering,
        filter.search
    )
}

fn claims(filter: &Filter, of: &Operation) -> Vec<Claim> {
    let Some(filters) = &of.filter_module else {
        return Vec::new();
    };
    let at = of.path_of(filters);
    vec![
        Claim::Item(format!("{at}::{}", filter.rust)),
        Claim::Whole(format!("{at}::field::{}", filter.rust)),
        Claim::Whole(format!("{at}::offers::{}", filter.rust)),
        // They are added with the first filter, and removed with the last.
        Claim::Item(format!("{at}::field")),
        Claim::Item(format!("{at}::offers")),
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
    let what = self::what(new);
    let own = || claims(old, old_of).into_iter().chain(claims(new, of));
    let finding = |kind, wire: String| {
        Finding::new(kind, what.clone(), wire)
            .of(route(of))
            .drops([&old.ty])
            .brings([&new.ty])
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
    let route = route(of);
    beside(pair, (old, new), &what, &route, findings);
}

/// Compares what no item depends on.
fn beside(
    pair: &Pair,
    (old, new): (&Filter, &Filter),
    what: &str,
    route: &str,
    findings: &mut Vec<Finding>,
) {
    findings.extend(limits::compare(
        pair,
        what,
        route,
        &old.pointer,
        &new.pointer,
    ));
    findings.extend(limits::extensions(
        pair,
        what,
        Some(route),
        &old.pointer,
        &new.pointer,
    ));
    findings.extend(documentation(
        what,
        Some(route),
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}
