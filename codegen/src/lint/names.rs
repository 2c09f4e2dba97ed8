//! Names that differ on the wire, and would be one in Rust.

use std::collections::BTreeMap;

use super::action::{mapping, path, text};
use super::walk::{Kind, Piece};
use super::{Action, Linter};
use crate::diagnostics::Diagnostic;
use crate::ir::Ident;
use crate::lower::At;
use crate::names::{pascal, snake, spelt_snake, spelt_variant_ident, variant_ident};
use crate::node::Value;
use crate::pointer::Pointer;

/// Names of one owner that would be one.
struct Group {
    /// What they name.
    what: &'static str,
    /// What they would all be.
    rust: String,
    names: Vec<Named>,
    action: Option<Action>,
}

/// A name of the document: its text, where it stands, and whether the overlay gives it another.
#[derive(Clone)]
struct Named {
    wire: String,
    pointer: Pointer,
    is_pinned: bool,
}

/// Reports names that collide, of parameters, properties, enum values and types. The generator gives
/// them longer names, which a pinned name makes better and lasting.
pub fn colliding(linter: &mut Linter<'_>) {
    let mut groups = Vec::new();
    for piece in &linter.pieces {
        match piece.kind {
            Kind::Operation => groups.extend(parameters(linter, piece)),
            Kind::Schema => {
                groups.extend(properties(linter, piece));
                groups.extend(values(linter, piece));
            }
            _ => {}
        }
    }
    groups.extend(types(linter));
    for group in groups {
        let Some((first, others)) = group.names.split_first() else {
            continue;
        };
        for other in others {
            let message = format!(
                "`{}` and `{}`: {} that would both be `{}`",
                first.wire, other.wire, group.what, group.rust
            );
            let place = linter.sources.place_of(linter.root, &first.pointer);
            let diagnostic = Diagnostic::note("colliding-names", message)
                .related(place, format!("`{}` stands here", first.wire));
            linter.report(diagnostic, &other.pointer, group.action.clone());
        }
    }
}

/// The names of an owner that become one, those aside that are pinned.
fn groups(
    what: &'static str,
    named: &[Named],
    rust: fn(&str) -> Option<String>,
) -> impl Iterator<Item = Group> {
    let mut all: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for name in named.iter().filter(|name| !name.is_pinned) {
        if let Some(ident) = rust(&name.wire) {
            all.entry(ident).or_default().push(name.clone());
        }
    }
    let shared = all.into_iter().filter(|(_, names)| names.len() > 1);
    shared.map(move |(rust, names)| Group {
        what,
        rust,
        names,
        action: None,
    })
}

/// A name of its own for all of a group but the plainest, made by `spelt`; nothing if that gives two
/// of them one name again.
fn cures(group: &Group, spelt: fn(&str) -> Option<String>) -> Option<Vec<(&Named, String)>> {
    let signs = |name: &Named| {
        name.wire
            .chars()
            .filter(|c| !c.is_alphanumeric() && *c != '_')
            .count()
    };
    let plainest = group
        .names
        .iter()
        .min_by_key(|name| (signs(name), name.wire.len()))?;
    let mut taken = vec![group.rust.clone()];
    let mut cures = Vec::new();
    for name in &group.names {
        if name.pointer == plainest.pointer {
            continue;
        }
        let own = spelt(&name.wire).filter(|own| !taken.contains(own))?;
        taken.push(own.clone());
        cures.push((name, own));
    }
    Some(cures)
}

fn plain(ident: Option<Ident>) -> Option<String> {
    ident.map(|ident| ident.0.trim_start_matches("r#").to_owned())
}

fn parameters(linter: &Linter<'_>, operation: &Piece<'_>) -> Vec<Group> {
    let list = operation.at.get("parameters");
    let queries = list
        .iter()
        .flat_map(At::elements)
        .filter(|at| at.node.get_str("in") == Some("query"));
    let named: Vec<Named> = queries
        .filter_map(|at| {
            Some(Named {
                wire: at.node.get_str("name")?.to_owned(),
                is_pinned: at.node.get("x-connect-field").is_some(),
                pointer: at.pointer,
            })
        })
        .collect();
    fields(linter, "parameters", &named)
}

