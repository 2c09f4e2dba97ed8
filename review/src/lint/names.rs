//! Finds names that differ on the wire, but would be the same in Rust.

use std::collections::BTreeMap;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use super::walk::{Kind, Piece};
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic};
use connect_codegen::ir::{Api, Ident, TypeDef, TypeKind};
use connect_codegen::stages::{At, Value, pascal, snake, variant_ident};

/// Names of one owner that would be the same.
struct Group {
    /// What they name.
    what: &'static str,
    /// The name that they would share.
    rust: String,
    names: Vec<Named>,
    /// The names that the generator gives them, in order; empty if it gives none.
    own: Vec<String>,
    action: Option<Action>,
}

/// A name in the document: its text, its pointer, and whether the overlay pins a name for it.
#[derive(Clone)]
struct Named {
    wire: String,
    pointer: Pointer,
    is_pinned: bool,
}

/// Reports colliding names of parameters, properties, enum values and types. The generator gives
/// them longer names by rule. The action pins these names, so that the generated code stays the
/// same and no later document changes them.
pub fn colliding(linter: &mut Linter<'_>) {
    let mut groups = Vec::new();
    let known = Known::new(linter.api);
    for piece in &linter.pieces {
        match piece.kind {
            Kind::Operation => groups.extend(parameters(linter, &known, piece)),
            Kind::Schema => {
                groups.extend(properties(linter, &known, piece));
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
                "`{}` and `{}`: {} with the same name `{}` in Rust",
                first.wire, other.wire, group.what, group.rust
            );
            let span = linter.sources.span_of(linter.root, &first.pointer);
            let mut diagnostic = Diagnostic::note(Code::CollidingNames, message)
                .related(span, format!("`{}`", first.wire));
            if group.action.is_some() {
                let own: Vec<String> = group.own.iter().map(|own| format!("`{own}`")).collect();
                diagnostic = diagnostic.help(format!(
                    "no action needed: the rules name them {}; the action pins these names",
                    own.join(" and ")
                ));
            }
            linter.report(diagnostic, &other.pointer, group.action.clone());
        }
    }
}

/// Returns the names of an owner that would be the same, without pinned ones.
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
        own: Vec::new(),
        action: None,
    })
}

/// The generated names of fields, parameters and filters, by pointer and wire name. `None` if there
/// are several names, or several pointers: pinning a name at one of them would split the type.
struct Known(BTreeMap<(Pointer, String), Option<String>>);

impl Known {
    fn new(api: &Api) -> Self {
        let mut known = Self(BTreeMap::new());
        for operation in &api.operations {
            for it in &operation.parameters {
                known.take(&it.pointer, &it.wire.0, Some(&it.rust));
            }
            for it in &operation.filters {
                known.take(&it.pointer, &it.wire.0, Some(&it.rust));
            }
        }
        for def in &api.types {
            if let TypeKind::Struct(fields) | TypeKind::Form(fields) = &def.kind {
                for field in fields {
                    let rust = is_single(def).then_some(&field.rust);
                    known.take(&field.pointer, &field.wire.0, rust);
                }
            }
        }
        known
    }

    fn take(&mut self, pointer: &Pointer, wire: &str, rust: Option<&Ident>) {
        let name = plain(rust.cloned());
        self.0
            .entry((pointer.clone(), wire.to_owned()))
            .and_modify(|there| {
                if *there != name {
                    *there = None;
                }
            })
            .or_insert(name);
    }

    fn find(&self, named: &Named) -> Option<String> {
        let key = (named.pointer.clone(), named.wire.clone());
        self.0.get(&key).cloned().flatten()
    }
}

/// Returns whether a type stands for a single schema.
fn is_single(def: &TypeDef) -> bool {
    def.pointers.len() == 1
}

/// Returns the Rust names of a group, if each has one and all are different. Otherwise the
/// generator also gave up, or nothing is generated.
fn own(group: &Group, find: impl Fn(&Named) -> Option<String>) -> Option<Vec<String>> {
    let own: Option<Vec<String>> = group.names.iter().map(find).collect();
    own.filter(|own| {
        let mut sorted = own.clone();
        sorted.sort();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    })
}

fn plain(ident: Option<Ident>) -> Option<String> {
    ident.map(|ident| ident.plain().to_owned())
}

fn parameters(linter: &Linter<'_>, known: &Known, operation: &Piece<'_>) -> Vec<Group> {
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
    fields(linter, known, "parameters", &named)
}

