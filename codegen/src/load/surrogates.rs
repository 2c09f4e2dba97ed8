//! Surrogate pairs in JSON: `\ud83d\ude00` is one character, which YAML writes as `\U0001f600`.

use std::borrow::Cow;

/// Returns the text of a JSON document with YAML's escape in place of each surrogate pair. Any other text stays as it
/// is: only JSON has all its strings in double quotes.
pub fn joined(text: &str) -> Cow<'_, str> {
    let is_json = text
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with(['{', '[']);
    if !is_json || !has_surrogates(text) {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        joined.push_str(before);
        // Both characters of an escape are passed at once, so that `\\ud83d` is no surrogate.
        let length = match pair(escape) {
            Some(character) => {
                joined.push_str(&format!("\\U{:08x}", u32::from(character)));
                PAIR
            }
            None => {
                let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                joined.push_str(&escape[..length]);
                length
            }
        };
        rest = &escape[length..];
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// The length of a surrogate pair: `\ud83d\ude00`.
const PAIR: usize = 12;

fn has_surrogates(text: &str) -> bool {
    text.contains("\\ud") || text.contains("\\uD")
}

/// Returns the character of the surrogate pair at the beginning of a text.
fn pair(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut decoded = char::decode_utf16([unit(0)?, unit(6)?]);
    let character = decoded.next()?.ok()?;
    decoded.next().is_none().then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_joined_in_json_only() {
        assert_eq!(
            joined(r#"{"a": "\ud83d\uDE00!"}"#),
            r#"{"a": "\U0001f600!"}"#
        );
        assert_eq!(
            joined(r#" [ "\\ud83d\\ude00" ]"#),
            r#" [ "\\ud83d\\ude00" ]"#
        );
        assert_eq!(joined(r#"a: "\ud83d\ude00""#), r#"a: "\ud83d\ude00""#);
        // Half a pair is no character, which the parser says.
        assert_eq!(joined(r#"{"a": "\ud83d"}"#), r#"{"a": "\ud83d"}"#);
        assert_eq!(
            joined(r#"{"a": "\ud83d\u0041"}"#),
            r#"{"a": "\ud83d\u0041"}"#
        );
        assert_eq!(
            joined("{\"a\": \"\\ud83d\\ude00\\"),
            "{\"a\": \"\\U0001f600\\"
        );
        assert_eq!(
            joined("{\"ä\\ü\": \"\\ud83d\\ude00\"}"),
            "{\"ä\\ü\": \"\\U0001f600\"}"
        );
    }
}
