//! A comparison as lines for a terminal.

use super::model::{Change, Class, Comparison, Contract, Effect, How, Spot};

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
    /// The position of a change.
    Span,
    /// The meaning of a change.
    Plain,
    /// A public item that was removed or changed.
    Gone,
    /// A public item that was added.
    New,
    /// Something that needs attention.
    Care,
}

/// Returns the comparison as lines.
pub fn comparison(comparison: &Comparison, current: Option<&str>) -> Vec<Line> {
    let mut lines = vec![line(Tone::Heading, heading(comparison))];
    for class in [Class::Breaking, Class::Addition, Class::None] {
        let changes: Vec<&Change> = comparison
            .changes
            .iter()
            .filter(|change| change.class == class)
            .collect();
        if !changes.is_empty() {
            lines.push(line(Tone::Plain, ""));
            lines.push(line(
                Tone::Heading,
                format!("{} ({})", title(class), changes.len()),
            ));
            lines.extend(changes.into_iter().flat_map(change));
        }
    }
    lines.extend(remarks(comparison));
    lines.push(line(Tone::Plain, ""));
    lines.push(line(Tone::Heading, comparison.advice().sentence(current)));
    lines
}

fn line(tone: Tone, text: impl Into<String>) -> Line {
    Line {
        tone,
        text: text.into(),
    }
}

fn heading(comparison: &Comparison) -> String {
    let of = |contract: &Contract| {
        format!(
            "{} (version {}, {} operations, {} types)",
            contract.name, contract.api_version, contract.operations, contract.types
        )
    };
    format!("{} -> {}", of(&comparison.old), of(&comparison.new))
}

/// Returns the heading of a class.
pub fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Addition => "Additions",
        Class::None => "Without effect on callers",
    }
}

fn change(change: &Change) -> Vec<Line> {
    let mut lines = vec![
        line(Tone::Plain, ""),
        line(
            Tone::Change(change.class),
            format!("{}: {}", change.kind, change.subject),
        ),
    ];
    for (word, spot) in [("was", &change.old), ("is ", &change.new)] {
        if let Some(spot) = spot {
            lines.push(line(Tone::Span, format!("  {word} {}", position(spot))));
        }
    }
    lines.push(line(Tone::Plain, format!("  wire: {}", change.wire)));
    lines.push(line(Tone::Plain, format!("  rust: {}", change.rust)));
    lines.extend(change.effects.iter().map(effect));
    lines
}

/// Formats a position on one line: file, line and pointer.
pub fn position(spot: &Spot) -> String {
    match &spot.span {
        Some(position) => format!("{position} {}", spot.pointer),
        None => spot.pointer.to_string(),
    }
}

fn effect(effect: &Effect) -> Line {
    let tone = match effect.how {
        How::Removed | How::Changed => Tone::Gone,
        How::Added => Tone::New,
        How::Deprecated => Tone::Care,
    };
    let sign = match effect.how {
        How::Removed => '-',
        How::Changed => '~',
        How::Added => '+',
        How::Deprecated => '!',
    };
    line(tone, format!("    {sign} {}", describe(effect)))
}

/// Formats an effect on one line.
pub fn describe(effect: &Effect) -> String {
    let item = &effect.item;
    let parts = match effect.parts {
        0 => String::new(),
        1 => ", with 1 part".to_owned(),
        parts => format!(", with {parts} parts"),
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
