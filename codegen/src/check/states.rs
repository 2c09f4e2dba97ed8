//! Functions that moves of a status name: each must be one, and one that can change something.

use crate::diagnostics::Diagnostic;
use crate::ir::{Api, Transition};
use crate::pointer::Pointer;
use strsim::levenshtein;

/// What is wrong with the functions that moves name, and where.
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
        Some(operation) if matches!(operation.method.as_str(), "GET" | "HEAD") => {
            let message = format!("`{via}` only reads, and moves nothing");
            let help = "name the function that changes the status";
            Some(Diagnostic::error("states", message).help(help))
        }
        Some(_) => None,
        // A part of the paths has a part of the functions: what was selected away is no mistake.
        None if api.is_part => None,
        None => {
            let message = format!("`{via}` is no function");
            let names = api.operations.iter().map(|it| it.name());
            let nearest = names.min_by_key(|known| levenshtein(known, via));
            let help = nearest.map(|it| format!("did you mean `{it}`?"));
            Some(Diagnostic::error("states", message).help(help.unwrap_or_default()))
        }
    }
}
