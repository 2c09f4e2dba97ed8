//! Diagnostics drawn in the style of rustc: headline, excerpt, explanation, help.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group as Drawn, Level, Origin, Renderer, Snippet,
};
use connect_codegen::{Diagnostic, Severity, Span};
use connect_review::{Explanation, Kind};

use crate::exit::Error;

use super::group::Group;
use super::texts::{Text, Texts};
use crate::wording::visible;

/// The number of lines around a span that are available. The renderer shows them to fill small
/// gaps.
const MARGIN: usize = 2;

/// The maximum length of a line that is drawn, in characters. Of a longer line (JSON is often one
/// line) a part is shown.
const LONGEST: usize = 400;

/// The number of characters before and after the start of the span that are shown of a longer line.
const WINDOW: (usize, usize) = (40, 80);

/// A highlighted span.
struct Highlight<'a> {
    kind: AnnotationKind,
    span: &'a Span,
    label: Option<&'a str>,
}

impl<'a> Highlight<'a> {
    /// Creates a highlight without a label.
    fn new(kind: AnnotationKind, span: &'a Span) -> Self {
        Self {
            kind,
            span,
            label: None,
        }
    }
}

/// Draws diagnostics with the same headline, in colours; the caller removes them if necessary.
/// Explains the code if it `is_new` in this run.
pub fn draw<T: AsRef<Diagnostic>>(group: &Group<'_, T>, is_new: bool, texts: &Texts) -> String {
    let shown: Vec<&Diagnostic> = group.shown.iter().map(|item| (*item).as_ref()).collect();
    let Some(first) = shown.first() else {
        return String::new();
    };
    let title = level(first.severity)
        .primary_title(visible(&first.message))
        .id(first.code.as_str());
    let mut elements = Vec::new();
    for (file, highlights) in by_file(&highlights(&shown)) {
        show(file, &highlights, texts.get(file), &mut elements);
    }
    elements.extend(notes(&shown, group.hidden));
    if is_new {
        elements.push(Level::NOTE.message(first.why()).into());
    }
    elements.push(Level::HELP.message(visible(first.advice())).into());
    render(Drawn::with_title(title).elements(elements))
}

/// Draws a Rust item with its node of the document.
pub fn explanation(explanation: &Explanation, texts: &Texts) -> String {
    let item = &explanation.item;
    let mut title = format!("`{}`", item.rust);
    if !item.wire.is_empty() {
        title.push_str(&format!(" is `{}`", item.wire));
    }
    let title = Level::INFO
        .with_name(item.kind.as_str())
        .primary_title(visible(&title));
    let mut highlights = Vec::new();
    if let Some(span) = &explanation.span {
        highlights.push(Highlight::new(AnnotationKind::Primary, span));
        let around = explanation.around.iter();
        highlights.extend(around.map(|span| Highlight::new(AnnotationKind::Visible, span)));
    }
    let mut elements = Vec::new();
    for (file, highlights) in by_file(&highlights) {
        show(file, &highlights, texts.get(file), &mut elements);
    }
    let note =
        |name: &'static str, text: &str| Level::NOTE.with_name(name).message(visible(text)).into();
    if let Some(part) = &explanation.part {
        let text = format!("`{}`, {}", part.name, part.signature);
        elements.push(note("asked for", &text));
    }
    if let Some(pointer) = &item.pointer {
        elements.push(note("at", &pointer.to_string()));
    }
    if let Some(ty) = item.ty.as_ref().filter(|_| item.kind != Kind::Function) {
        elements.push(note("type", ty));
    }
    for neighbour in &explanation.neighbours {
        elements.push(note(neighbour.relation, &in_lines(&neighbour.items)));
    }
    render(Drawn::with_title(title).elements(elements))
}

/// Joins words with commas, in lines of about 80 characters.
fn in_lines(words: &[String]) -> String {
    let mut lines = vec![String::new()];
    for (index, word) in words.iter().enumerate() {
        let comma = if index + 1 < words.len() { "," } else { "" };
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 80 => {
                let space = if line.is_empty() { "" } else { " " };
                line.push_str(&format!("{space}{word}{comma}"));
            }
            _ => lines.push(format!("{word}{comma}")),
        }
    }
    lines.join("\n")
}

/// Draws why a run failed, if there is no diagnostic.
pub fn failure(error: &Error) -> String {
    let title = Level::ERROR.primary_title(visible(&error.to_string()));
    let help = error.help().map(|help| Level::HELP.message(visible(&help)));
    render(Drawn::with_title(title).elements(help))
}

