//! Lowers one state graph: its functions become operations, and it must list each transition once.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::states::{Declared, Fault, Function, Transition as Entry, read};
use crate::ir::{StateGraph, Transition, Variant, WireName};
use crate::lower::context::Context;
use crate::node::At;

use super::functions::Functions;

/// Lowers the graph of an enum with these values. Reports invalid entries and skips them.
pub fn lower(
    context: &Context<'_>,
    at: &At<'_>,
    variants: &[Variant],
    functions: &Functions<'_>,
) -> StateGraph {
    let values: Vec<&str> = variants.iter().map(|it| it.wire.0.as_str()).collect();
    let Declared {
        transitions,
        same,
        functions: named,
        mut faults,
    } = read(at, &values);
    let mut operations = BTreeMap::new();
    for Function { name, at } in named {
        match functions.find(name) {
            Ok(operation) => operations.extend(operation.map(|id| (name, id))),
            Err((message, help)) => faults.push(Fault { at, message, help }),
        }
    }
    let lowered = transitions.iter().enumerate().map(|(index, entry)| {
        let earlier = transitions.get(..index).unwrap_or_default();
        faults.extend(repeated(entry, earlier));
        Transition {
            pointer: entry.at.pointer.clone(),
            from: names(&entry.from),
            to: names(&entry.to),
            by: entry.by,
            via: entry.via.and_then(|name| operations.get(name).copied()),
        }
    });
    let graph = StateGraph {
        pointer: at.pointer.clone(),
        transitions: lowered.collect(),
        same: same.iter().map(|group| names(group)).collect(),
    };
    // If there are errors, one of them may be in the missing transition.
    if faults.is_empty() {
        report_unused(context, &transitions, at, &values);
    }
    for Fault { at, message, help } in faults {
        let diagnostic = Diagnostic::error(Code::States, message).help(help);
        context.report(diagnostic, &at);
    }
    graph
}

fn names(statuses: &[&str]) -> Vec<WireName> {
    let name = |status: &&str| WireName((*status).to_owned());
    statuses.iter().map(name).collect()
}

/// Returns what is wrong with a transition that is already listed.
fn repeated<'a>(entry: &Entry<'a>, earlier: &[Entry<'a>]) -> Option<Fault<'a>> {
    let shared = |one: &[&str], other: &[&str]| one.iter().any(|it| other.contains(it));
    // Functions are compared by name: not all of them need be generated now.
    let first = earlier.iter().find(|it| {
        it.by == entry.by
            && it.via == entry.via
            && shared(&it.to, &entry.to)
            && (shared(&it.from, &entry.from) || it.from.is_empty() && entry.from.is_empty())
    })?;
    Some(Fault {
        at: entry.at.clone(),
        message: format!("duplicate transition, first listed at {}", first.at.pointer),
        help: "remove one of the two".to_owned(),
    })
}

/// Reports each status that is in no transition: it may have been forgotten.
fn report_unused(context: &Context<'_>, transitions: &[Entry<'_>], at: &At<'_>, values: &[&str]) {
    let is_used = |status: &&&str| {
        let mut transitions = transitions.iter();
        transitions.any(|it| it.from.contains(*status) || it.to.contains(*status))
    };
    for status in values.iter().filter(|status| !is_used(status)) {
        let message =
            format!("no transition lists `{status}`, so waiting cannot conclude anything from it");
        context.report(Diagnostic::note(Code::States, message), at);
    }
}
