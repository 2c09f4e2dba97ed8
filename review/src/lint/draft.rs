//! Drafts the overlay of a new slice, for a person to go on with.

use std::collections::BTreeSet;

use connect_codegen::ir::{Api, Direction, Type, TypeDef, TypeId, TypeKind, TypeRef};
use serde_yaml::Value as Yaml;

use super::action::{Action, mapping, path, text};
use super::coverage::{doc_member, without_doc};
use super::linter::Linter;
use super::pins;
use super::written::{Section, overlay as written};

/// The properties whose enums are taken for the statuses of an object.
const STATUSES: [&str; 2] = ["state", "status"];

/// Writes the draft.
pub fn overlay(linter: &Linter<'_>) -> String {
    let [names, unnamed] = pins::sections(linter);
    let states = states(linter.api).filter_map(|def| graph(linter, def));
    let states = Section {
        comment: "Statuses. Write down which follow which, who causes that (`by`), and by which function (`via`).",
        actions: states.collect(),
        open: Vec::new(),
    };
    let undocumented = Section {
        comment: "Without documentation. Remove the `#` of an item, and describe it in words of your own.",
        actions: Vec::new(),
        open: undocumented(linter),
    };
    written(
        "Draft of an overlay",
        &[names, unnamed, states, undocumented],
    )
}

/// Returns the enums of statuses that responses have and no overlay has transitions for.
fn states(api: &Api) -> impl Iterator<Item = &TypeDef> {
    let returned = api.types.iter();
    let returned = returned.filter(|it| it.direction != Direction::Request);
    let fields = returned.filter_map(|def| match &def.kind {
        TypeKind::Struct(fields) => Some(fields),
        _ => None,
    });
    let fields = fields.flatten();
    let statuses = fields.filter(|it| STATUSES.contains(&it.wire.0.as_str()));
    let ids: BTreeSet<TypeId> = statuses.filter_map(|it| named(&it.ty)).collect();
    let is_open = move |def: &&TypeDef| ids.contains(&def.id) && !api.states.contains_key(&def.id);
    api.types.iter().filter(is_open)
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Optional(inner) => named(inner),
        _ => None,
    }
}

/// Returns the action that declares the statuses: each can follow each, so that no wait ends too early. Nothing if the type
/// is no enum of strings.
fn graph(linter: &Linter<'_>, def: &TypeDef) -> Option<Action> {
    let TypeKind::OpenEnum(variants) = &def.kind else {
        return None;
    };
    let all = || Yaml::Sequence(variants.iter().map(|it| text(&it.wire.0)).collect());
    let transition = |from| mapping([("from", from), ("to", all()), ("by", text("system"))]);
    let none = Yaml::Sequence(Vec::new());
    let graph = Yaml::Sequence(vec![transition(none), transition(all())]);
    let update = mapping([("x-connect-states", graph)]);
    let reason = "Drafted: an object begins with any status, and any status can follow any other.";
    Some(Action::update(path(linter.root, &def.pointer), update).because(reason))
}

/// Returns an action for each item without documentation, which lacks the text.
fn undocumented(linter: &Linter<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (pointer, what, name) in without_doc(linter) {
        let (target, member) = (path(linter.root, pointer), doc_member(pointer));
        lines.push(format!("- target: {}", quoted(&target)));
        lines.push(format!("  update: {{{member}: }} # {what} {name}"));
    }
    lines
}

/// Returns a text as YAML on one line.
fn quoted(target: &str) -> String {
    let yaml = serde_yaml::to_string(target).unwrap_or_default();
    let line = yaml.trim_end();
    match line.contains('\n') {
        true => serde_json::to_string(target).unwrap_or_default(),
        false => line.to_owned(),
    }
}
