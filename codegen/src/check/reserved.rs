//! Names of resource modules that somebody else has already.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Severity};
use crate::ir::{Api, Operation};
use crate::pointer::Pointer;
use crate::select::Prefix;

/// Names that no resource module may have, because the generated crate is re-exported beside items
/// of these names: they would hide the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// The names.
    pub names: BTreeSet<String>,
    /// Whose they are, as it is to be shown: `connect-usage`.
    pub owner: String,
    /// How severe it is if a module has one of them.
    pub severity: Severity,
    /// Globs over the paths of the operations that this is about; all operations if empty.
    pub paths: Vec<String>,
}

/// Finds the operations whose module has a reserved name.
pub fn check(api: &Api, reserved: &Reserved) -> Vec<(Pointer, Diagnostic)> {
    let prefixes: Vec<Prefix> = reserved
        .paths
        .iter()
        .map(|glob| Prefix::new(glob))
        .collect();
    let is_meant = |operation: &&Operation| {
        let path = operation.path.to_string();
        prefixes.is_empty() || prefixes.iter().any(|prefix| prefix.matches(&path))
    };
    let operations = api.operations.iter().filter(is_meant);
    operations
        .filter_map(|operation| {
            let module = operation.module.0.trim_start_matches("r#");
            let is_taken = reserved.names.contains(module);
            is_taken.then(|| {
                (
                    operation.pointer.clone(),
                    found(operation, module, reserved),
                )
            })
        })
        .collect()
}

fn found(operation: &Operation, module: &str, reserved: &Reserved) -> Diagnostic {
    let message = format!(
        "the module `{module}` has the name of an item of `{}`, which would hide it in a glob re-export",
        reserved.owner
    );
    let help = format!(
        "pin each of its operations to another module in the overlay, such as `x-connect-function: {module}_resource::…`"
    );
    let mut diagnostic = Diagnostic::error("reserved-name", message);
    diagnostic.severity = reserved.severity;
    diagnostic
        .marking("x-connect-function")
        .label(format!("this is `{}`", operation.name()))
        .help(help)
}
