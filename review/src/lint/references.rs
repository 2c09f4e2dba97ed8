//! Rules about references to the wrong sort of component, and about unused components.

use std::collections::{BTreeSet, HashMap};

use super::action::{Action, mapping, path};
use super::linter::Linter;
use super::parameters;
use super::walk::{Kind, Piece};
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic, Severity};
use connect_codegen::stages::{At, Node, Value};

/// Reports references to another sort of component than expected.
pub fn wrong_kind(linter: &mut Linter<'_>) {
    let wrong: Vec<(Piece<'_>, Kind)> = linter
        .pieces
        .iter()
        .filter_map(|piece| Some((piece.clone(), wrong_target(piece)?)))
        .collect();
    for (piece, kind) in wrong {
        let reference = piece.reference().unwrap_or_default();
        let message = format!(
            "expected a reference to {}, found {}: `{reference}`",
            piece.kind.words(),
            kind.words()
        );
        // A parameter that is not a parameter is removed as a whole; the generator ignores it.
        let (severity, action) = match parameters::none(linter, &piece) {
            Some(action) => (Severity::Note, Some(action)),
            None => (Severity::Warning, schema_of(linter.root, &piece, reference)),
        };
        let diagnostic =
            Diagnostic::new(severity, Code::WrongKindOfReference, message).at_member("$ref");
        linter.report(diagnostic, &piece.at.pointer, action);
    }
}

/// Returns the sort of component that a reference resolves to, if it is the wrong one.
fn wrong_target(piece: &Piece<'_>) -> Option<Kind> {
    let section = piece.reference()?.strip_prefix("#/components/")?;
    let (section, _) = section.split_once('/')?;
    let wanted = piece.kind.section()?;
    (section != wanted).then(|| Kind::of_section(section))?
}

/// Replaces a reference to a header or a parameter with its schema.
fn schema_of(root: &Node, piece: &Piece<'_>, reference: &str) -> Option<Action> {
    if piece.kind != Kind::Schema {
        return None;
    }
    let schema = root
        .find(&Pointer::from_reference(reference)?)?
        .get("schema")?;
    let target = path(root, &piece.at.pointer);
    let reference = Action::remove(format!("{target}['$ref']"));
    Some(reference.then(Action::update(target, without_prose(schema))))
}

fn without_prose(schema: &Node) -> serde_yaml::Value {
    let kept = schema.entries().iter().filter(|entry| {
        !matches!(
            entry.key.as_str(),
            "description" | "title" | "example" | "examples"
        )
    });
    mapping(kept.map(|entry| (entry.key.as_str(), entry.node.to_yaml())))
}

/// Reports components that no operation reaches, directly or through other components.
pub fn unused(linter: &mut Linter<'_>) {
    let reached = reached(linter.root);
    let root = At {
        node: linter.root,
        pointer: Pointer::root(),
    };
    let mut unused = Vec::new();
    for (section, members) in root.get("components").iter().flat_map(At::members) {
        if let Some(kind) = Kind::of_section(section) {
            let members = members
                .members()
                .filter(|(_, at)| !reached.contains(at.pointer.as_str()));
            unused.extend(members.map(|(_, at)| (kind, at)));
        }
    }
    for (kind, at) in unused {
        let name = at.pointer.last().unwrap_or_default();
        let message = format!("{} that no operation reaches", kind.words());
        let diagnostic =
            Diagnostic::note(Code::UnusedComponent, message).label(format!("`{name}` is not used"));
        let action = Action::remove(path(linter.root, &at.pointer));
        linter.report(diagnostic, &at.pointer, Some(action));
    }
}

/// Returns the pointers of all components that the paths reach, through any number of references.
fn reached(root: &Node) -> BTreeSet<String> {
    let mut below: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut pending = BTreeSet::new();
    for entry in root.entries() {
        match entry.key.as_str() {
            "components" => {}
            _ => references(&entry.node, &mut pending),
        }
    }
    let components = Pointer::root().key("components");
    for section in root
        .get("components")
        .map(Node::entries)
        .unwrap_or_default()
    {
        for entry in section.node.entries() {
            let pointer = components.key(&section.key).key(&entry.key);
            let mut found = BTreeSet::new();
            references(&entry.node, &mut found);
            below.insert(pointer.as_str().to_owned(), found);
        }
    }
    let mut reached = BTreeSet::new();
    while let Some(next) = pending.pop_first() {
        if let Some(more) = below.get(&next) {
            pending.extend(more.iter().filter(|more| !reached.contains(*more)).cloned());
        }
        reached.insert(next);
    }
    reached
}

/// Collects what the references below a node resolve to. A discriminator refers without `$ref`.
fn references(node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Map(map) => {
            for entry in map.entries() {
                match (entry.key.as_str(), entry.node.as_str()) {
                    ("$ref", Some(reference)) => found.extend(component(reference)),
                    ("mapping", None) => {
                        let names = entry.node.entries().iter();
                        found.extend(names.filter_map(|name| component(name.node.as_str()?)));
                        references(&entry.node, found);
                    }
                    _ => references(&entry.node, found),
                }
            }
        }
        _ => {}
    }
}

/// Returns the pointer of the component that a reference resolves to, or into.
fn component(reference: &str) -> Option<String> {
    let pointer = Pointer::from_reference(reference)?;
    let segments: Vec<String> = pointer.segments().take(3).collect();
    let whole = segments
        .iter()
        .fold(Pointer::root(), |whole, segment| whole.key(segment));
    Some(whole.as_str().to_owned())
}
