//! Compares the document as a whole: servers, and items without a counterpart in Rust.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::sending::declared;
use super::side::Pair;
use connect_codegen::Pointer;
use connect_codegen::ir::Skipped;

/// Compares what belongs to no operation and no type.
pub fn compare(pair: &Pair, findings: &mut Vec<Finding>) {
    servers(pair, findings);
    modules(pair, findings);
    left_out(pair, findings);
}

/// Compares the servers of the document, which operations without servers of their own are sent to.
fn servers(pair: &Pair, findings: &mut Vec<Finding>) {
    let (old, new) = (declared(pair.old.root()), declared(pair.new.root()));
    if old != new {
        let text = |urls: &Vec<String>| match urls.is_empty() {
            true => "none".to_owned(),
            false => urls.join(", "),
        };
        let wire = format!("The document declares {}.", shift(&text(&old), &text(&new)));
        let at = Pointer::root().key("servers");
        findings.push(
            Finding::new(ChangeKind::Servers, "servers of the document", wire)
                .at(&at, &at)
                .claim(Claim::Item("specification::SERVERS".to_owned()))
                .otherwise("Nothing: a client sends to the URL that it is given."),
        );
    }
}

fn modules(pair: &Pair, findings: &mut Vec<Finding>) {
    let at = Pointer::root();
    for (module, old) in &pair.old.api.modules {
        if let Some(new) = pair.new.api.modules.get(module) {
            let what = format!("module `{module}`");
            findings.extend(documentation(
                what,
                None,
                (Some(old), &at),
                (Some(new), &at),
            ));
        }
    }
}

/// Reports items that are newly skipped, or no longer skipped. Added and removed items are also
/// reported elsewhere, but items that were never generated are not.
fn left_out(pair: &Pair, findings: &mut Vec<Finding>) {
    let [old, new] = [&pair.old, &pair.new].map(|side| {
        let skipped = side.api.skipped.iter();
        let named = skipped.map(|it| (side.without_positions(&it.pointer), it));
        named.collect::<Vec<_>>()
    });
    let old: Vec<_> = old
        .into_iter()
        .map(|(named, it)| (pair.counterparts.in_new(&named), it))
        .collect();
    for sides in sides(&old, &new, |(named, _)| named.clone()) {
        match sides {
            (Some((_, Skipped { pointer, reason })), None) => findings.push(
                Finding::new(
                    ChangeKind::LeftOut,
                    "skipped item",
                    format!("It was removed, or is generated now. It was skipped: {reason}."),
                )
                .was_at(pointer),
            ),
            (None, Some((_, Skipped { pointer, reason }))) => findings.push(
                Finding::new(
                    ChangeKind::LeftOut,
                    "skipped item",
                    format!("It has no counterpart in Rust: {reason}."),
                )
                .now_at(pointer),
            ),
            _ => {}
        }
    }
}
