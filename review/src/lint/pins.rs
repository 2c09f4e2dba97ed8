//! Writes the overlay that pins all names.

use super::coverage::by_rule;
use super::linter::Linter;
use super::written::{Section, overlay as written};

/// Writes the overlay.
pub fn overlay(linter: &Linter<'_>) -> String {
    written("Pinned names", &sections(linter))
}

/// Returns the names that can be pinned, and those that cannot.
pub fn sections(linter: &Linter<'_>) -> [Section; 2] {
    let all = by_rule(linter);
    let (pinned, open) = all.iter().partition(|it| !it.pointers.is_empty());
    let (pinned, open): (Vec<_>, Vec<_>) = (pinned, open);
    [
        Section {
            comment: "Names as the rules made them. To rename a function or a type, change its name in all of its actions. Types of \
                      one function alone, such as `ListParameters`, are called after it.",
            actions: pinned.into_iter().map(|it| it.actions(linter)).collect(),
            open: Vec::new(),
        },
        Section {
            comment: "These names stay with the rules, since nothing in the document is theirs alone.",
            actions: Vec::new(),
            open: open.into_iter().map(|it| it.name.clone()).collect(),
        },
    ]
}
