//! Inline Markdown of texts that hold names of a document.

use crate::words::visible;

/// Formats any text as a code span, on one line.
pub fn code(text: &str) -> String {
    let text = visible(text);
    let runs = text.split(|character| character != '`').map(str::len);
    let longest = runs.max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A blank beside the fence is taken off again.
    let is_close = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty();
    let gap = if is_close { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// Formats a sentence whose names are between backticks.
///
/// A name can hold any character, also backticks. So nothing is taken for Markdown: what is between backticks becomes
/// a code span, and of the rest every word that could be more than a word does.
pub fn sentence(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        let is_closed = parts.peek().is_some();
        if is_code && is_closed {
            out.push_str(&code(part));
        } else {
            words(part, &mut out);
        }
        is_code = !is_code;
    }
    out
}

/// Adds the words of a text between code spans.
fn words(text: &str, out: &mut String) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        if is_plain(word) {
            out.push_str(word);
        } else {
            // Two code spans without a blank would be one.
            if out.ends_with('`') {
                out.push(' ');
            }
            out.push_str(&code(word));
        }
    }
}

/// Returns whether a word means nothing else in Markdown, and is no address.
fn is_plain(word: &str) -> bool {
    let is_harmless = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '\'' | '-' | '/')
    };
    let is_address = word.contains("://") || word.to_lowercase().contains("www.");
    word.chars().all(is_harmless) && !is_address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_their_code_spans() {
        for (text, expected) in [
            ("field `a` of `B`.", "field `a` of `B`."),
            ("is `3`, was not set.", "is `3`, was not set."),
            // A backtick in a name takes it apart, and nothing gets out.
            (
                "field `a` <img src=x> [b](c) `d` of `B`",
                "field `a` `<img` `src=x>` `[b](c)` `d` of `B`",
            ),
            ("x ` @user", "x  `@user`"),
            (
                "see https://evil.example or www.evil.example",
                "see `https://evil.example` or `www.evil.example`",
            ),
            ("a `line\n## feed` b", r"a `line\n## feed` b"),
            ("#1 *b* _c_ <!--", "`#1` `*b*` `_c_` `<!--`"),
        ] {
            assert_eq!(sentence(text), expected, "{text}");
        }
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(""), "`  `");
    }
}
