//! Parses YAML (and so JSON) into a [`Node`] tree with spans.
//!
//! This reads the parser's events instead of serde_yaml's values, because only events have the
//! position of each key and value. Scalars follow the YAML 1.2 core schema, as OpenAPI requires.

mod surrogates;

use std::borrow::Cow;

use hashbrown::HashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Span as ParserSpan};

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Entry, Map, Node, Size, SourceSpan, Sources, Value};
use crate::source::Source;

/// The maximum nesting depth of mappings and arrays. The vendor's document needs 25.
pub const MAX_DEPTH: usize = 200;

/// The maximum number of nodes that aliases may add. The vendor's document has fewer nodes in total
/// and no alias, so a document that needs more is treated as hostile.
const MAX_ALIASED: usize = 100_000;

/// Parses a text. If it returns `None`, there is at least one error.
pub fn load(source: &Source, sources: &mut Sources, findings: &Findings) -> Option<Node> {
    let index = sources.add(&source.name);
    let mut loader = Loader::new(index, sources, findings);
    let node = loader.run(&surrogates::joined(&source.text));
    if node.is_none() && !loader.failed {
        loader.error(
            SourceSpan {
                source: index,
                width: 0,
                line: 1,
                column: 1,
            },
            Code::Empty,
            "the document is empty",
        );
    }
    node.filter(|_| !loader.failed)
}

/// Parses a text of which only the value is wanted: what is wrong with it is reported where it is used.
pub fn load_alone(source: &Source) -> Option<Node> {
    let findings = Findings::default();
    let node = load(source, &mut Sources::default(), &findings);
    findings.discard();
    node
}

/// A mapping or an array that is still being read.
enum Open {
    Array(Vec<Node>),
    Map(Map, Option<(String, SourceSpan)>),
}

struct Frame {
    open: Open,
    span: SourceSpan,
    anchor: usize,
}

/// A node with an anchor, for aliases.
struct Anchored {
    node: Node,
    size: Size,
}

struct Loader<'a> {
    source: u16,
    sources: &'a Sources,
    findings: &'a Findings,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    failed: bool,
}

impl<'a> Loader<'a> {
    fn new(source: u16, sources: &'a Sources, findings: &'a Findings) -> Self {
        Self {
            source,
            sources,
            findings,
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            aliased: 0,
            failed: false,
        }
    }

