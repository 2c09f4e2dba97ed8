//! Finds Rust items that keep their names but stand for something else in the contract: another
//! call, filter, property or value. Callers compile as before and mean something else, which no
//! comparison of signatures shows.
//!
//! If the old meaning was removed and the new one was added, the new one is taken for the successor
//! of the old one: a path, a method or a wire name that changed, with a name that an overlay keeps.
//! Callers are not affected by that.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::ChangeKind;
use super::model::{Change, Class, Effect, How, Place};
use super::names::{call, key, route};
use super::side::{Pair, Side};
use crate::surface::Entry;
use connect_codegen::Pointer;
use connect_codegen::ir::{Location, Operation, Parameter, Role, TypeDef, TypeKind};

/// What a public item stands for.
struct Target {
    /// The identity that is compared between the contracts.
    identity: String,
    /// Whether it is an API call.
    is_call: bool,
    /// Its description.
    words: String,
    /// Its description in a signature.
    short: String,
    /// Where it is.
    pointer: Pointer,
}

/// A public item that now stands for something else.
pub struct Moved {
    /// The item.
    pub item: String,
    /// The change that reports it.
    pub change: Change,
}

/// Returns all public items that stand for something else, by name.
pub fn compare(pair: &Pair) -> Vec<Moved> {
    let (old, new) = (targets(&pair.old), targets(&pair.new));
    let (before, now) = (things(&old), things(&new));
    let mut moved = Vec::new();
    for (item, was) in &old {
        let Some(is) = new.get(item).filter(|is| is.identity != was.identity) else {
            continue;
        };
        let is_successor = !now.contains(&thing(item, was)) && !before.contains(&thing(item, is));
        if !is_successor {
            moved.extend(change(pair, item, was, is));
        }
    }
    moved.extend(pair.old.api.operations.iter().filter_map(|old| {
        let mut all = pair.new.api.operations.iter();
        let new = all.find(|new| same_call(old, new) && old.name() == new.name())?;
        arguments(pair, old, new)
    }));
    moved
}

/// Returns everything that items stand for, with its scope: API calls are global, everything else
/// belongs to the item that contains the name.
fn things(targets: &BTreeMap<String, Target>) -> BTreeSet<(&str, &str)> {
    targets
        .iter()
        .map(|(item, target)| thing(item, target))
        .collect()
}

fn thing<'t>(item: &'t str, target: &'t Target) -> (&'t str, &'t str) {
    let owner = item.rfind([':', '.']).and_then(|at| item.get(..at));
    let owner = if target.is_call {
        ""
    } else {
        owner.unwrap_or_default()
    };
    (owner, &target.identity)
}

fn change(pair: &Pair, item: &str, was: &Target, is: &Target) -> Option<Moved> {
    let (old, new) = (pair.old.surface.get(item)?, pair.new.surface.get(item)?);
    let shown =
        |entry: &Entry, target: &Target| Some(format!("{} for {}", entry.shown, target.short));
    Some(Moved {
        item: item.to_owned(),
        change: Change {
            kind: ChangeKind::Meaning,
            also: Vec::new(),
            subject: format!("`{item}` in Rust"),
            old: Some(pair.old.spot(&was.pointer)),
            new: Some(pair.new.spot(&is.pointer)),
            places: vec![Place {
                of: None,
                old: Some(pair.old.spot(&was.pointer)),
                new: Some(pair.new.spot(&is.pointer)),
            }],
            wire: format!(
                "Callers that do not change now mean {}. They meant {}.",
                is.words, was.words
            ),
            rust: "Code may compile as before and mean something else: check every use.".to_owned(),
            effects: vec![Effect {
                item: item.to_owned(),
                how: How::Changed,
                class: Class::Breaking,
                old: shown(old, was),
                new: shown(new, is),
                parts: 0,
            }],
            class: Class::Breaking,
        },
    })
}

/// Returns what every item with a wire name stands for.
fn targets(side: &Side) -> BTreeMap<String, Target> {
    let mut targets = BTreeMap::new();
    for operation in &side.api.operations {
        calls(operation, &mut targets);
    }
    for def in &side.api.types {
        parts(side, def, &mut targets);
    }
    targets
}

fn same_call(one: &Operation, other: &Operation) -> bool {
    call(one) == call(other)
}

