//! Attributes every difference of the public items to the difference of the contract that causes
//! it.

use std::collections::BTreeMap;

use super::finding::{Claim, Finding, Site, shift};
use super::kinds::ChangeKind;
use super::meaning::Moved;
use super::model::{Change, Class, Effect, How, Place, in_order};
use super::side::{Pair, Side};
use super::subject::{listed, subject};
use crate::words::renamed;
use connect_codegen::Pointer;

/// Returns all changes: those of the contract with their effects, effects that no change of the
/// contract explains, and items that now stand for something else.
pub fn changes(
    pair: &Pair,
    findings: Vec<Finding>,
    effects: Vec<Effect>,
    mut moved: Vec<Moved>,
) -> Vec<Change> {
    let mut claimed = vec![false; effects.len()];
    let mut changes: Vec<Change> = findings
        .into_iter()
        .map(|finding| {
            let mut own = Vec::new();
            for (effect, claimed) in effects.iter().zip(&mut claimed) {
                if finding.claims.iter().any(|claim| claims(claim, effect)) {
                    own.push(effect.clone());
                    *claimed = true;
                }
            }
            own.extend(misled(pair, &finding, &own));
            // A name that the finding gives to another function is told with it.
            let taken = finding.renames.as_ref().map(|[_, new]| new.clone());
            moved.retain(|it| {
                let is_told = taken.as_ref() == Some(&it.item) && own_has(&own, &it.item);
                !is_told
            });
            let note = has_new_meaning(&finding, &moved).or_else(|| warning(pair, &own));
            let mut change = change(pair, finding, own);
            if let Some(note) = note {
                change.rust = noted(&change, &note);
            }
            change
        })
        .collect();
    let rest = effects
        .into_iter()
        .zip(claimed)
        .filter(|(_, claimed)| !claimed);
    changes.extend(unexplained(pair, rest.map(|(effect, _)| effect).collect()));
    changes.extend(moved.into_iter().map(|moved| moved.change));
    // Within a class, the order is that of the contract.
    changes.sort_by_key(|change| (change.class.rank(), !change.kind.is_of_requests()));
    changes
}

fn own_has(effects: &[Effect], item: &str) -> bool {
    effects.iter().any(|effect| effect.item == item)
}

fn claims(claim: &Claim, effect: &Effect) -> bool {
    match (claim, &effect.old, &effect.new) {
        (Claim::Renamed(from, to), Some(old), Some(new)) => renamed(old, from, to) == *new,
        (Claim::Renamed(from, to), _, _) => {
            // `impl From<Old>` is removed and `impl From<New>` is added.
            effect.item.contains(": ")
                && (mentions(&effect.item, from) || mentions(&effect.item, to))
        }
        _ => claim.covers(&effect.item),
    }
}

/// Reports functions whose signatures are unchanged by coincidence: calls still compile, but an
/// argument has another meaning.
fn misled(pair: &Pair, finding: &Finding, effects: &[Effect]) -> Vec<Effect> {
    let misled = finding.misleads.iter().filter_map(|item| {
        let (old, new) = (pair.old.surface.get(item)?, pair.new.surface.get(item)?);
        let is_known = effects.iter().any(|effect| effect.item == *item);
        (!is_known && old.arguments != new.arguments).then(|| Effect {
            how: How::Changed,
            class: Class::Breaking,
            old: Some(old.shown.clone()),
            new: Some(new.shown.clone()),
            parts: 0,
            item: item.clone(),
        })
    });
    misled.collect()
}

/// Warns of calls that compile and mean something else: the types of all arguments are the same, and their names are
/// not.
fn warning(pair: &Pair, effects: &[Effect]) -> Option<String> {
    let is_misleading = |effect: &&Effect| {
        let entries = (
            pair.old.surface.get(&effect.item),
            pair.new.surface.get(&effect.item),
        );
        matches!(entries, (Some(old), Some(new)) if old.signature == new.signature && old.arguments != new.arguments)
    };
    let misleading = effects.iter().filter(is_misleading);
    let items: Vec<String> = misleading.map(|it| format!("`{}`", it.item)).collect();
    let calls = listed(&items, 3);
    (!items.is_empty()).then(|| {
        format!("Calls of {calls} may compile as before, and give a value to another argument.")
    })
}

