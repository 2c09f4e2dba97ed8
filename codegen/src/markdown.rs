//! Foreign text in documentation: names and values as code spans, and prose that stays prose.
//!
//! Documentation becomes comments, Markdown and doc tests at the same time. A name with a line feed
//! and a code fence in it would become a doc test, that is, a program. A carriage return would end
//! the comment.

mod carried;
mod html;

use std::borrow::Cow;

pub use carried::carried;

/// Formats any text as a Markdown code span.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return "` `".to_owned();
    }
    let text = visible(text).replace('\n', "\\n");
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// Escapes characters that are invisible or change the text direction. Line feeds are kept.
fn visible(text: &str) -> Cow<'_, str> {
    // Most texts have nothing to escape.
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            hidden if hidden.is_control() || is_invisible(hidden) => {
                shown.extend(hidden.escape_unicode());
            }
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// Returns whether a character is a line separator, is zero-width (except joiners, which emoji
/// need), or changes the text direction.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Prepares documentation from an overlay so that no code in it is run: rustdoc takes code blocks
/// without a language for Rust. An unclosed fence is closed.
pub fn prose(text: &str) -> String {
    let mut lines = Vec::new();
    let mut open: Option<&str> = None;
    let mut in_list = false;
    let mut indented = false;
    let text = visible(text);
    for line in text.lines() {
        let fence = fence_of(line);
        if let Some(opened) = open {
            if fence.is_some_and(|(fence, info)| fence.starts_with(opened) && info.is_empty()) {
                open = None;
            }
            lines.push(line.to_owned());
            continue;
        }
        let starts = lines.last().is_none_or(|before: &String| before.is_empty()) || indented;
        if line.starts_with("    ") && starts && !in_list && !line.trim().is_empty() {
            if !indented {
                lines.push("```text".to_owned());
            }
            indented = true;
            lines.push(line.to_owned());
            continue;
        }
        if indented && !line.is_empty() {
            lines.push("```".to_owned());
            indented = false;
        }
        if !line.starts_with(' ') && !line.is_empty() {
            in_list = is_item(line);
        }
        match fence {
            Some((fence, info)) => {
                open = Some(fence);
                let text = if info.is_empty() { "text" } else { "" };
                lines.push(format!("{}{text}", line.trim_end()));
            }
            None => lines.push(line.to_owned()),
        }
    }
    if indented {
        lines.push("```".to_owned());
    }
    lines.extend(open.map(str::to_owned));
    lines.join("\n")
}

/// Appends a sentence to documentation: to the last paragraph, or as a new paragraph if the last
/// line is not prose.
pub fn add(doc: &mut String, sentence: &str) {
    let last = doc.lines().last().unwrap_or_default();
    let is_prose = fence_of(last).is_none() && !last.trim_start().starts_with('|');
    doc.push_str(if is_prose { " " } else { "\n\n" });
    doc.push_str(sentence);
}

/// Returns the fence that a line begins with, and the info string after it.
fn fence_of(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let sign = line
        .chars()
        .next()
        .filter(|sign| matches!(sign, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    let fence = &line[..line.len() - rest.len()];
    // Backticks after backticks are a code span.
    let is_fence = fence.len() >= 3 && !(sign == '`' && rest.contains('`'));
    is_fence.then(|| (fence, rest.trim()))
}

fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|character: char| character.is_ascii_digit());
    line.starts_with(['-', '*', '+']) || digits.len() < line.len() && digits.starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_in_a_name_is_one_span() {
        assert_eq!(code("a.b"), "`a.b`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code(""), "` `");
        assert_eq!(
            code("a\n\n    b\r\u{202e}"),
            "`a\\n\\n    b\\u{d}\\u{202e}`"
        );
    }

    #[test]
    fn code_is_text_unless_it_says_what_it_is() {
        assert_eq!(prose("A.\n\n```\nx\n```\nB."), "A.\n\n```text\nx\n```\nB.");
        assert_eq!(prose("```json\n{}\n```"), "```json\n{}\n```");
        assert_eq!(prose("~~~~\n```\nx"), "~~~~text\n```\nx\n~~~~");
        assert_eq!(
            prose("A.\n\n    x\n\n    y\nB."),
            "A.\n\n```text\n    x\n\n    y\n```\nB."
        );
        assert_eq!(prose("- A.\n\n    B."), "- A.\n\n    B.");
        assert_eq!(prose("A `span`."), "A `span`.");
    }

    #[test]
    fn sentences_stay_out_of_code() {
        let added = |doc: &str| {
            let mut doc = doc.to_owned();
            add(&mut doc, "More.");
            doc
        };
        assert_eq!(added("A."), "A. More.");
        assert_eq!(added("```text\nx\n```"), "```text\nx\n```\n\nMore.");
    }
}
