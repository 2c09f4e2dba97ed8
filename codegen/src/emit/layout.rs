//! Blank lines between items: prettyplease leaves none, and files of thousands of lines need them.

/// What stands for a line break in documentation, until it is laid out. No documentation has it.
pub const LINE_BREAK: char = '\u{1}';

/// The text with its documentation in lines, and with a blank line behind the imports, between items, and between methods.
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut before: Option<&str> = None;
    for line in text.lines() {
        if before.is_some_and(|before| needs_gap(before, line)) {
            spaced.push('\n');
        }
        let mut parts = line.split(LINE_BREAK);
        spaced.push_str(parts.next().unwrap_or_default());
        spaced.push('\n');
        // The indentation and the sign of a comment, which is of three characters.
        let start = line.len() - line.trim_start().len() + 3;
        for part in parts {
            spaced.push_str(line.get(..start).unwrap_or_default());
            spaced.push_str(part);
            spaced.push('\n');
        }
        before = Some(line);
    }
    spaced
}

fn needs_gap(before: &str, line: &str) -> bool {
    let indent = |text: &str| text.len() - text.trim_start().len();
    if indent(line) != indent(before) || indent(line) > 8 || line.trim_start().starts_with('}') {
        return false;
    }
    let (before, line) = (before.trim_start(), line.trim_start());
    let ends_item = before == "}"
        || before.ends_with(';') && !before.starts_with("let ") && !before.starts_with("//")
        || before.starts_with("impl") && before.ends_with("{}");
    let begins_item = ITEMS.iter().any(|start| line.starts_with(start));
    let same_list = LISTS
        .iter()
        .any(|start| before.starts_with(start) && line.starts_with(start));
    let offers = before.starts_with("impl Offers<") && line.starts_with("impl Or");
    ends_item && begins_item && !same_list && !offers
}

/// How items begin.
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

/// Items of one line that stand together.
const LISTS: [&str; 4] = ["use ", "mod ", "pub use ", "impl Offers<"];