/// Reports that a name in a finding now stands for something else.
fn has_new_meaning(finding: &Finding, moved: &[Moved]) -> Option<String> {
    let is_claimed = |moved: &&Moved| finding.claims.iter().any(|claim| claim.covers(&moved.item));
    let items: Vec<String> = moved
        .iter()
        .filter(is_claimed)
        .map(|moved| format!("`{}`", moved.item))
        .collect();
    match items.as_slice() {
        [] => None,
        [only] => Some(format!("{only} stands for something else now.")),
        items => Some(format!(
            "{} stand for something else now.",
            items.join(" and ")
        )),
    }
}

/// Combines a change's text for Rust with a note.
fn noted(change: &Change, note: &str) -> String {
    match change.effects.is_empty() {
        true => note.to_owned(),
        false => format!("{note} {}", change.rust),
    }
}

fn mentions(text: &str, name: &str) -> bool {
    words(text).any(|word| word == name)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn change(pair: &Pair, finding: Finding, effects: Vec<Effect>) -> Change {
    let effects = folded(effects);
    let of_effects = effects.iter().map(|effect| effect.class).max();
    let mut kinds = std::iter::once(&finding.kind).chain(&finding.also);
    let is_of_wire = kinds.any(|kind| kind.is_of_wire());
    let class = match of_effects.unwrap_or(Class::None) {
        Class::Addition if finding.kind.is_of_requests() => Class::Wire,
        Class::None if is_of_wire => Class::Wire,
        class => class,
    };
    let places: Vec<Place> = finding
        .places
        .iter()
        .map(|site| place(pair, site))
        .collect();
    let first = places.first();
    Change {
        kind: finding.kind,
        also: finding.also.clone(),
        subject: subject(&finding),
        old: first.and_then(|place| place.old.clone()),
        new: first.and_then(|place| place.new.clone()),
        rust: in_words(&effects, &finding.otherwise),
        places,
        wire: finding.wire,
        effects,
        class,
    }
}

fn place(pair: &Pair, site: &Site) -> Place {
    Place {
        of: site.of.clone(),
        old: site.old.as_ref().map(|pointer| pair.old.spot(pointer)),
        new: site.new.as_ref().map(|pointer| pair.new.spot(pointer)),
    }
}

/// Counts what was added or removed together with its owner at the owner; only modules list their
/// items.
fn folded(effects: Vec<Effect>) -> Vec<Effect> {
    let mut folded: Vec<Effect> = Vec::new();
    for effect in effects {
        let owner = folded.iter_mut().find(|owner| {
            owner.item.contains("::")
                && matches!(owner.how, How::Added | How::Removed)
                && owner.how == effect.how
                && Claim::Whole(owner.item.clone()).covers(&effect.item)
        });
        match owner {
            Some(owner) => {
                owner.parts += 1;
                owner.class = owner.class.max(effect.class);
            }
            None => folded.push(effect),
        }
    }
    folded
}

/// Says what callers do, by the items that they may use.
fn in_words(effects: &[Effect], otherwise: &str) -> String {
    let items = |how: How| -> Option<String> {
        let items = in_order(effects)
            .into_iter()
            .filter(|effect| effect.how == how);
        let items: Vec<String> = items.map(|effect| format!("`{}`", effect.item)).collect();
        (!items.is_empty()).then(|| listed(&items, 3))
    };
    let mut sentences = Vec::new();
    if let Some(items) = items(How::Removed) {
        sentences.push(format!("Uses of {items} no longer compile."));
    }
    if let Some(items) = items(How::Changed) {
        sentences.push(format!("Uses of {items} have to fit the new signature."));
    }
    let lists_all = |it: &Effect| it.how == How::Added && it.class == Class::Breaking;
    match items(How::Added) {
        Some(items) if effects.iter().any(lists_all) => {
            sentences.push(format!("Code that lists all parts lacks {items}."));
        }
        Some(items) if sentences.is_empty() => {
            sentences.push(format!(
                "Callers can use {items}; existing code compiles as before."
            ));
        }
        _ => {}
    }
    if let Some(items) = items(How::Deprecated) {
        sentences.push(format!("The compiler warns of uses of {items}."));
    }
    match sentences.is_empty() {
        true => otherwise.to_owned(),
        false => sentences.join(" "),
    }
}

/// Returns the effects that no finding claims, by the item that they belong to.
fn unexplained(pair: &Pair, effects: Vec<Effect>) -> Vec<Change> {
    let mut by_owner: BTreeMap<String, Vec<Effect>> = BTreeMap::new();
    let (reordered, effects): (Vec<Effect>, Vec<Effect>) = effects
        .into_iter()
        .partition(|effect| order_of_arguments(pair, effect).is_some());
    let reordered: Vec<Change> = reordered
        .into_iter()
        .filter_map(|effect| reordered_arguments(pair, effect))
        .collect();
    for effect in effects {
        by_owner
            .entry(owner(&effect.item))
            .or_default()
            .push(effect);
    }
    let others = by_owner.into_iter().map(|(owner, effects)| {
        let mut finding = Finding::new(
            ChangeKind::Rust,
            format!("`{owner}` in Rust"),
            "Nothing by itself: it follows from other changes, from names or from overlays.",
        );
        finding.places = vec![Site {
            of: None,
            old: pointer(&pair.old, &owner),
            new: pointer(&pair.new, &owner),
        }];
        change(pair, finding, effects)
    });
    reordered.into_iter().chain(others).collect()
}

/// Returns the old and the new names of a function's arguments, if they are the same in another order.
fn order_of_arguments<'p>(pair: &'p Pair, effect: &Effect) -> Option<[&'p [String]; 2]> {
    let (old, new) = (
        pair.old.surface.get(&effect.item)?,
        pair.new.surface.get(&effect.item)?,
    );
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    };
    let is_other = old.arguments != new.arguments;
    let is_same = sorted(&old.arguments) == sorted(&new.arguments);
    (is_other && is_same).then_some([&old.arguments, &new.arguments])
}

