//! Strings of the platform and of files, made safe for a terminal.

/// Replaces what a terminal would obey, or show in another order, by escapes such as `\u{1b}`. Line breaks and tabs become
/// spaces.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\n' | '\r' | '\t' => clean.push(' '),
            it if is_active(it) => clean.extend(it.escape_unicode()),
            it => clean.push(it),
        }
    }
    clean
}

/// The same for a text of several lines, which stay lines.
pub fn clean_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(clean).collect();
    lines.join("\n")
}

/// Controls, and what changes the direction of a text or is not seen.
fn is_active(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The same within JSON, where these characters are only in strings and have escapes of their own. Others stay.
pub fn clean_json(json: &str) -> String {
    let mut clean = String::with_capacity(json.len());
    for it in json.chars() {
        match u32::from(it) {
            code @ 0x7f..=0xffff if is_active(it) => {
                clean.push_str(&format!("\\u{code:04x}"));
            }
            _ => clean.push(it),
        }
    }
    clean
}

/// Whether a text has the characters of ids alone, so that it can be a part of a file name.
pub fn is_id(text: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    !text.is_empty() && text.bytes().all(is_plain)
}

/// A number of things, such as `1 row` and `2 rows`.
pub fn count(number: u64, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_json, clean_lines};

    #[test]
    fn a_terminal_obeys_nothing() {
        assert_eq!(
            clean("a\x1b[2Jb\u{9b}c\u{202e}d"),
            "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d"
        );
        assert_eq!(clean("a\r\nb\tc é 漢"), "a  b c é 漢");
        assert_eq!(clean_lines("a\x07\nb"), "a\\u{7}\nb");
    }

    #[test]
    fn escapes_in_json_are_json() {
        let value = serde_json::json!({"a": "x\u{9b}y\u{202e}\u{1b}\n é"});
        let text = clean_json(&format!("{value:#}"));
        assert_eq!(text, "{\n  \"a\": \"x\\u009by\\u202e\\u001b\\n é\"\n}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).ok(),
            Some(value)
        );
    }
}