fn properties(linter: &Linter<'_>, schema: &Piece<'_>) -> Vec<Group> {
    let members = schema.at.get("properties");
    let named = members
        .iter()
        .flat_map(At::members)
        .map(|(name, at)| Named {
            wire: name.to_owned(),
            is_pinned: at.node.get("x-connect-field").is_some(),
            pointer: at.pointer,
        });
    fields(linter, "properties", &named.collect::<Vec<_>>())
}

/// Groups of what `x-connect-field` names.
fn fields(linter: &Linter<'_>, what: &'static str, named: &[Named]) -> Vec<Group> {
    let cured = |mut group: Group| {
        let cures = cures(&group, |text| plain(spelt_snake(text))).unwrap_or_default();
        let actions = cures.into_iter().map(|(name, own)| {
            let target = path(linter.root, &name.pointer);
            Action::update(target, mapping([("x-connect-field", text(own))]))
        });
        group.action = actions.reduce(Action::then);
        group
    };
    groups(what, named, |text| plain(snake(text)))
        .map(cured)
        .collect()
}

fn values(linter: &Linter<'_>, schema: &Piece<'_>) -> Vec<Group> {
    let pinned = schema.at.node.get("x-connect-variants");
    let list = schema.at.get("enum");
    let named = list.iter().flat_map(At::elements).filter_map(|at| {
        let (Value::Text(wire) | Value::Number(wire)) = &at.node.value else {
            return None;
        };
        Some(Named {
            is_pinned: pinned.is_some_and(|pinned| pinned.get(wire).is_some()),
            wire: wire.clone(),
            pointer: at.pointer,
        })
    });
    let cured = |mut group: Group| {
        let cures = cures(&group, |text| plain(spelt_variant_ident(text)));
        let variants = cures.map(|cures| {
            mapping(
                cures
                    .iter()
                    .map(|(name, own)| (name.wire.as_str(), text(own.as_str()))),
            )
        });
        group.action = variants.map(|variants| {
            let target = path(linter.root, &schema.at.pointer);
            Action::update(target, mapping([("x-connect-variants", variants)]))
        });
        group
    };
    let named: Vec<Named> = named.collect();
    groups("values", &named, |text| plain(variant_ident(text)))
        .map(cured)
        .collect()
}

/// Components whose last part is the same, among those that become types.
fn types(linter: &Linter<'_>) -> Vec<Group> {
    let section = Pointer::root().key("components").key("schemas");
    let mut components: BTreeMap<&Pointer, &str> = BTreeMap::new();
    for def in &linter.api.types {
        if def.pointer.is_within(&section) && def.pointer.segments().count() == 3 {
            // Of the two types of a component, that of requests follows from the other.
            let known = components.entry(&def.pointer).or_insert(&def.name.0);
            *known = (*known).min(&def.name.0);
        }
    }
    let is_pinned = |pointer: &Pointer| {
        let node = linter.root.find(pointer);
        node.is_some_and(|node| node.get("x-connect-name").is_some())
    };
    let named = components.keys().map(|pointer| Named {
        wire: pointer.last().unwrap_or_default(),
        is_pinned: is_pinned(pointer),
        pointer: (*pointer).clone(),
    });
    let short = |component: &str| pascal(component.rsplit('.').next().unwrap_or(component));
    let cured = |mut group: Group| {
        let pins = group.names.iter().filter_map(|name| {
            let own = components.get(&name.pointer)?;
            let target = path(linter.root, &name.pointer);
            Some(Action::update(
                target,
                mapping([("x-connect-name", text(*own))]),
            ))
        });
        group.action = pins.reduce(Action::then);
        group
    };
    let named: Vec<Named> = named.collect();
    groups("types", &named, short).map(cured).collect()
}