fn render(drawn: Drawn<'_>) -> String {
    Renderer::styled().render(&[drawn])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// Returns the notes below the excerpts: the nodes, and the number of hidden diagnostics.
fn notes<'a>(shown: &[&Diagnostic], hidden: usize) -> Vec<Element<'a>> {
    let mut notes = Vec::new();
    let pointers: Vec<String> = shown
        .iter()
        .filter_map(|finding| Some(finding.pointer.as_ref()?.to_string()))
        .collect();
    if !pointers.is_empty() {
        let text = visible(&pointers.join("\n"));
        notes.push(Level::NOTE.with_name("at").message(text).into());
    }
    if hidden > 0 {
        let text = format!("and {hidden} more; --verbose shows them");
        notes.push(Level::NOTE.message(text).into());
    }
    notes
}

/// Returns all highlights of diagnostics: their spans, related spans and enclosing keys.
fn highlights<'a>(findings: &[&'a Diagnostic]) -> Vec<Highlight<'a>> {
    let mut highlights = Vec::new();
    for finding in findings {
        let Some(span) = &finding.span else {
            continue;
        };
        highlights.push(Highlight {
            kind: AnnotationKind::Primary,
            span,
            label: finding.label.as_deref(),
        });
        highlights.extend(finding.related.iter().map(|related| Highlight {
            kind: AnnotationKind::Context,
            span: &related.span,
            label: Some(&related.text),
        }));
        highlights.extend(finding.around.iter().map(|span| Highlight {
            kind: AnnotationKind::Visible,
            span,
            label: None,
        }));
    }
    highlights
}

/// Groups highlights by file, starting with the file of the first one.
fn by_file<'m, 'a>(highlights: &'m [Highlight<'a>]) -> Vec<(&'a str, Vec<&'m Highlight<'a>>)> {
    let mut files: Vec<(&'a str, Vec<&'m Highlight<'a>>)> = Vec::new();
    for highlight in highlights {
        let file = highlight.span.file.as_str();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, highlights)) => highlights.push(highlight),
            None => files.push((file, vec![highlight])),
        }
    }
    files
}

/// Draws the excerpt of a file with its highlights. Without text, or without the line, only the
/// span is shown.
fn show<'a>(
    file: &'a str,
    highlights: &[&Highlight<'a>],
    text: Option<&'a Text>,
    elements: &mut Vec<Element<'a>>,
) {
    let is_short = |line: &str| line.len() <= LONGEST || line.chars().nth(LONGEST).is_none();
    let mut drawable = Vec::new();
    for highlight in highlights {
        let line = text.and_then(|text| text.line(highlight.span.line));
        match line {
            Some(line) if is_short(line) => drawable.push(*highlight),
            _ if highlight.kind == AnnotationKind::Visible => {}
            _ => note_span(highlight, text, elements),
        }
    }
    if let (Some(text), false) = (text, drawable.is_empty()) {
        elements.push(excerpt(file, text, &drawable).into());
    }
}

/// Draws a span without an excerpt, with the surrounding part of a long line.
fn note_span<'a>(highlight: &Highlight<'a>, text: Option<&Text>, elements: &mut Vec<Element<'a>>) {
    let Span {
        file,
        line: number,
        column,
        ..
    } = highlight.span;
    let origin = Origin::path(visible(file)).line(*number);
    elements.push(origin.char_column(*column).into());
    let from = column.saturating_sub(1 + WINDOW.0);
    if let Some(window) = text.and_then(|it| it.part(*number, from, WINDOW.0 + WINDOW.1)) {
        let text = format!("…{}…", visible(window));
        elements.push(Level::NOTE.with_name("text").message(text).into());
    }
    if let Some(label) = highlight.label {
        elements.push(Level::NOTE.message(visible(label)).into());
    }
}

/// Creates a snippet from the first highlighted line to the last. Other lines are left empty, which
/// is faster: the renderer folds them.
fn excerpt<'a>(
    file: &'a str,
    text: &'a Text,
    highlights: &[&Highlight<'a>],
) -> Snippet<'a, Annotation<'a>> {
    let marked: BTreeSet<usize> = highlights
        .iter()
        .map(|highlight| highlight.span.line)
        .collect();
    let first = marked.first().copied().unwrap_or(1);
    let last = marked.last().copied().unwrap_or(first);
    let mut source = String::new();
    let mut starts = BTreeMap::new();
    for number in first..=last {
        let near = number.saturating_sub(MARGIN)..=number + MARGIN;
        if marked.contains(&number) {
            starts.insert(number, source.len());
        }
        let line = text.line(number).unwrap_or_default();
        if marked.range(near).next().is_some() && line.len() <= LONGEST * 4 {
            source.push_str(line);
        }
        source.push('\n');
    }
    let annotations: Vec<Annotation<'a>> = highlights
        .iter()
        .filter_map(|highlight| {
            let start = starts.get(&highlight.span.line)?;
            let (from, to) = byte_range(text.line(highlight.span.line)?, highlight.span);
            let annotation = highlight.kind.span(start + from..start + to);
            Some(
                annotation.label(
                    highlight
                        .label
                        .map(|label| visible(label).replace('\n', " ")),
                ),
            )
        })
        .collect();
    Snippet::source(source)
        .line_start(first)
        .path(visible(file))
        .annotations(annotations)
}

/// Returns the bytes of a line that a span covers.
fn byte_range(line: &str, span: &Span) -> (usize, usize) {
    let content = line.trim_end().len();
    let byte = |column: usize| {
        line.char_indices()
            .nth(column)
            .map_or(line.len(), |(at, _)| at)
    };
    let from = byte(span.column.saturating_sub(1));
    let to = match span.length {
        0 => content,
        length => byte(span.column.saturating_sub(1) + length),
    };
    (from, to.max(from))
}
