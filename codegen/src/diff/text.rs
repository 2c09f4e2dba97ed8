//! A comparison as lines for a terminal.

use super::{Change, Class, Comparison, Effect, How, Spot};

/// One line, with what it is, so that whoever prints it can colour it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the line is.
    pub tone: Tone,
    /// Its text.
    pub text: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading, or the advice.
    Heading,
    /// A change of the class.
    Change(Class),
    /// Where a change stands.
    Span,
    /// What it means.
    Plain,
    /// A public item that is gone or other.
    Gone,
    /// A public item that is new.
    New,
    /// What deserves a look.
    Care,
}

/// The comparison as lines.
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
    lines.extend(asides(comparison));
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
    let of = |contract: &super::Contract| {
        format!(
            "{} (version {}, {} operations, {} types)",
            contract.name, contract.api_version, contract.operations, contract.types
        )
    };
    format!("{} -> {}", of(&comparison.old), of(&comparison.new))
}

/// The heading of a class.
pub fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Addition => "Additions",
        Class::None => "Without a change for callers",
    }
}

fn change(change: &Change) -> Vec<Line> {
    let mut lines = vec![
        line(Tone::Plain, ""),
        line(
            Tone::Change(change.class),
            format!("{}: {}", change.code, change.subject),
        ),
    ];
    for (word, spot) in [("was", &change.old), ("is ", &change.new)] {
        if let Some(spot) = spot {
            lines.push(line(Tone::Span, format!("  {word} {}", span(spot))));
        }
    }
    lines.push(line(Tone::Plain, format!("  wire: {}", change.wire)));
    lines.push(line(Tone::Plain, format!("  rust: {}", change.rust)));
    lines.extend(change.effects.iter().map(effect));
    lines
}

/// A spot on one line: file and line, and the pointer.
pub fn span(spot: &Spot) -> String {
    match &spot.span {
        Some(span) => format!("{span} {}", spot.pointer),
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

/// An effect on one line.
pub fn describe(effect: &Effect) -> String {
    let item = &effect.item;
    let parts = match effect.parts {
        0 => String::new(),
        1 => ", with 1 part".to_owned(),
        parts => format!(", with {parts} parts"),
    };
    // What it is says nothing where the item's own form tells.
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

/// What was followed and what did not fit.
fn asides(comparison: &Comparison) -> Vec<Line> {
    let mut lines = Vec::new();
    if !comparison.followed.is_empty() {
        lines.push(line(Tone::Plain, ""));
        lines.push(line(
            Tone::Heading,
            "Other keys alone, which overlays were made to follow",
        ));
        let keys = comparison.followed.iter();
        lines.extend(keys.map(|(old, new)| line(Tone::Care, format!("  {old} is {new}"))));
    }
    if !comparison.unfit.is_empty() {
        lines.push(line(Tone::Plain, ""));
        lines.push(line(
            Tone::Heading,
            "Actions of overlays that do not fit: the comparison goes on without them",
        ));
        lines.extend(comparison.unfit.iter().map(|unfit| {
            let span = unfit
                .span
                .as_ref()
                .map_or(String::new(), |span| format!("{span} "));
            line(
                Tone::Care,
                format!("  {span}on {}: {}", unfit.document, unfit.reason),
            )
        }));
    }
    lines
}
