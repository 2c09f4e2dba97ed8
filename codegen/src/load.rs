//! YAML (and so JSON) text to a [`Node`] tree with marks.
//!
//! The parser's events are read here, rather than serde_yaml's values, because only they tell
//! where each key and value stands. Scalars follow YAML 1.2's core schema, as OpenAPI asks.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::node::{Map, Mark, Node, Sources, Value};
use crate::source::Source;

/// How deep mappings and lists may be nested. The vendor's document needs 25.
const MAX_DEPTH: usize = 40;

/// How many nodes aliases may add. A document that needs more is a trap, not a contract.
const MAX_ALIASED: usize = 1_000_000;

/// Reads a text; findings go to `diagnostics`, and without a tree there is at least one error.
pub fn load(source: &Source, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Node> {
    let index = sources.add(&source.name);
    let mut loader = Loader::new(index, sources, diagnostics);
    let node = loader.run(&source.text);
    if node.is_none() && !loader.failed {
        loader.error(
            Mark {
                source: index,
                line: 1,
                column: 1,
            },
            "empty",
            "the document is empty",
        );
    }
    node.filter(|_| !loader.failed)
}

/// A mapping or list that is still being read.
enum Open {
    List(Vec<Node>),
    Map(Map, Option<(String, Mark)>),
}

struct Frame {
    open: Open,
    mark: Mark,
    anchor: usize,
}

struct Loader<'a> {
    source: u16,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: Vec<(usize, Node, usize)>,
    aliased: usize,
    failed: bool,
}

impl<'a> Loader<'a> {
    fn new(source: u16, sources: &'a Sources, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            source,
            sources,
            diagnostics,
            stack: Vec::new(),
            root: None,
            anchors: Vec::new(),
            aliased: 0,
            failed: false,
        }
    }

    fn run(&mut self, text: &str) -> Option<Node> {
        let mut parser = Parser::new_from_str(text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let mark = self.mark_at(error.marker().line(), error.marker().col());
                    self.error(mark, "yaml", &format!("this is not YAML: {}", error.info()));
                    return None;
                }
            };
            if matches!(event, Event::DocumentStart(_)) {
                documents += 1;
                if documents > 1 {
                    let mark = self.mark(&span);
                    self.error(
                        mark,
                        "several-documents",
                        "the text holds more than one YAML document",
                    );
                    return None;
                }
            }
            if !self.event(event, &span) {
                return None;
            }
        }
        self.root.take()
    }

    /// Takes one event in; false ends the reading.
    fn event(&mut self, event: Event<'_>, span: &Span) -> bool {
        let mark = self.mark(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let forced =
                    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let value = if style == ScalarStyle::Plain && !forced {
                    resolve(&text)
                } else {
                    Value::Text(text.into_owned())
                };
                self.complete(Node { value, mark }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.open(Open::List(Vec::new()), mark, anchor),
            Event::MappingStart(anchor, _) => {
                self.open(Open::Map(Map::default(), None), mark, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(id) => self.alias(id, mark),
            _ => true,
        }
    }

    fn open(&mut self, open: Open, mark: Mark, anchor: usize) -> bool {
        if self.stack.len() >= MAX_DEPTH {
            self.error(
                mark,
                "too-deep",
                &format!("nested more than {MAX_DEPTH} levels deep"),
            );
            return false;
        }
        self.stack.push(Frame { open, mark, anchor });
        true
    }

    fn close(&mut self) -> bool {
        let Some(frame) = self.stack.pop() else {
            return true;
        };
        let value = match frame.open {
            Open::List(items) => Value::List(items),
            Open::Map(map, _) => {
                self.check_unique(&map);
                Value::Map(map)
            }
        };
        let node = Node {
            value,
            mark: frame.mark,
        };
        self.complete(node, frame.anchor)
    }

    /// Puts a finished node where it belongs: as an element, a key, a value or the root.
    fn complete(&mut self, node: Node, anchor: usize) -> bool {
        if anchor > 0 {
            self.anchors.push((anchor, node.clone(), count(&node)));
        }
        let mark = node.mark;
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return true;
        };
        match &mut frame.open {
            Open::List(items) => items.push(node),
            Open::Map(map, pending) => match pending.take() {
                Some((key, at)) => map.push(key, at, node),
                None => match key_text(node) {
                    Some(key) => *pending = Some((key, mark)),
                    None => {
                        self.error(mark, "key", "a key must be a text or a number");
                        return false;
                    }
                },
            },
        }
        true
    }

    fn alias(&mut self, id: usize, mark: Mark) -> bool {
        let Some((_, node, size)) = self.anchors.iter().rev().find(|(anchor, ..)| *anchor == id)
        else {
            self.error(
                mark,
                "alias",
                "this alias stands inside the node that it names",
            );
            return false;
        };
        self.aliased += size;
        if self.aliased > MAX_ALIASED {
            self.error(
                mark,
                "alias",
                &format!("aliases add more than {MAX_ALIASED} nodes"),
            );
            return false;
        }
        let node = node.clone();
        self.complete(node, 0)
    }

    fn check_unique(&mut self, map: &Map) {
        let mut seen = std::collections::HashMap::with_capacity(map.entries().len());
        for entry in map.entries() {
            if let Some(first) = seen.insert(entry.key.as_str(), entry.mark) {
                let message = format!(
                    "the key `{}` stands twice; first in line {}",
                    entry.key, first.line
                );
                self.error(entry.mark, "duplicate-key", &message);
            }
        }
    }

    fn mark(&self, span: &Span) -> Mark {
        self.mark_at(span.start.line(), span.start.col())
    }

    fn mark_at(&self, line: usize, column: usize) -> Mark {
        Mark {
            source: self.source,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        }
    }

    fn error(&mut self, mark: Mark, code: &'static str, message: &str) {
        self.failed = true;
        let mut diagnostic = Diagnostic::error(code, message);
        diagnostic.place = self.sources.place(mark);
        self.diagnostics.push(diagnostic);
    }
}

fn count(node: &Node) -> usize {
    1 + match &node.value {
        Value::List(items) => items.iter().map(count).sum(),
        Value::Map(map) => map.entries().iter().map(|entry| count(&entry.node)).sum(),
        _ => 0,
    }
}

fn key_text(node: Node) -> Option<String> {
    match node.value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null => Some("null".to_owned()),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// A plain scalar by YAML 1.2's core schema.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.strip_prefix('+').unwrap_or(text).to_owned()),
        _ => match radix(text) {
            Some(number) => Value::Number(number.to_string()),
            None => Value::Text(text.to_owned()),
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
