//! Words in texts: whole words that are replaced, and characters that are escaped.

/// Replaces a whole word in a text.
pub fn renamed(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(if word == from { to } else { &word });
        word.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Escapes the characters of a foreign text that would break its line, control a terminal, be invisible or change the
/// direction of other text.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            hidden if hidden.is_control() || is_invisible(hidden) => {
                shown.extend(hidden.escape_unicode());
            }
            other => shown.push(other),
        }
    }
    shown
}

/// Returns whether a character separates lines, has no width, or changes the direction of text.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_renamed() {
        assert_eq!(
            renamed("fn(File) -> Call<Files>", "File", "Report"),
            "fn(Report) -> Call<Files>"
        );
    }

    #[test]
    fn nothing_of_a_foreign_text_controls_the_terminal() {
        let text = "a\r\n\u{1b}[2J\u{202e}b\u{2028}\u{200b}größe 灯";
        assert_eq!(
            visible(text),
            r"a\r\n\u{1b}[2J\u{202e}b\u{2028}\u{200b}größe 灯"
        );
    }
}
