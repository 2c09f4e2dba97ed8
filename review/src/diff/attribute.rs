//! Attributes every difference of the public items to the difference of the contract that causes
//! it.

use std::collections::BTreeMap;

use super::finding::{Claim, Finding, merged};
use super::kinds::ChangeKind;
use super::meaning::Moved;
use super::model::{Change, Class, Effect, How};
use super::side::{Pair, Side};
use super::words::renamed;
use connect_codegen::Pointer;

/// Returns all changes: those of the contract with their effects, effects that no change of the
/// contract explains, and items that now stand for something else.
pub fn changes(
    pair: &Pair,
    findings: Vec<Finding>,
    effects: Vec<Effect>,
    moved: Vec<Moved>,
) -> Vec<Change> {
    let mut claimed = vec![false; effects.len()];
    let mut changes: Vec<Change> = merged(findings)
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
            let note = has_new_meaning(&finding, &moved);
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
    changes.sort_by_key(|change| std::cmp::Reverse(change.class));
    changes
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

/// Reports a function whose signature is unchanged by coincidence: calls still compile, but an
/// argument has another meaning.
fn misled(pair: &Pair, finding: &Finding, effects: &[Effect]) -> Option<Effect> {
    let item = finding.misleads.clone()?;
    let (old, new) = (pair.old.surface.get(&item)?, pair.new.surface.get(&item)?);
    let is_known = effects.iter().any(|effect| effect.item == item);
    (!is_known).then(|| Effect {
        how: How::Changed,
        class: Class::Breaking,
        old: Some(old.shown.clone()),
        new: Some(new.shown.clone()),
        parts: 0,
        item,
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
        false => format!(
            "{note} {}",
            change.rust.replace("; no code has to change", "")
        ),
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
    let class = effects
        .iter()
        .map(|effect| effect.class)
        .max()
        .unwrap_or(Class::None);
    Change {
        kind: finding.kind,
        subject: finding.subject(),
        old: finding.old.as_ref().map(|pointer| pair.old.spot(pointer)),
        new: finding.new.as_ref().map(|pointer| pair.new.spot(pointer)),
        rust: in_words(&effects, &finding.otherwise),
        wire: finding.wire,
        effects,
        class,
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

fn in_words(effects: &[Effect], otherwise: &str) -> String {
    let any = |how| effects.iter().any(|effect| effect.how == how);
    let text = match (
        any(How::Removed),
        any(How::Changed),
        any(How::Added),
        any(How::Deprecated),
    ) {
        (true, true, ..) => {
            "Code that uses removed items must be removed, and code that uses changed items must be adapted."
        }
        (true, false, ..) => "Code that uses removed items must be removed.",
        (false, true, ..) => "Code that uses changed items must be adapted.",
        (false, false, true, _) if effects.iter().any(|it| it.class == Class::Breaking) => {
            "Code that lists all parts must list one more."
        }
        (false, false, true, _) => "There are new items; no code has to change.",
        (false, false, false, true) => "The compiler warns of its use; no code has to change.",
        (false, false, false, false) => otherwise,
    };
    text.to_owned()
}

/// Returns the effects that no finding claims, by the item that they belong to.
fn unexplained(pair: &Pair, effects: Vec<Effect>) -> Vec<Change> {
    let mut by_owner: BTreeMap<String, Vec<Effect>> = BTreeMap::new();
    for effect in effects {
        by_owner
            .entry(owner(&effect.item))
            .or_default()
            .push(effect);
    }
    by_owner
        .into_iter()
        .map(|(owner, effects)| {
            let mut finding = Finding::new(
                ChangeKind::Rust,
                format!("`{owner}` in Rust"),
                "Nothing by itself: it follows from other changes, from names or from overlays.",
            );
            finding.old = pointer(&pair.old, &owner);
            finding.new = pointer(&pair.new, &owner);
            change(pair, finding, effects)
        })
        .collect()
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
