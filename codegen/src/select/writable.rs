//! What cannot be written as YAML so that every reader reads it back.
//!
//! YAML 1.1 takes U+0085, U+2028 and U+2029 for line breaks, YAML 1.2 for characters like others. Our
//! writer follows the one and our reader the other: next to blanks such a character would come back
//! as something else.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;

/// Reports every text and key with such a character.
pub fn check(node: &Node, pointer: &Pointer, sources: &Sources, diagnostics: &mut Diagnostics) {
    match &node.value {
        Value::String(text) => report(text, node.span, pointer, sources, diagnostics),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &pointer.index(index), sources, diagnostics);
            }
        }
        Value::Map(map) => {
            for entry in map.entries() {
                let pointer = pointer.key(&entry.key);
                report(&entry.key, entry.span, &pointer, sources, diagnostics);
                check(&entry.node, &pointer, sources, diagnostics);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn report(
    text: &str,
    span: SourceSpan,
    pointer: &Pointer,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let Some(found) = text.chars().find(|c| is_break(*c)) else {
        return;
    };
    let number = u32::from(found);
    let message = format!("this text holds U+{number:04X}, a line break to some readers of YAML");
    let mut diagnostic = Diagnostic::error("line-separator", message)
        .about(pointer)
        .help("take it out of the document, or put a space or a line feed in its place");
    diagnostic.span = sources.span(span);
    diagnostics.push(diagnostic);
}

fn is_break(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
}
