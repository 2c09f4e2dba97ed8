//! Finds what the overlay does not cover: names that are not pinned, and items without
//! documentation.

use std::collections::BTreeMap;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic};
use connect_codegen::ir::{Api, Direction, Field, Filter, TypeDef, TypeKind};

/// Reports operations and types whose names are derived by rules, and so can change with the
/// document.
pub fn unpinned(linter: &mut Linter<'_>) {
    let mut findings = Vec::new();
    for operation in &linter.api.operations {
        if !linter.has_member(&operation.pointer, "x-connect-function") {
            let pin = mapping([("x-connect-function", text(operation.name()))]);
            let label = format!("named `{}` by rule", operation.name());
            let message = "operation without a pinned function name";
            findings.push((&operation.pointer, message, label, pin));
        }
    }
    for def in linter
        .api
        .types
        .iter()
        .filter(|def| is_first(def, linter.api))
    {
        if !def
            .pointers
            .iter()
            .any(|pointer| linter.has_member(pointer, "x-connect-name"))
        {
            let name = def.name.0.as_str();
            let pin = mapping([("x-connect-name", text(name))]);
            let label = format!("named `{name}` by rule");
            let message = "type without a pinned name";
            findings.push((&def.pointer, message, label, pin));
        }
    }
    let findings: Vec<_> = findings
        .into_iter()
        .map(|(pointer, message, label, pin)| {
            let action = Action::update(path(linter.root, pointer), pin);
            (pointer.clone(), message, label, action)
        })
        .collect();
    for (pointer, message, label, action) in findings {
        let diagnostic = Diagnostic::warning(Code::Unpinned, message).label(label);
        linter.report(diagnostic, &pointer, Some(action));
    }
}

/// Reports operations and types that the overlay does not document.
pub fn undocumented(linter: &mut Linter<'_>) {
    let operations = linter.api.operations.iter();
    let operations = operations
        .filter(|operation| operation.doc.is_none())
        .map(|operation| {
            let message = "operation without a description in the overlay";
            (operation.pointer.clone(), message, operation.name())
        });
    let types = linter.api.types.iter().filter(|def| def.doc.is_none());
    let types = types.map(|def| {
        let message = "type without a description in the overlay";
        (def.pointer.clone(), message, def.name.0.clone())
    });
    for (pointer, message, name) in operations.chain(types).collect::<Vec<_>>() {
        let target = path(linter.root, &pointer);
        let diagnostic = Diagnostic::warning(Code::Undocumented, message)
            .label(format!("`{name}`"))
            .help(format!("add a `description` at `{target}` in docs.yml"));
        linter.report(diagnostic, &pointer, None);
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

/// Returns false for the request type of a schema that has a response type, too: its name follows
/// from that of the response type.
fn is_first(def: &TypeDef, api: &Api) -> bool {
    let shares_schema = |other: &TypeDef| {
        let mut pointers = other.pointers.iter();
        pointers.any(|pointer| def.pointers.contains(pointer))
    };
    let mut types = api.types.iter();
    def.direction != Direction::Request
        || !types.any(|other| other.direction == Direction::Response && shares_schema(other))
}