fn properties(linter: &Linter<'_>, known: &Known, schema: &Piece<'_>) -> Vec<Group> {
    let members = schema.at.get("properties");
    let named = members
        .iter()
        .flat_map(At::members)
        .map(|(name, at)| Named {
            wire: name.to_owned(),
            is_pinned: at.node.get("x-connect-field").is_some(),
            pointer: at.pointer,
        });
    fields(linter, known, "properties", &named.collect::<Vec<_>>())
}

/// Returns the groups of names that `x-connect-field` can pin.
fn fields(linter: &Linter<'_>, known: &Known, what: &'static str, named: &[Named]) -> Vec<Group> {
    let with_action = |mut group: Group| {
        group.own = own(&group, |name| known.find(name)).unwrap_or_default();
        let pins = group.names.iter().zip(&group.own).map(|(name, own)| {
            let target = path(linter.root, &name.pointer);
            Action::update(target, mapping([("x-connect-field", text(own))]))
        });
        group.action = pins.reduce(Action::then);
        group
    };
    groups(what, named, |text| plain(snake(text)))
        .map(with_action)
        .collect()
}

fn values(linter: &Linter<'_>, schema: &Piece<'_>) -> Vec<Group> {
    let pinned = schema.at.node.get("x-connect-variants");
    let list = schema.at.get("enum");
    let named = list.iter().flat_map(At::elements).filter_map(|at| {
        let (Value::String(wire) | Value::Number(wire)) = &at.node.value else {
            return None;
        };
        Some(Named {
            is_pinned: pinned.is_some_and(|pinned| pinned.get(wire).is_some()),
            wire: wire.clone(),
            pointer: at.pointer,
        })
    });
    let known = variants(linter.api, &schema.at.pointer);
    let with_action = |mut group: Group| {
        group.own = own(&group, |name| known.get(&name.wire).cloned()).unwrap_or_default();
        let pins = group.names.iter().zip(&group.own);
        let pins: Vec<_> = pins
            .map(|(name, own)| (name.wire.as_str(), text(own)))
            .collect();
        group.action = (!pins.is_empty()).then(|| {
            let target = path(linter.root, &schema.at.pointer);
            Action::update(target, mapping([("x-connect-variants", mapping(pins))]))
        });
        group
    };
    let named: Vec<Named> = named.collect();
    groups("values", &named, |text| plain(variant_ident(text)))
        .map(with_action)
        .collect()
}

/// Returns the variants of the enum that a schema becomes, by value.
fn variants(api: &Api, schema: &Pointer) -> BTreeMap<String, String> {
    let mut defs = api.types.iter();
    let def = defs.find(|def| def.pointer == *schema && is_single(def));
    let variants: Vec<(String, &Ident)> = match def.map(|def| &def.kind) {
        Some(TypeKind::OpenEnum(all)) => {
            let all = all.iter();
            all.map(|it| (it.wire.0.clone(), &it.rust)).collect()
        }
        Some(TypeKind::OpenIntegerEnum(all)) => {
            let all = all.iter();
            all.map(|it| (it.wire.to_string(), &it.rust)).collect()
        }
        _ => Vec::new(),
    };
    let named = variants.into_iter();
    named
        .filter_map(|(wire, rust)| Some((wire, plain(Some(rust.clone()))?)))
        .collect()
}

/// Returns groups of components that become types and have the same last part.
fn types(linter: &Linter<'_>) -> Vec<Group> {
    let section = Pointer::root().key("components").key("schemas");
    let mut components: BTreeMap<&Pointer, &str> = BTreeMap::new();
    for def in &linter.api.types {
        if def.pointer.is_within(&section) && def.pointer.depth() == 3 {
            // Of the two types of a component, the request type is named after the other.
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
    let with_action = |mut group: Group| {
        let find = |name: &Named| components.get(&name.pointer).map(|own| (*own).to_owned());
        group.own = own(&group, find).unwrap_or_default();
        let pins = group.names.iter().zip(&group.own).map(|(name, own)| {
            let target = path(linter.root, &name.pointer);
            Action::update(target, mapping([("x-connect-name", text(own))]))
        });
        group.action = pins.reduce(Action::then);
        group
    };
    let named: Vec<Named> = named.collect();
    groups("types", &named, short).map(with_action).collect()
}
