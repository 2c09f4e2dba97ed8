//! Reports text that not every YAML parser reads back unchanged.
//!
//! YAML 1.1 treats U+0085, U+2028 and U+2029 as line breaks, YAML 1.2 as ordinary characters. The
//! writer used here follows the former, the parser the latter. Next to blanks, such a character
//! would change when it is read again.

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;

/// Reports every string and key with such a character.
pub fn check(node: &Node, pointer: &Pointer, sources: &Sources, findings: &Findings) {
    match &node.value {
        Value::String(text) => report(text, node.span, pointer, sources, findings),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &pointer.index(index), sources, findings);
            }
        }
        Value::Map(map) => {
            for entry in map.entries() {
                let pointer = pointer.key(&entry.key);
                report(&entry.key, entry.span, &pointer, sources, findings);
                check(&entry.node, &pointer, sources, findings);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn report(text: &str, span: SourceSpan, pointer: &Pointer, sources: &Sources, findings: &Findings) {
    let Some(found) = text.chars().find(|c| is_break(*c)) else {
        return;
    };
    let number = u32::from(found);
    let message =
        format!("U+{number:04X} in a string, which some YAML parsers treat as a line break");
    let mut diagnostic = Diagnostic::error(Code::LineSeparator, message)
        .about(pointer)
        .help("remove it from the document, or replace it with a space or a line feed");
    diagnostic.span = sources.span(span);
    findings.push(diagnostic);
}

fn is_break(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
}
