//! Finds what the overlay does not cover: names that are not pinned, and items without
//! documentation.

use std::collections::BTreeMap;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic};
use connect_codegen::ir::{Api, Direction, Field, Filter, TypeDef, TypeKind};
use serde_yaml::Value as Yaml;

/// The extension that names the function of an operation.
const FUNCTION: &str = "x-connect-function";
/// The extension that names the type of a schema.
const NAME: &str = "x-connect-name";

/// A function or a type whose name follows from rules.
pub struct ByRule<'a> {
    /// The extension that pins a name.
    pub extension: &'static str,
    /// The name.
    pub name: String,
    /// Where it is pinned: all schemas that a type stands for. Nowhere if the document has no place of its own for it: what
    /// several schemas are merged to, or an operation of a path that refers to another.
    pub pointers: Vec<&'a Pointer>,
    /// Whether it does not follow from the name of another type of the same schema.
    pub is_first: bool,
}

impl ByRule<'_> {
    /// Returns the member that pins the name.
    fn pin(&self) -> Yaml {
        mapping([(self.extension, text(&self.name))])
    }

    /// Returns the actions that pin the name.
    pub fn actions(&self, linter: &Linter<'_>) -> Action {
        let pins = self.pointers.iter();
        let pins = pins.map(|it| Action::update(path(linter.root, it), self.pin()));
        pins.reduce(Action::then).unwrap_or_default()
    }
}

/// Returns what no overlay names: first functions, then types.
pub fn by_rule<'a>(linter: &Linter<'a>) -> Vec<ByRule<'a>> {
    let api = linter.api;
    let there = |it: &'a Pointer| Some(it).filter(|it| linter.root.find(it).is_some());
    let operations = api.operations.iter();
    let operations = operations.map(|it| ByRule {
        extension: FUNCTION,
        name: it.name(),
        pointers: there(&it.pointer).into_iter().collect(),
        is_first: true,
    });
    let types = api.types.iter().map(|def| {
        let is_first = is_first(def, api);
        ByRule {
            extension: extension(def, is_first),
            name: def.name.0.clone(),
            pointers: def.named_at.iter().filter_map(there).collect(),
            is_first,
        }
    });
    let is_pinned = |it: &ByRule<'_>| {
        let mut pointers = it.pointers.iter();
        pointers.any(|pointer| {
            let is_named = it.is_first && linter.has_member(pointer, NAME);
            is_named || linter.has_member(pointer, it.extension)
        })
    };
    let all = operations.chain(types);
    all.filter(|it| !is_pinned(it)).collect()
}

/// Reports operations and types whose names are derived by rules, and so can change with the
/// document.
pub fn unpinned(linter: &mut Linter<'_>) {
    for found in by_rule(linter).iter().filter(|it| it.is_first) {
        let message = match found.extension {
            FUNCTION => "operation without a pinned function name",
            _ => "type without a pinned name",
        };
        let Some(first) = found.pointers.first() else {
            continue;
        };
        let action = Action::update(path(linter.root, first), found.pin());
        let diagnostic = Diagnostic::warning(Code::Unpinned, message)
            .label(format!("named `{}` by rule", found.name));
        linter.report(diagnostic, first, Some(action));
    }
}

/// Returns the operations and types that no overlay documents, with what they are called.
pub fn without_doc<'a>(
    linter: &Linter<'a>,
) -> impl Iterator<Item = (&'a Pointer, &'static str, String)> {
    let api = linter.api;
    let operations = api.operations.iter().filter(|it| it.doc.is_none());
    let operations = operations.map(|it| (&it.pointer, "operation", it.name()));
    let types = api.types.iter().filter(|def| def.doc.is_none());
    let types = types.map(|def| (&def.pointer, "type", def.name.0.clone()));
    operations.chain(types)
}

