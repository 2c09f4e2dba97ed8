//! What the overlay says nothing of: names that are not pinned, items without documentation.

use super::action::{mapping, path, text};
use super::{Action, Linter};
use crate::diagnostics::Diagnostic;
use crate::ir::TypeDef;
use crate::pointer::Pointer;

/// Operations and types whose names follow from rules, and can move when the document does.
pub fn unpinned(linter: &mut Linter<'_>) {
    let mut findings = Vec::new();
    for operation in &linter.api.operations {
        if !linter.says(&operation.pointer, "x-connect-function") {
            let pin = mapping([("x-connect-function", text(operation.name()))]);
            let label = format!("it is `{}` by rule", operation.name());
            let message = "an operation whose function is not pinned";
            findings.push((&operation.pointer, message, label, pin));
        }
    }
    for def in linter.api.types.iter().filter(|def| def.is_first()) {
        if !def
            .pointers
            .iter()
            .any(|pointer| linter.says(pointer, "x-connect-name"))
        {
            let name = def.name.0.as_str();
            let pin = mapping([("x-connect-name", text(name))]);
            let label = format!("it is `{name}` by rule");
            let message = "a type whose name is not pinned";
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
        let diagnostic = Diagnostic::warning("unpinned", message).label(label);
        linter.report(diagnostic, &pointer, Some(action));
    }
}

/// Operations and types of which the overlay says nothing to their users.
pub fn undocumented(linter: &mut Linter<'_>) {
    let operations = linter.api.operations.iter();
    let operations = operations
        .filter(|operation| operation.doc.is_none())
        .map(|operation| {
            let message = "an operation without documentation of ours";
            (operation.pointer.clone(), message, operation.name())
        });
    let types = linter.api.types.iter().filter(|def| def.doc.is_none());
    let types = types.map(|def| {
        let message = "a type without documentation of ours";
        (def.pointer.clone(), message, def.name.0.clone())
    });
    for (pointer, message, name) in operations.chain(types).collect::<Vec<_>>() {
        let target = path(linter.root, &pointer);
        let diagnostic = Diagnostic::warning("undocumented", message)
            .label(format!("this is `{name}`"))
            .help(format!(
                "say in docs.yml what it is: a `description` at `{target}`"
            ));
        linter.report(diagnostic, &pointer, None);
    }
}

impl Linter<'_> {
    /// Whether a node has a member.
    fn says(&self, pointer: &Pointer, member: &str) -> bool {
        let node = self.root.find(pointer);
        node.is_some_and(|node| node.get(member).is_some())
    }
}

impl TypeDef {
    /// Whether this is no second type that follows from another, as those of requests are.
    fn is_first(&self) -> bool {
        !self.name.0.ends_with("Input")
    }
}
