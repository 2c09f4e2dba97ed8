//! Finds inline objects and enums that are written out more than once.

use std::collections::BTreeMap;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use super::walk::{Kind, Piece};
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic};
use connect_codegen::stages::{Node, Value, strip_schema};

/// The number of other copies that are shown.
const SHOWN: usize = 4;

/// Reports each repeated schema at its first copy. One name for all copies makes them one type.
pub fn in_place(linter: &mut Linter<'_>) {
    let mut groups: BTreeMap<String, Vec<Piece<'_>>> = BTreeMap::new();
    for piece in linter.pieces.iter().filter(|piece| is_in_place(piece)) {
        groups
            .entry(wording(piece.at.node))
            .or_default()
            .push(piece.clone());
    }
    let mut repeated: Vec<Vec<Piece<'_>>> = groups
        .into_values()
        .filter(|group| group.len() > 1 && !group.iter().any(is_named))
        .collect();
    repeated.sort_by_key(|group| {
        group
            .first()
            .map(|piece| linter.sources.span(piece.at.node.span))
    });
    for group in repeated {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        let what = match first.at.node.get("enum") {
            Some(_) => "enum",
            None => "object",
        };
        let message = format!("the same {what} is written out {} times", group.len());
        let mut diagnostic = Diagnostic::note(Code::RepeatedInPlace, message);
        for other in others.iter().take(SHOWN) {
            let span = linter.sources.span_of(linter.root, &other.at.pointer);
            diagnostic = diagnostic.related(span, "another copy");
        }
        let action = name(linter, &group).map(|name| {
            let target = path(linter.root, &first.at.pointer);
            Action::update(target, mapping([("x-connect-name", text(name))]))
        });
        linter.report(diagnostic, &first.at.pointer, action);
    }
}

/// Returns whether this is an inline object with properties, or an inline enum.
fn is_in_place(piece: &Piece<'_>) -> bool {
    let node = piece.at.node;
    let has = |key: &str| {
        node.get(key)
            .is_some_and(|value| !value.entries().is_empty())
    };
    let is_enum = node
        .get("enum")
        .is_some_and(|values| values.items().len() > 1);
    let is_component = || {
        let section = Pointer::root().key("components").key("schemas");
        piece.at.pointer.is_within(&section) && piece.at.pointer.depth() == 3
    };
    piece.kind == Kind::Schema && (has("properties") || is_enum) && !is_component()
}

fn is_named(piece: &Piece<'_>) -> bool {
    piece.at.node.get("x-connect-name").is_some()
}

/// Returns the shortest name that the generator gives to one of the copies.
fn name(linter: &Linter<'_>, group: &[Piece<'_>]) -> Option<String> {
    let is_of_group = |pointer: &Pointer| group.iter().any(|piece| piece.at.pointer == *pointer);
    let names = linter
        .api
        .types
        .iter()
        .filter(|def| def.pointers.iter().any(is_of_group))
        .map(|def| def.name.0.as_str());
    names
        .min_by_key(|name| (name.len(), *name))
        .map(str::to_owned)
}

/// Returns the content of a schema without prose, extensions, and what belongs to its use.
fn wording(node: &Node) -> String {
    let mut words = String::new();
    write(&strip_schema(node), &mut words, true);
    words
}

fn write(node: &Node, words: &mut String, is_outermost: bool) {
    match &node.value {
        Value::Map(map) => {
            let mut entries: Vec<_> = map.entries().iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            words.push('{');
            for entry in entries {
                let of_place = ["nullable", "readOnly", "writeOnly", "deprecated", "default"];
                let is_of_place = is_outermost && of_place.contains(&entry.key.as_str());
                if !is_of_place && !entry.key.starts_with("x-") {
                    words.push_str(&format!("{:?}:", entry.key));
                    write(&entry.node, words, false);
                }
            }
            words.push('}');
        }
        Value::Array(items) => {
            words.push('[');
            for item in items {
                write(item, words, false);
                words.push(',');
            }
            words.push(']');
        }
        other => words.push_str(&format!("{other:?}")),
    }
}