    fn run(&mut self, text: &str) -> Option<Node> {
        let mut parser = Parser::new_from_str(text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, range) = match event {
                Ok(event) => event,
                Err(error) => {
                    let span = self.span_at(error.marker().line(), error.marker().col());
                    // The parser has its own depth limit.
                    if error.info().contains("recursion limit") {
                        self.too_deep(span);
                    } else if error.info().contains("unknown anchor") {
                        let marker = error.marker();
                        self.unknown_anchor(span, text, (marker.line(), marker.col()));
                    } else if error.info().contains("invalid Unicode character escape") {
                        let message = "expected an escape of one character, found half of a surrogate pair or a number beyond Unicode";
                        self.error(span, Code::Yaml, message);
                    } else {
                        self.error(span, Code::Yaml, &format!("invalid YAML: {}", error.info()));
                    }
                    return None;
                }
            };
            if matches!(event, Event::DocumentStart(_)) {
                documents += 1;
                if documents > 1 {
                    let span = self.span(&range);
                    self.error(
                        span,
                        Code::SeveralDocuments,
                        "expected one YAML document, found several",
                    );
                    return None;
                }
            }
            if !self.event(event, &range) {
                return None;
            }
        }
        self.root.take()
    }

    /// Handles one event. Returns false to stop reading.
    fn event(&mut self, event: Event<'_>, range: &ParserSpan) -> bool {
        let span = self.span(range);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let forced =
                    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let value = if style == ScalarStyle::Plain && !forced {
                    resolve(text)
                } else {
                    Value::String(text.into_owned())
                };
                self.complete(Node { value, span }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.open(Open::Array(Vec::new()), span, anchor),
            Event::MappingStart(anchor, _) => {
                self.open(Open::Map(Map::default(), None), span, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Alias(id) => self.alias(id, span),
            _ => true,
        }
    }

    fn open(&mut self, open: Open, mut span: SourceSpan, anchor: usize) -> bool {
        // The event has the span of the opening bracket only, if there is one.
        span.width = 0;
        if self.stack.len() >= MAX_DEPTH {
            self.too_deep(span);
            return false;
        }
        self.stack.push(Frame { open, span, anchor });
        true
    }

    fn too_deep(&mut self, span: SourceSpan) {
        let message = format!("nested more than {MAX_DEPTH} levels deep");
        self.error(span, Code::TooDeep, &message);
    }

    fn close(&mut self, end: &ParserSpan) -> bool {
        let Some(mut frame) = self.stack.pop() else {
            return true;
        };
        // Only flow mappings and flow arrays have a visible end.
        let is_flow = end.end.col() > end.start.col();
        if is_flow && end.end.line() == frame.span.line as usize {
            frame.span.width = width(frame.span.column as usize - 1, end.end.col());
        }
        let value = match frame.open {
            Open::Array(items) => Value::Array(items),
            Open::Map(map, _) => {
                let map = self.merged(map);
                self.check_unique(&map);
                Value::Map(map)
            }
        };
        let node = Node {
            value,
            span: frame.span,
        };
        self.complete(node, frame.anchor)
    }

    /// Adds a finished node to its parent: as an element, a key, a value, or the root.
    fn complete(&mut self, node: Node, anchor: usize) -> bool {
        if anchor > 0 {
            let (node, size) = (node.clone(), node.size());
            self.anchors.insert(anchor, Anchored { node, size });
        }
        let span = node.span;
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return true;
        };
        match &mut frame.open {
            Open::Array(items) => items.push(node),
            Open::Map(map, pending) => match pending.take() {
                Some((key, at)) => map.push(key, at, node),
                None => {
                    let key = key_text(node);
                    if (frame.span.line, frame.span.column) == (span.line, span.column) {
                        frame.span.width = span.width;
                    }
                    // What follows is read all the same, so that its errors are reported too. No other key is this one.
                    let placeholder = || format!("\0{}:{}", span.line, span.column);
                    *pending = Some((key.clone().unwrap_or_else(placeholder), span));
                    if key.is_none() {
                        self.error(span, Code::Key, "expected a string or a number as a key");
                    }
                }
            },
        }
        true
    }

    fn alias(&mut self, id: usize, span: SourceSpan) -> bool {
        let Some(Anchored { node, size }) = self.anchors.get(&id) else {
            self.error(span, Code::Alias, "alias inside the node that it refers to");
            return false;
        };
        self.aliased += size.nodes;
        let depth = self.stack.len() + size.depth;
        if self.aliased > MAX_ALIASED {
            self.error(
                span,
                Code::Alias,
                &format!("aliases add more than {MAX_ALIASED} nodes"),
            );
            return false;
        }
        let node = node.clone();
        if depth > MAX_DEPTH {
            self.too_deep(span);
            return false;
        }
        self.complete(node, 0)
    }

    /// Reports an alias without an anchor. The usual cause is that the text with the anchor was
    /// removed.
    fn unknown_anchor(&mut self, span: SourceSpan, text: &str, (line, column): (usize, usize)) {
        let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let alias = line.chars().skip(column).skip_while(|c| *c == '*');
        let ends = |c: &char| c.is_whitespace() || ",[]{}".contains(*c);
        let name: String = alias.take_while(|c| !ends(c)).collect();
        let message = "undefined anchor";
        let help =
            format!("replace `*{name}` with the text it stands for, or define `&{name}` above it");
        let width = width(0, name.chars().count() + 1);
        let diagnostic = Diagnostic::error(Code::UnknownAnchor, message)
            .label(format!("no `&{name}` above this line"))
            .help(help);
        self.push(diagnostic, SourceSpan { width, ..span });
    }

    /// Merges the mappings of merge keys, as YAML 1.1 does: members that stand beside a merge key come before those of
    /// its value, and of several mappings the earlier ones.
    fn merged(&mut self, mut map: Map) -> Map {
        if map.get("<<").is_none() {
            return map;
        }
        let (merges, own): (Vec<Entry>, Vec<Entry>) =
            map.entries_mut().drain(..).partition(|it| it.key == "<<");
        *map.entries_mut() = own;
        for merge in merges {
            let sources = match merge.node.value {
                Value::Map(_) => vec![merge.node],
                Value::Array(items) if items.iter().all(|it| it.as_map().is_some()) => items,
                other => {
                    let found = Node::from(other).kind();
                    let message =
                        format!("expected the merge key `<<` to have a mapping, found {found}");
                    self.error(merge.span, Code::MergeKey, &message);
                    continue;
                }
            };
            let inherited = sources.iter().flat_map(Node::entries);
            for entry in inherited {
                if map.get(&entry.key).is_none() {
                    map.push(entry.key.clone(), entry.span, entry.node.clone());
                }
            }
        }
        map
    }

    fn check_unique(&mut self, map: &Map) {
        // Most mappings are small, and comparing is then faster than hashing.
        let entries = map.entries();
        let is_unique = |at: usize| entries[..at].iter().all(|it| it.key != entries[at].key);
        if entries.len() < 12 && (1..entries.len()).all(is_unique) {
            return;
        }
        let mut spans = HashMap::with_capacity(map.entries().len());
        for entry in map.entries() {
            if let Some(first) = spans.insert(entry.key.as_str(), entry.span) {
                let message = format!("duplicate key `{}`", entry.key);
                let diagnostic = Diagnostic::error(Code::DuplicateKey, message)
                    .related(self.sources.span(first), "first defined here")
                    .help("remove one of the two");
                self.push(diagnostic, entry.span);
            }
        }
    }

    fn span(&self, range: &ParserSpan) -> SourceSpan {
        let mut span = self.span_at(range.start.line(), range.start.col());
        if range.start.line() == range.end.line() {
            span.width = width(range.start.col(), range.end.col());
        }
        span
    }

    fn span_at(&self, line: usize, column: usize) -> SourceSpan {
        SourceSpan {
            source: self.source,
            width: 0,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        }
    }

    fn error(&mut self, span: SourceSpan, code: Code, message: &str) {
        self.push(Diagnostic::error(code, message), span);
    }

    fn push(&mut self, mut diagnostic: Diagnostic, span: SourceSpan) {
        self.failed = true;
        diagnostic.span = self.sources.span(span);
        self.findings.push(diagnostic);
    }
}

