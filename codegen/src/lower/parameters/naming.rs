//! Names the arguments of functions.

use super::draft::ParameterDraft;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Location};
use crate::lower::context::Context;
use crate::names;

/// What the optional body is called among the optional parameters. Since it can come at any time, no parameter there is
/// called the same.
const BODY: &str = "body";

/// Names the arguments of a function: by the pinned name, or the plain name, or with the location
/// for parameters outside of the path (`query_id` beside `id` of the path), or with punctuation
/// spelled out.
pub fn name(context: &Context<'_>, drafts: &mut [ParameterDraft]) {
    let shared = |drafts: &[ParameterDraft], at: usize| {
        drafts
            .iter()
            .filter(|draft| draft.rust == drafts[at].rust)
            .count()
            > 1
    };
    let located = |draft: &ParameterDraft| match draft.location {
        Location::Path => None,
        other => names::snake(&format!("{} {}", other.as_str(), draft.wire)),
    };
    for draft in drafts.iter_mut() {
        let is_kept = !draft.pinned && !draft.required && draft.rust.0 == BODY;
        if let Some(name) = located(draft).filter(|_| is_kept) {
            draft.rust = name;
        }
    }
    let spelled = |draft: &ParameterDraft| names::spelled_snake(&draft.wire);
    let exact = |draft: &ParameterDraft| {
        Some(names::exact_snake(&format!(
            "{} {}",
            draft.location.as_str(),
            draft.wire
        )))
    };
    for longer in [
        &located as &dyn Fn(&ParameterDraft) -> Option<Ident>,
        &spelled,
        &exact,
    ] {
        let clashing: Vec<usize> = (0..drafts.len())
            .filter(|at| !drafts[*at].pinned && shared(drafts, *at))
            .collect();
        for at in clashing {
            if let Some(name) = longer(&drafts[at]) {
                drafts[at].rust = name;
            }
        }
    }
    for at in 1..drafts.len() {
        let Some(other) = drafts[..at]
            .iter()
            .find(|other| other.rust == drafts[at].rust)
        else {
            continue;
        };
        let ParameterDraft {
            pointer,
            wire,
            rust,
            ..
        } = &drafts[at];
        let message = format!("`{}` and `{wire}` would both be named `{rust}`", other.wire);
        let diagnostic = Diagnostic::error(Code::Name, message)
            .related(context.span_of(&other.pointer), "the other parameter")
            .help("give one of them a name in the overlay: `x-connect-field`");
        context.report_at(diagnostic, pointer);
    }
}
