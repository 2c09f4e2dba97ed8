//! Refuses to compare with a document whose filters are written in a markup that is no longer understood: each of them
//! would be told as removed, although the server knows them as before.

use super::finding::sides;
use super::names::{call, route};
use super::side::{Pair, Side};
use connect_codegen::diagnostics::{Code, Diagnostic, Diagnostics};
use connect_codegen::ir::{Filter, Location, Operation, Parameter};

/// What the new document still declares of the filters of the old one.
#[derive(Default)]
struct Tally<'p> {
    /// Filters whose parameters the new document has.
    filters: usize,
    /// Those of them that are plain parameters now.
    without_lookups: Vec<(&'p Operation, &'p Parameter)>,
    /// Filters on both sides by which the old list could be ordered.
    ordering: usize,
    /// Those of them whose prose speaks of ordering in a form that is not understood.
    without_ordering: Vec<(&'p Operation, &'p Filter)>,
}

/// Reports filters that lost their lookups or their ordering while the document still speaks of them, if these are half
/// of all or more. Fewer are changes of the filters, and compared as such.
pub fn report(pair: &Pair, diagnostics: &mut Diagnostics) {
    let mut tally = Tally::default();
    for sides in sides(&pair.old.api.operations, &pair.new.api.operations, call) {
        // A list that is no longer paged has no filters, whatever their markup.
        if let (Some(old), Some(new)) = sides
            && new.filter_module.is_some()
        {
            count(&pair.new, old, new, &mut tally);
        }
    }
    let lookups = tally.without_lookups.iter();
    let lookups = lookups.map(|(of, it)| (*of, &it.pointer, it.wire.0.as_str()));
    let ordering = tally.without_ordering.iter();
    let ordering = ordering.map(|(of, it)| (*of, &it.pointer, it.wire.0.as_str()));
    for (lost, all, what) in [
        (lookups.collect::<Vec<_>>(), tally.filters, "lookups"),
        (ordering.collect(), tally.ordering, "ordering"),
    ] {
        let Some((of, pointer, name)) = lost.first().filter(|_| lost.len() * 2 >= all) else {
            continue;
        };
        let of_them = match lost.len() {
            1 => format!("1 of {all} filters lost its {what}"),
            count => format!("{count} of {all} filters lost their {what}"),
        };
        let message = format!(
            "{of_them}: the markup of `{name}` in `{}` is not understood",
            route(of)
        );
        let spot = pair.new.spot(pointer);
        let mut diagnostic = Diagnostic::error(Code::UnknownLookup, message)
            .about(&spot.pointer)
            .help(format!(
                "compare how both documents declare {what}: `**lookups:** eq, in` and `lookups: eq, in` are read; \
                 declare them as `x-connect-filter` in the overlay, or extend the generator"
            ));
        if let Some(span) = spot.span {
            diagnostic = diagnostic.at(span);
        }
        diagnostics.push(diagnostic);
    }
}

fn count<'p>(side: &Side, old: &'p Operation, new: &'p Operation, tally: &mut Tally<'p>) {
    for filter in &old.filters {
        let known = new.filters.iter().find(|it| it.wire == filter.wire);
        let mut plain = new.parameters.iter();
        let plain = plain.find(|it| it.location == Location::Query && it.wire == filter.wire);
        tally.filters += usize::from(known.is_some() || plain.is_some());
        if let (None, Some(plain)) = (known, plain) {
            tally.without_lookups.push((new, plain));
        }
        if let Some(known) = known.filter(|_| filter.ordering) {
            tally.ordering += 1;
            if !known.ordering && side.speaks_of_ordering(&known.pointer) {
                tally.without_ordering.push((new, known));
            }
        }
    }
}