/// Returns the width between two columns; 0 (to the end of the line) if it does not fit.
fn width(from: usize, to: usize) -> u16 {
    u16::try_from(to.saturating_sub(from)).unwrap_or(0)
}

fn key_text(node: Node) -> Option<String> {
    match node.value {
        Value::String(text) | Value::Number(text) => Some(text),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null => Some("null".to_owned()),
        Value::Array(_) | Value::Map(_) => None,
    }
}

/// Resolves a plain scalar by the YAML 1.2 core schema.
fn resolve(text: Cow<'_, str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        // Most scalars are words, of which the first character tells enough.
        word if !word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
            Value::String(text.into_owned())
        }
        other if is_number(other) => {
            Value::Number(other.strip_prefix('+').unwrap_or(other).to_owned())
        }
        other => match radix(other) {
            Some(number) => Value::Number(number.to_string()),
            None => Value::String(text.into_owned()),
        },
    }
}

fn radix(text: &str) -> Option<u64> {
    let hex = text
        .strip_prefix("0x")
        .map(|digits| u64::from_str_radix(digits, 16));
    let octal = text
        .strip_prefix("0o")
        .map(|digits| u64::from_str_radix(digits, 8));
    hex.or(octal)?.ok()
}

/// `[-+]? ( digits [ . digits? ] | . digits ) ( [eE] [-+]? digits )?`
fn is_number(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_is_number = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    exponent_is_number
        && digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for text in ["1", "-1", "+1", ".5", "-.5", "1e3", "0x1f", "0o17"] {
            let value = resolve(Cow::Borrowed(text));
            assert!(matches!(value, Value::Number(_)), "{text}: {value:?}");
        }
        for text in ["a", "e3", "1a", "-", "+", ".", "..", "0x", "-a", "ü"] {
            assert_eq!(resolve(Cow::Borrowed(text)), Value::String(text.to_owned()));
        }
    }
}