/// Returns the member that documents what a node becomes: the description of the schema of a property is about the field.
pub fn doc_member(pointer: &Pointer) -> &'static str {
    let segments: Vec<String> = pointer.segments().collect();
    let is_property = segments
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|it| it == "properties");
    match is_property {
        true => "x-connect-type-doc",
        false => "description",
    }
}

/// Reports operations and types that the overlay does not document.
pub fn undocumented(linter: &mut Linter<'_>) {
    let found: Vec<_> = without_doc(linter).collect();
    for (pointer, what, name) in found {
        let (target, member) = (path(linter.root, pointer), doc_member(pointer));
        let message = format!("{what} without a description in the overlay");
        let diagnostic = Diagnostic::warning(Code::Undocumented, message)
            .label(format!("`{name}`"))
            .help(format!("add a `{member}` at `{target}` in docs.yml"));
        linter.report(diagnostic, pointer, None);
    }
}

/// Reports fields without documentation, and filters if others of their list are documented. Their
/// names may be clear enough, so these are notes.
pub fn undocumented_members(linter: &mut Linter<'_>) {
    let mut found = BTreeMap::new();
    for def in &linter.api.types {
        let (TypeKind::Struct(fields) | TypeKind::Form(fields)) = &def.kind else {
            continue;
        };
        // The sentence about limits is generated.
        let is_undocumented = |field: &&Field| {
            field.doc.is_none() || !linter.has_member(&field.pointer, "description")
        };
        for field in fields.iter().filter(is_undocumented) {
            let message = "field without a description in the overlay";
            let name = format!("`{}::{}`", def.name, field.rust);
            // Two types of one schema share its fields.
            found.entry(&field.pointer).or_insert((message, name));
        }
    }
    for operation in &linter.api.operations {
        let is_undocumented = |filter: &Filter| filter.doc.is_none();
        if operation.filters.iter().all(is_undocumented) {
            continue;
        }
        for filter in operation.filters.iter().filter(|it| is_undocumented(it)) {
            let message = "filter without a description in the overlay";
            let name = format!("`{}` of `{}`", filter.wire, operation.name());
            found.entry(&filter.pointer).or_insert((message, name));
        }
    }
    let found: Vec<(Pointer, _)> = found
        .into_iter()
        .map(|(pointer, said)| (pointer.clone(), said))
        .collect();
    for (pointer, (message, name)) in found {
        let label = name.replace("r#", "");
        let diagnostic = Diagnostic::note(Code::UndocumentedMember, message).label(label);
        linter.report(diagnostic, &pointer, None);
    }
}

impl Linter<'_> {
    /// Returns whether a node has a member.
    fn has_member(&self, pointer: &Pointer, member: &str) -> bool {
        let node = self.root.find(pointer);
        node.is_some_and(|node| node.get(member).is_some())
    }
}

/// Returns whether the name of a type does not follow from that of another one of the same schema: types of responses come
/// first, then those of requests, then forms.
fn is_first(def: &TypeDef, api: &Api) -> bool {
    let shares_schema = |other: &TypeDef| {
        let mut pointers = other.pointers.iter();
        pointers.any(|pointer| def.pointers.contains(pointer))
    };
    let mut types = api.types.iter();
    !types.any(|other| rank(other) < rank(def) && shares_schema(other))
}

fn rank(def: &TypeDef) -> (bool, bool) {
    let is_form = matches!(def.kind, TypeKind::Form(_));
    (is_form, def.direction == Direction::Request)
}

/// Returns the extension that pins the name of a type, also if the document grows and its schema becomes other types as well.
/// A schema in an operation has one use.
fn extension(def: &TypeDef, is_first: bool) -> &'static str {
    let mut keys = def.pointer.segments();
    let is_shared = keys.next().as_deref() != Some("paths");
    match rank(def) {
        (true, _) if is_shared || !is_first => "x-connect-form-name",
        (_, true) if is_shared || !is_first => "x-connect-request-name",
        _ => NAME,
    }
}