/// Adds a function, its filters and its optional parameters. The members of a function that stands
/// for another call are not reported separately.
fn calls(operation: &Operation, targets: &mut BTreeMap<String, Target>) {
    let route = route(operation);
    targets.insert(
        operation.name(),
        Target {
            identity: call(operation),
            is_call: true,
            words: format!("operation `{route}`"),
            short: route.clone(),
            pointer: operation.pointer.clone(),
        },
    );
    if let Some(filters) = &operation.filter_module {
        let at = operation.path_of(filters);
        for filter in &operation.filters {
            let words = format!("filter `{}` of `{route}`", filter.wire);
            let target = named(&filter.wire.0, words, &filter.pointer);
            targets.insert(format!("{at}::{}", filter.rust), target);
        }
    }
    let owner = operation.path_of(&operation.local.parameters);
    for parameter in operation.optional() {
        let rust = parameter.rust.plain();
        let (location, wire) = (parameter.location.as_str(), &parameter.wire);
        let words = format!("{location} parameter `{wire}` of `{route}`");
        let mut target = named(&wire.0, words, &parameter.pointer);
        target.identity = format!("{location} {wire}");
        targets.insert(format!("{owner}.{rust}"), target);
    }
    for header in &operation.headers {
        let rust = header.rust.plain();
        let words = format!("response header `{}` of `{route}`", header.wire);
        let target = named(&header.wire.0, words, &header.pointer);
        let owner = operation.path_of(&operation.local.headers);
        targets.insert(format!("{owner}.{rust}"), target);
    }
}

fn named(wire: &str, words: String, pointer: &Pointer) -> Target {
    Target {
        identity: wire.to_owned(),
        is_call: false,
        words,
        short: wire.to_owned(),
        pointer: pointer.clone(),
    }
}

/// Adds the fields of a struct or the variants of an enum.
fn parts(side: &Side, def: &TypeDef, targets: &mut BTreeMap<String, Target>) {
    let owner = key(def);
    let of = &def.name;
    let value = |wire: String| {
        let pointer = side.known_value(def, &wire);
        named(&wire, format!("value `{wire}` of `{of}`"), &pointer)
    };
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            for field in fields {
                let words = format!("field `{}` of `{of}`", field.wire);
                let target = named(&field.wire.0, words, &field.pointer);
                targets.insert(format!("{owner}.{}", field.rust.plain()), target);
            }
        }
        TypeKind::OpenEnum(variants) => {
            for variant in variants {
                let item = format!("{owner}::{}", variant.rust.plain());
                targets.insert(item, value(variant.wire.0.clone()));
            }
        }
        TypeKind::OpenIntegerEnum(variants) => {
            for variant in variants {
                let item = format!("{owner}::{}", variant.rust.plain());
                targets.insert(item, value(variant.wire.to_string()));
            }
        }
        // A member of a union is identified by its type, which its signature shows.
        TypeKind::Union(_) | TypeKind::Newtype(_) => {}
    }
}

/// Reports an argument that stands for another parameter of the same call, though the Rust names
/// and their order are the same. Added and removed parameters are reported elsewhere.
fn arguments(pair: &Pair, old: &Operation, new: &Operation) -> Option<Moved> {
    let list = |operation: &Operation| -> Vec<(String, Target)> {
        let required = |it: &&Parameter| it.role == Role::Argument && it.required;
        let targets = operation.parameters.iter().filter(required).enumerate();
        targets
            .map(|(at, parameter)| {
                let location = parameter.location.as_str();
                let words = format!("{location} parameter `{}`", parameter.wire);
                let mut target = named(&parameter.wire.0, words, &parameter.pointer);
                target.identity = match parameter.location {
                    // Path parameters are identified by position.
                    Location::Path => format!("path {at}"),
                    _ => format!("{location} {}", parameter.wire),
                };
                (parameter.rust.0.clone(), target)
            })
            .collect()
    };
    let (before, now) = (list(old), list(new));
    let knows = |list: &[(String, Target)], it: &Target| {
        list.iter().any(|(_, other)| other.identity == it.identity)
    };
    let mut pairs = before.iter().zip(&now);
    let (was, is) = pairs.find_map(|((was_rust, was), (is_rust, is))| {
        let moved = was.identity != is.identity && was_rust == is_rust;
        (moved && (knows(&now, was) || knows(&before, is))).then_some((was, is))
    })?;
    change(pair, &old.name(), was, is)
}
