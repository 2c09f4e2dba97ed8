//! Names types: by the overlay, or after the component, or after the place.
//!
//! A name depends on what it is the name of, and not on what else there is, as long as no two are equal. So types keep
//! their names when others arrive.

mod candidates;
mod unnamed;
mod words;

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Direction, Ident, TypeId};
use crate::lower::context::Context;
use crate::lower::places::{Base, Places};
use crate::lower::uses::{Root, Use};
use candidates::{Candidate, Candidates, Others};
pub use unnamed::Unnamed;

/// Names all types, in order. If two would have the same name, the one that is called so in the overlay or the document
/// keeps it, and the others get longer ones; so do those by rule if the name is `kept` for another item. If two pinned
/// names are equal, it is an error with both spans.
pub fn assign(
    drafts: &[Unnamed<'_>],
    uses: &[Use],
    labels: HashMap<&str, String>,
    kept: &HashSet<Ident>,
    context: &Context<'_>,
) -> Vec<Ident> {
    let others = Others::new(drafts);
    let has_own = |it: &Unnamed<'_>| it.is_pinned() || it.component.is_some();
    let (own, inline): (Vec<usize>, Vec<usize>) =
        (0..drafts.len()).partition(|at| has_own(&drafts[*at]));
    let of = |ids: &[usize]| ids.iter().map(|at| &drafts[*at]).collect::<Vec<_>>();
    let candidates = own.iter().map(|at| candidates::own(&drafts[*at], &others));
    let own_names = choose(&of(&own), candidates.collect(), &kept.iter().collect());
    let bases = bases(drafts, uses, own.iter().copied().zip(&own_names));
    let types = drafts.iter().flat_map(|it| &it.places);
    let places = Places {
        bases,
        labels,
        types: types.map(|it| it.as_str()).collect(),
    };
    let candidates = inline
        .iter()
        .map(|at| candidates::inline(&drafts[*at], &others, &places));
    let taken = own_names.iter().map(|it| &it.name).chain(kept).collect();
    let inline_names = choose(&of(&inline), candidates.collect(), &taken);
    let mut names: Vec<(usize, Ident)> = own
        .into_iter()
        .zip(&own_names)
        .chain(inline.into_iter().zip(&inline_names))
        .map(|(at, chosen)| (at, chosen.name.clone()))
        .collect();
    names.sort();
    let names: Vec<Ident> = names.into_iter().map(|(_, name)| name).collect();
    report_collisions(drafts, context, &names);
    report_unpinned(drafts, context, &names);
    names
}

/// Returns what inline schemas are called after: the parts of operations, components, and schemas that the overlay
/// names.
fn bases<'n>(
    drafts: &'n [Unnamed<'_>],
    uses: &'n [Use],
    own: impl Iterator<Item = (usize, &'n Candidate)>,
) -> HashMap<&'n str, Base<'n>> {
    let root = |it: &'n Root| {
        let base = Base {
            name: &it.name,
            longer: &it.longer,
            names_elements: it.names_elements,
        };
        (it.pointer.as_str(), base)
    };
    let roots = uses.iter().filter_map(|it| it.root.as_ref());
    let mut bases: HashMap<&str, Base<'_>> = roots.map(root).collect();
    // What is in several types of one schema is called after that with the shortest name, and after that of responses.
    let mut own: Vec<(bool, &str, &Unnamed<'_>)> = own
        .map(|(at, chosen)| (&drafts[at], chosen.stem.as_str()))
        .map(|(draft, stem)| (draft.direction == Direction::Request, stem, draft))
        .collect();
    own.sort_by_key(|(is_request, stem, _)| (*is_request, stem.len(), *stem));
    for (_, stem, draft) in own.into_iter().rev() {
        let places = draft.places.iter().map(|it| it.as_str());
        bases.extend(places.map(|place| (place, Base::new(stem))));
    }
    bases
}

