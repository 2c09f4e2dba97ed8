//! Checks the functions that transitions name: each must exist, and must be able to change
//! something.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Transition};
use crate::pointer::Pointer;
use strsim::levenshtein;

/// Returns the problems of these functions, each with its pointer.
pub fn check(api: &Api) -> Vec<(Pointer, Diagnostic)> {
    api.types
        .iter()
        .filter_map(|def| def.states.as_ref())
        .flat_map(|graph| &graph.transitions)
        .filter_map(|transition| Some((transition.pointer.key("via"), problem(api, transition)?)))
        .collect()
}

fn problem(api: &Api, transition: &Transition) -> Option<Diagnostic> {
    let via = transition.via.as_ref()?;
    match api.operations.iter().find(|it| it.name() == *via) {
        Some(operation) if operation.method.only_reads() => {
            let message = format!("`{via}` only reads, so it cannot cause a transition");
            let help = "name the function that changes the status";
            Some(Diagnostic::error(Code::States, message).help(help))
        }
        Some(_) => None,
        // If only some paths are selected, other functions may be missing.
        None if api.is_part => None,
        None => {
            let message = format!("unknown function `{via}`");
            let names = api.operations.iter().map(|it| it.name());
            let nearest = names.min_by_key(|known| levenshtein(known, via));
            let help = nearest.map(|it| format!("did you mean `{it}`?"));
            Some(Diagnostic::error(Code::States, message).help(help.unwrap_or_default()))
        }
    }
}
