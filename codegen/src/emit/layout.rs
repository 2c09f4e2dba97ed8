//! Blank lines between items: prettyplease leaves none, and files of thousands of lines need them.

use std::fmt::Write as _;

/// Stands for a line break in documentation until it is laid out. It does not occur in documentation.
pub const LINE_BREAK: char = '\u{1}';

/// The prefix of the name of a module that stands for a macro call until it is laid out.
pub const DECLARATION: &str = "__connect_macro_";

/// Breaks documentation into lines, and puts a blank line after the imports, between items and between methods.
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut before: Option<Line<'_>> = None;
    for text in text.lines() {
        let line = Line::new(text);
        if before.is_some_and(|before| needs_gap(before, line)) {
            spaced.push('\n');
        }
        if let Some(macro_name) = line.macro_name() {
            spaced.push_str(text.get(..line.indent).unwrap_or_default());
            let _ = writeln!(spaced, "connect_runtime::codegen::{macro_name}! {{");
            before = Some(line);
            continue;
        }
        before = Some(line);
        // A line of code has no such character, and there are many.
        if !line.text.starts_with("//") {
            spaced.push_str(text);
            spaced.push('\n');
            continue;
        }
        let mut parts = text.split(LINE_BREAK);
        spaced.push_str(parts.next().unwrap_or_default());
        spaced.push('\n');
        // The indentation, and the three characters that begin a doc comment.
        let start = text.get(..line.indent + 3).unwrap_or_default();
        for part in parts {
            spaced.push_str(start);
            spaced.push_str(part);
            spaced.push('\n');
        }
    }
    spaced
}

/// A line without its indentation. prettyplease indents with spaces.
#[derive(Clone, Copy)]
struct Line<'t> {
    indent: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn new(line: &'t str) -> Self {
        let spaces = line.bytes().take_while(|byte| *byte == b' ');
        let indent = spaces.count();
        Self {
            indent,
            text: line.get(indent..).unwrap_or_default(),
        }
    }

    /// The macro whose call begins here.
    fn macro_name(self) -> Option<&'t str> {
        let module = self.text.strip_prefix("mod ")?;
        module.strip_prefix(DECLARATION)?.strip_suffix(" {")
    }
}

fn needs_gap(before: Line<'_>, line: Line<'_>) -> bool {
    if line.indent != before.indent || line.indent > 8 {
        return false;
    }
    let (before, line) = (before.text, line.text);
    let ends_item = before == "}"
        || before.ends_with(';') && !before.starts_with("let ") && !before.starts_with("//")
        || before.starts_with("pub enum ") && before.ends_with("{}");
    if !ends_item {
        return false;
    }
    let begins_item = ITEMS.iter().any(|start| line.starts_with(start));
    let same_list = LISTS
        .iter()
        .any(|start| before.starts_with(start) && line.starts_with(start));
    begins_item && !same_list
}

/// The beginnings of items.
const ITEMS: [&str; 12] = [
    "///",
    "#[",
    "pub ",
    "impl",
    "fn ",
    "mod ",
    "static ",
    "const ",
    "connect_runtime::",
    "type ",
    "use ",
    "enum ",
];

/// One-line items that are not separated by blank lines.
const LISTS: [&str; 3] = ["use ", "mod ", "pub use "];