/// Chooses one name for each type, so that no two are equal if that can be. Of equal names, that with the lowest rank
/// stays. A name that is taken is only for what the overlay names.
fn choose(
    drafts: &[&Unnamed<'_>],
    mut candidates: Vec<Candidates<'_>>,
    taken: &HashSet<&Ident>,
) -> Vec<Candidate> {
    let mut chosen: Vec<usize> = vec![0; candidates.len()];
    loop {
        let mut uses: BTreeMap<&Ident, Vec<usize>> = BTreeMap::new();
        for (at, (list, level)) in candidates.iter().zip(&chosen).enumerate() {
            if let Some(candidate) = list.get(*level) {
                uses.entry(&candidate.name).or_default().push(at);
            }
        }
        let mut longer = Vec::new();
        for (name, equal) in uses {
            let is_taken = taken.contains(name);
            if equal.len() == 1 && !is_taken {
                continue;
            }
            let rank = |at: &usize| {
                let chosen = candidates[*at].get(chosen[*at]);
                let chosen = chosen.map(|it| (it.rank, it.text.clone()));
                (chosen, drafts[*at].pointer)
            };
            let first = equal.iter().copied().min_by_key(rank);
            let keeper = first.filter(|at| !is_taken || drafts[*at].is_pinned());
            longer.extend(equal.into_iter().filter(|at| Some(*at) != keeper));
        }
        longer.retain(|at| candidates[*at].has(chosen[*at] + 1));
        if longer.is_empty() {
            break;
        }
        for at in longer {
            chosen[at] += 1;
        }
    }
    let chosen = candidates.into_iter().zip(chosen);
    chosen
        .filter_map(|(list, level)| list.take(level))
        .collect()
}

/// Reports the schemas that have not the name that the overlay gives them, because others have it and are not equal.
fn report_unpinned(drafts: &[Unnamed<'_>], context: &Context<'_>, names: &[Ident]) {
    for (draft, name) in drafts.iter().zip(names) {
        let is_told = |pinned: &&str| {
            let suffix = name.0.strip_prefix(*pinned);
            suffix.is_some_and(|it| it.is_empty() || candidates::SUFFIXES.contains(&it))
        };
        let pinned = draft.pinned_alone.or(draft.pinned);
        let Some(pinned) = pinned.filter(|it| !is_told(it)) else {
            continue;
        };
        let message = format!(
            "the overlay names this schema `{pinned}`, and others that differ from it; it is named `{name}`"
        );
        let others = drafts
            .iter()
            .zip(names)
            .filter(|(_, name)| name.0 == pinned);
        let mut diagnostic = Diagnostic::warning(Code::Name, message)
            .help("give it another name in the overlay: `x-connect-name`");
        for (other, _) in others {
            diagnostic = diagnostic.related(context.span_of(other.pointer), "the other schema");
        }
        context.report_at(diagnostic, draft.pointer);
    }
}

fn report_collisions(drafts: &[Unnamed<'_>], context: &Context<'_>, names: &[Ident]) {
    let mut uses: BTreeMap<&Ident, Vec<TypeId>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        uses.entry(name).or_default().push(TypeId(index));
    }
    for (name, ids) in uses.into_iter().filter(|(_, ids)| ids.len() > 1) {
        let pointers: Vec<String> = ids
            .iter()
            .map(|id| drafts[id.0].pointer.to_string())
            .collect();
        let message = format!("{} would all be named `{name}`", pointers.join(" and "));
        let mut diagnostic = Diagnostic::error(Code::Name, message)
            .help("give one of them another name in the overlay: `x-connect-name`");
        for other in ids.iter().skip(1) {
            let span = context.span_of(drafts[other.0].pointer);
            diagnostic = diagnostic.related(span, "the other schema");
        }
        if let Some(first) = ids.first() {
            context.report_at(diagnostic, drafts[first.0].pointer);
        }
    }
}
