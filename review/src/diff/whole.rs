//! Compares the document as a whole: servers, security, and items without a counterpart in Rust.

use super::finding::{Finding, documentation, sides};
use super::kinds::ChangeKind;
use super::limits::text;
use super::side::Pair;
use connect_codegen::Pointer;

/// Compares what belongs to no operation and no type.
pub fn compare(pair: &Pair, findings: &mut Vec<Finding>) {
    for (kind, key, otherwise) in [
        (
            ChangeKind::Servers,
            "servers",
            "Nothing in the generated crate; the default URL of a client is written by hand.",
        ),
        (
            ChangeKind::Security,
            "security",
            "Nothing in the generated crate; the authentication of a client is written by hand.",
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
                Finding::new(kind, format!("`{key}` of the document"), wire)
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

/// Reports items that are newly skipped, or no longer skipped. Added and removed items are also
/// reported elsewhere, but items that were never generated are not.
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
                    ChangeKind::LeftOut,
                    "skipped item",
                    format!("It was removed, or is generated now. It was skipped: {reason}."),
                )
                .was_at(at),
            ),
            (None, Some((_, reason, at))) => findings.push(
                Finding::new(
                    ChangeKind::LeftOut,
                    "skipped item",
                    format!("It has no counterpart in Rust: {reason}."),
                )
                .now_at(at),
            ),
            _ => {}
        }
    }
}
