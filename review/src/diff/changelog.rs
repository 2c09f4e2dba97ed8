//! The changelog entries of a comparison: only what users of the crate notice.

use super::inline::{code, sentence};
use super::model::{Change, Class, Comparison, Effect, How, in_order};

/// The number of items of a change that are listed; the rest is counted.
const NAMED: usize = 3;

/// What an entry about a change of the wire begins with: it has no items that callers see.
pub const ON_THE_WIRE: &str = "On the wire: ";

/// A section of a changelog, in the format of Keep a Changelog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading: `Added`, `Changed`, `Deprecated` or `Removed`.
    pub heading: &'static str,
    /// The entries, one per change, in Markdown and on one line each.
    pub entries: Vec<String>,
}

/// Returns the sections that have entries, in order.
pub fn sections(comparison: &Comparison) -> Vec<Section> {
    let shown: Vec<&Change> = comparison
        .changes
        .iter()
        .filter(|change| change.class > Class::None)
        .collect();
    let section = |heading: &'static str| Section {
        heading,
        entries: shown
            .iter()
            .filter(|change| self::heading(change) == heading)
            .map(|change| entry(change))
            .collect(),
    };
    ["Added", "Changed", "Deprecated", "Removed"]
        .into_iter()
        .map(section)
        .filter(|section| !section.entries.is_empty())
        .collect()
}

fn heading(change: &Change) -> &'static str {
    if change.class == Class::Wire {
        return "Changed";
    }
    let all = |how| change.effects.iter().all(|effect| effect.how == how);
    if all(How::Removed) {
        "Removed"
    } else if all(How::Deprecated) {
        "Deprecated"
    } else if change.class == Class::Addition {
        "Added"
    } else {
        "Changed"
    }
}

fn entry(change: &Change) -> String {
    if change.class == Class::Wire {
        let (subject, wire) = (sentence(&change.subject), sentence(&change.wire));
        return format!("{ON_THE_WIRE}{subject}: {wire}");
    }
    let subject = sentence(&change.subject);
    let mut first = subject.chars();
    let subject: String = first
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(first)
        .collect();
    let mut items: Vec<String> = in_order(&change.effects)
        .into_iter()
        .take(NAMED)
        .map(item)
        .collect();
    if let more @ 1.. = change.effects.len().saturating_sub(NAMED) {
        items.push(format!("and {more} more"));
    }
    format!("{subject}: {}.", items.join(", "))
}

fn item(effect: &Effect) -> String {
    match (effect.how, &effect.new) {
        (How::Changed, Some(new)) => format!("{} is {}", code(&effect.item), code(new)),
        _ => code(&effect.item),
    }
}
