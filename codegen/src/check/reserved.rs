//! Resource modules whose names are taken by the façade.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::extensions::Extension;
use crate::ir::{Api, Operation};
use crate::pointer::Pointer;
use crate::prefix::Prefix;

/// Names that no resource module may have. Another crate re-exports the generated crate and has items
/// with these names, which would hide the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// The names.
    pub names: BTreeSet<String>,
    /// The crate that has the items, for the message: `connect-usage`.
    pub owner: String,
    /// The severity of the diagnostic.
    pub severity: Severity,
    /// Globs that select operations by path; empty for all operations.
    pub paths: Vec<String>,
}

/// Returns a diagnostic for each operation whose module has a reserved name.
pub fn check(api: &Api, reserved: &Reserved) -> Vec<(Pointer, Diagnostic)> {
    let prefixes: Vec<Prefix> = reserved
        .paths
        .iter()
        .map(|glob| Prefix::new(glob))
        .collect();
    let is_selected = |operation: &&Operation| {
        let path = operation.path.to_string();
        prefixes.is_empty() || prefixes.iter().any(|prefix| prefix.matches(&path))
    };
    let operations = api.operations.iter().filter(is_selected);
    operations
        .filter_map(|operation| {
            let module = operation.module.plain();
            let is_taken = reserved.names.contains(module);
            is_taken.then(|| {
                (
                    operation.pointer.clone(),
                    diagnostic(operation, module, reserved),
                )
            })
        })
        .collect()
}

fn diagnostic(operation: &Operation, module: &str, reserved: &Reserved) -> Diagnostic {
    // A crate that nobody re-exports is fine as it is.
    let hidden = match reserved.severity {
        Severity::Error => "is",
        _ => "would be",
    };
    let message = format!(
        "module `{module}` {hidden} hidden by an item of `{}` with the same name",
        reserved.owner
    );
    let help = format!(
        "pin each operation of the module to another name in the overlay, such as `x-connect-function: {module}_resource::…`"
    );
    let mut diagnostic = Diagnostic::error(Code::ReservedName, message);
    diagnostic.severity = reserved.severity;
    diagnostic
        .at_member(Extension::Function.key())
        .label(format!("generated as `{}`", operation.name()))
        .help(help)
}
