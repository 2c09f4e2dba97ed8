//! The document as a whole: its servers, its security, and what of it has no counterpart in Rust.

use super::finding::{Finding, documentation, sides};
use super::limits::text;
use super::side::Pair;
use crate::pointer::Pointer;

/// Compares what belongs to no operation and no type.
pub fn compare(pair: &Pair, findings: &mut Vec<Finding>) {
    for (key, otherwise) in [
        (
            "servers",
            "Nothing in the generated crate; the address that a client uses by default is written by hand.",
        ),
        (
            "security",
            "Nothing in the generated crate; how a client signs in is written by hand.",
        ),
    ] {
        let (old, new) = (
            pair.old.root().get(key).map(text),
            pair.new.root().get(key).map(text),
        );
        if old != new {
            let none = "nothing".to_owned();
            let wire = format!(
                "It is {}, was {}.",
                new.unwrap_or(none.clone()),
                old.unwrap_or(none)
            );
            let at = Pointer::root().key(key);
            findings.push(
                Finding::new(key, format!("`{key}` of the document"), wire)
                    .at(&at, &at)
                    .otherwise(otherwise),
            );
        }
    }
    modules(pair, findings);
    left_out(pair, findings);
}

fn modules(pair: &Pair, findings: &mut Vec<Finding>) {
    let at = Pointer::root();
    for (module, old) in &pair.old.api.modules {
        if let Some(new) = pair.new.api.modules.get(module) {
            let what = format!("module `{module}`");
            findings.extend(documentation(what, (Some(old), &at), (Some(new), &at)));
        }
    }
}

/// What is left out now and was not, and the other way round. What came or went as a whole is told
/// of elsewhere, but nobody should have to look there for what was never generated.
fn left_out(pair: &Pair, findings: &mut Vec<Finding>) {
    let old: Vec<(Pointer, String, Pointer)> = pair
        .old
        .api
        .skipped
        .iter()
        .map(|it| {
            (
                pair.counterparts.in_new(&it.pointer),
                it.reason.clone(),
                it.pointer.clone(),
            )
        })
        .collect();
    let new: Vec<(Pointer, String, Pointer)> = pair
        .new
        .api
        .skipped
        .iter()
        .map(|it| (it.pointer.clone(), it.reason.clone(), it.pointer.clone()))
        .collect();
    for sides in sides(&old, &new, |(pointer, ..)| pointer.clone()) {
        match sides {
            (Some((_, reason, at)), None) => findings.push(
                Finding::new(
                    "left-out",
                    "something that was left out",
                    format!("It is gone, or generated now. It was left out: {reason}."),
                )
                .was_at(at),
            ),
            (None, Some((_, reason, at))) => findings.push(
                Finding::new(
                    "left-out",
                    "something that is left out",
                    format!("It has no counterpart in Rust: {reason}."),
                )
                .now_at(at),
            ),
            _ => {}
        }
    }
}
