//! A comparison as lines for a terminal.

use super::model::{Change, Class, Comparison, Contract, Effect, How, Spot, in_order};
use crate::words::visible;

/// The number of items of a change that are listed for each effect; the rest is counted.
const NAMED: usize = 3;

/// One line, with its role, so that the caller can colour it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The role of the line.
    pub tone: Tone,
    /// The text.
    pub text: String,
}

/// The role of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading, or the advice.
    Heading,
    /// A change of a class.
    Change(Class),
    /// The meaning of a change.
    Plain,
    /// A public item that was removed or changed.
    Gone,
    /// A public item that was added.
    New,
    /// Something that needs attention.
    Care,
}

/// Returns the comparison as lines: a summary, and the details.
pub fn comparison(comparison: &Comparison, current: Option<&str>) -> Vec<Line> {
    let mut lines = vec![
        line(Tone::Heading, heading(comparison)),
        line(Tone::Heading, comparison.advice().sentence(current)),
    ];
    for class in Class::SHOWN {
        let counts = kinds(comparison, class);
        if !counts.is_empty() {
            let count = comparison.count(class);
            let text = format!("{count:>5} {}: {}", class.as_str(), counts.join(", "));
            lines.push(line(Tone::Change(class), text));
        }
    }
    for class in Class::SHOWN {
        let changes: Vec<&Change> = comparison
            .changes
            .iter()
            .filter(|change| change.class == class)
            .collect();
        if !changes.is_empty() {
            lines.push(line(Tone::Plain, ""));
            let heading = format!("{} ({})", title(class), changes.len());
            lines.push(line(Tone::Heading, heading));
            lines.extend(changes.into_iter().flat_map(change));
        }
    }
    lines.extend(remarks(comparison));
    lines
}

/// Counts the changes of a class by kind: `operation-removed 3`. The most frequent ones come first.
pub fn kinds(comparison: &Comparison, class: Class) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for change in comparison.changes.iter().filter(|it| it.class == class) {
        let kind = change.kind.as_str();
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counts = counts.into_iter();
    counts
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect()
}

fn line(tone: Tone, text: impl AsRef<str>) -> Line {
    Line {
        tone,
        text: visible(text.as_ref()),
    }
}

fn heading(comparison: &Comparison) -> String {
    let of = |contract: &Contract| {
        format!(
            "{} (version `{}`, {} operations, {} types)",
            contract.name, contract.api_version, contract.operations, contract.types
        )
    };
    format!("{} -> {}", of(&comparison.old), of(&comparison.new))
}

/// Returns the heading of a class.
pub fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Wire => "On the wire only",
        Class::Addition => "Additions",
        Class::None => "Without effect on callers",
    }
}

fn change(change: &Change) -> Vec<Line> {
    let head = format!("{}: {}", change.kind, change.subject);
    let mut meaning = format!("  {}", whereabouts(change));
    for sentence in sentences(change) {
        meaning.push(' ');
        meaning.push_str(sentence);
    }
    let mut lines = vec![
        line(Tone::Change(change.class), head),
        line(Tone::Plain, meaning),
    ];
    let effects = [How::Removed, How::Changed, How::Added, How::Deprecated];
    lines.extend(
        effects
            .into_iter()
            .filter_map(|how| effects_of(change, how)),
    );
    lines
}

/// Returns what a change means: on the wire, and for callers where the items do not say it.
fn sentences(change: &Change) -> Vec<&str> {
    let mut sentences = Vec::new();
    let says_nothing = |text: &str| text.starts_with("Nothing") && text.len() < 12;
    if !says_nothing(&change.wire) {
        sentences.push(change.wire.as_str());
    }
    // The items below say which ones no longer compile.
    let is_warning = change.rust.starts_with("Calls of") || change.rust.starts_with("Code ");
    if (change.effects.is_empty() && !change.rust.starts_with("Nothing")) || is_warning {
        sentences.push(change.rust.as_str());
    }
    sentences
}

/// Formats where a change is, on one line: the positions in both documents, and the number of further places.
pub fn whereabouts(change: &Change) -> String {
    let more = match change.places.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let short = |spot: &Spot| match &spot.span {
        Some(span) => span.to_string(),
        None => format!("#{}", spot.pointer.as_str()),
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{} -> {}{more}:", short(old), short(new)),
        (Some(old), None) => format!("was {}{more}:", position(old)),
        (None, Some(new)) => format!("at {}{more}:", position(new)),
        (None, None) => "in general:".to_owned(),
    }
}

/// Formats a position on one line: file, line and pointer.
pub fn position(spot: &Spot) -> String {
    match &spot.span {
        Some(position) => format!("{position} {}", spot.pointer),
        None => spot.pointer.to_string(),
    }
}

/// Formats the effects of one sort on one line.
fn effects_of(change: &Change, how: How) -> Option<Line> {
    let (tone, sign) = match how {
        How::Removed => (Tone::Gone, '-'),
        How::Changed => (Tone::Gone, '~'),
        How::Added => (Tone::New, '+'),
        How::Deprecated => (Tone::Care, '!'),
    };
    let mut effects = in_order(&change.effects);
    effects.retain(|effect| effect.how == how);
    let mut items: Vec<String> = effects.iter().take(NAMED).map(|it| describe(it)).collect();
    if let more @ 1.. = effects.len().saturating_sub(NAMED) {
        items.push(format!("and {more} more"));
    }
    let text = format!("    {sign} {}", items.join("; "));
    (!items.is_empty()).then(|| line(tone, text))
}

/// Formats an effect on one line.
pub fn describe(effect: &Effect) -> String {
    let item = &effect.item;
    let parts = match effect.parts {
        0 => String::new(),
        1 => " (with 1 part)".to_owned(),
        parts => format!(" (with {parts} parts)"),
    };
    // The signature is omitted where the key already shows it.
    let plain =
        |signature: &str| matches!(signature, "impl" | "mod" | "struct" | "enum" | "variant");
    match (effect.how, &effect.old, &effect.new) {
        (How::Changed, Some(old), Some(new)) => format!("{item}: {new} (was {old}){parts}"),
        (_, Some(signature), _) | (_, _, Some(signature)) if !plain(signature) => {
            format!("{item}: {signature}{parts}")
        }
        _ => format!("{item}{parts}"),
    }
}

/// Returns the renamed keys and the actions that do not fit.
fn remarks(comparison: &Comparison) -> Vec<Line> {
    let mut lines = Vec::new();
    if !comparison.followed.is_empty() {
        lines.push(line(Tone::Plain, ""));
        lines.push(line(
            Tone::Heading,
            "Renamed keys, also replaced in overlays",
        ));
        let keys = comparison.followed.iter();
        lines.extend(keys.map(|(old, new)| line(Tone::Care, format!("  {old} is {new}"))));
    }
    if !comparison.unfit.is_empty() {
        lines.push(line(Tone::Plain, ""));
        lines.push(line(
            Tone::Heading,
            "Overlay actions that do not fit and are skipped",
        ));
        lines.extend(comparison.unfit.iter().map(|unfit| {
            let position = unfit
                .span
                .as_ref()
                .map_or(String::new(), |position| format!("{position} "));
            line(
                Tone::Care,
                format!("  {position}on {}: {}", unfit.document, unfit.reason),
            )
        }));
    }
    lines
}