/// Reports a function whose arguments change places: `required` lists its fields in another order.
fn reordered_arguments(pair: &Pair, effect: Effect) -> Option<Change> {
    let [old, new] = order_of_arguments(pair, &effect)?.map(|names| names.join(", "));
    let wire = format!(
        "Nothing. The arguments are in the order {}.",
        shift(&old, &new)
    );
    let mut finding = Finding::new(
        ChangeKind::Arguments,
        format!("arguments of `{}`", effect.item),
        wire,
    );
    let owner = owner(&effect.item);
    finding.places = vec![Site {
        of: None,
        old: pointer(&pair.old, &owner),
        new: pointer(&pair.new, &owner),
    }];
    let note = warning(pair, std::slice::from_ref(&effect));
    let mut change = change(pair, finding, vec![effect]);
    if let Some(note) = note {
        change.rust = noted(&change, &note);
    }
    Some(change)
}

/// Returns the type, function or module that an item belongs to: `models::UsageFile.status` belongs
/// to `models::UsageFile`, `files::filter::STATUS` to `files::filter`.
fn owner(item: &str) -> String {
    let path = item
        .split(['.', ' '])
        .next()
        .unwrap_or(item)
        .trim_end_matches(':');
    path.split("::").take(2).collect::<Vec<_>>().join("::")
}

fn pointer(side: &Side, owner: &str) -> Option<Pointer> {
    let (module, name) = owner.split_once("::")?;
    if module == "models" {
        let def = side.api.types.iter().find(|def| def.name.0 == name)?;
        return Some(def.pointer.clone());
    }
    let operation = side
        .api
        .operations
        .iter()
        .find(|operation| operation.is_named(owner))?;
    Some(operation.pointer.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_belong_to_their_type_function_or_module() {
        for (item, of) in [
            ("models::UsageFile.status", "models::UsageFile"),
            ("models::UsageFile::new", "models::UsageFile"),
            ("models::UsageFile: Default", "models::UsageFile"),
            ("files::accept", "files::accept"),
            ("files::filter::STATUS", "files::filter"),
            ("files", "files"),
        ] {
            assert_eq!(owner(item), of, "{item}");
        }
    }
}
