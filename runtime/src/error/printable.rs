//! What may be printed of texts that the application did not write: an allow-list.
//!
//! A text that a server sent is described, not quoted. What is printed of it has a form too narrow for a key or a
//! presigned URL: numbers, dates, JSON literals, and short names of fields and statuses.

use std::error::Error as StdError;
use std::fmt;

use serde_json::error::Category;

/// The longest name or number that is printed.
const MAX_LENGTH: usize = 40;

/// The most digits at the end of a name, as in `address_line_2`.
const MAX_DIGITS: usize = 2;

/// Returns whether it is a name that may be printed, of a field or a status: letters and `_`, with two digits at the
/// end at most.
pub(crate) fn is_name(text: &str) -> bool {
    let name = text.trim_end_matches(|it: char| it.is_ascii_digit());
    let is_letter = |it: u8| it.is_ascii_alphabetic() || it == b'_';
    text.len() <= MAX_LENGTH
        && text.len() - name.len() <= MAX_DIGITS
        && !name.is_empty()
        && name.bytes().all(is_letter)
}

/// Returns whether it is one of the API's error codes, such as `VAL_001`.
pub(crate) fn is_code(text: &str) -> bool {
    let Some((area, number)) = text.split_once('_') else {
        return false;
    };
    (2..=8).contains(&area.len())
        && area.bytes().all(|it| it.is_ascii_uppercase())
        && (1..=6).contains(&number.len())
        && number.bytes().all(|it| it.is_ascii_digit())
}

/// The path of a call, with `…` for segments that are not like ids and words: a caller may have taken a URL for an id.
pub(super) fn path(path: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
    let segments = path.split('/');
    let shown = segments.map(|it| match it.bytes().all(is_plain) {
        true => it,
        false => "…",
    });
    shown.collect::<Vec<_>>().join("/")
}

/// Returns the field that a message of the API is about: `period.from` of `period.from: this field is required`.
pub(super) fn field(message: &str) -> Option<&str> {
    let (field, _) = message.split_once(':')?;
    let is_field = field.len() <= MAX_LENGTH
        && field.split('.').all(is_name)
        && !field.bytes().any(|it| it.is_ascii_uppercase());
    is_field.then_some(field)
}

/// A value that a server sent, described by its JSON type: `an object`, `a string of 34 characters`. Numbers, `true`,
/// `false` and `null` are shown.
pub(crate) fn described(json: &str) -> String {
    let literal = json.len() <= MAX_LENGTH;
    match json.bytes().next() {
        None => "nothing".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'[') => "an array".to_owned(),
        Some(b'"') => {
            let length =
                serde_json::from_str::<String>(json).map_or(json.len(), |it| it.chars().count());
            text_of(length)
        }
        Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') if literal => json.to_owned(),
        Some(_) => format!("a value of {} bytes", json.len()),
    }
}

/// A value that a server sent and that cannot be read. As [`described`], but a string that [`text`] shows is shown.
pub(super) fn found(json: &str) -> String {
    let string = serde_json::from_str::<String>(json);
    match string.is_ok_and(|it| is_shown(&it)) {
        true => json.to_owned(),
        false => described(json),
    }
}

/// A name that a server sent, in backquotes, or its length if it has another form.
pub(crate) fn name(text: &str) -> String {
    match is_name(text) {
        true => format!("`{text}`"),
        false => text_of(text.chars().count()),
    }
}

/// A text that a server sent where a number was expected: as it is if it looks like a number or a date, or is `true`,
/// `false` or `null`, else described.
pub(crate) fn text(text: &str) -> String {
    match is_shown(text) {
        true => text.to_owned(),
        false => text_of(text.chars().count()),
    }
}

fn is_shown(text: &str) -> bool {
    let is_numeric = |it: u8| it.is_ascii_digit() || b"+-.:eETZ".contains(&it);
    let has_digits = text.bytes().any(|it| it.is_ascii_digit());
    ["true", "false", "null"].contains(&text)
        || (text.len() <= MAX_LENGTH && has_digits && text.bytes().all(is_numeric))
}

/// A text that the application itself gave, in backquotes: its beginning, if it is long.
pub(crate) fn own(text: &str) -> String {
    if text.is_empty() {
        return text_of(0);
    }
    let mut characters = text.chars();
    let shown: String = characters.by_ref().take(MAX_LENGTH).collect();
    let more = if characters.next().is_some() {
        "…"
    } else {
        ""
    };
    format!("`{}{more}`", shown.escape_debug())
}

fn text_of(characters: usize) -> String {
    match characters {
        0 => "an empty string".to_owned(),
        1 => "a string of 1 character".to_owned(),
        _ => format!("a string of {characters} characters"),
    }
}

/// Why JSON could not be read, without the value that serde's messages quote. Messages of other forms than serde's are
/// shown only if they are `own`: the decoding of this crate quotes nothing but numbers.
pub(super) fn reason(error: &serde_json::Error, own: bool) -> String {
    /// What serde's messages about a value begin with. The value follows, then `, expected` and what the type says.
    const QUOTING: [&str; 5] = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant ",
        "unknown field ",
    ];
    let text = error.to_string();
    match error.classify() {
        // Fixed texts of the JSON parser.
        Category::Syntax | Category::Eof | Category::Io => text,
        Category::Data if QUOTING.iter().any(|it| text.starts_with(it)) => {
            match text.rsplit_once(", expected ") {
                Some((_, expected)) => format!("expected {expected}"),
                None => unexpected(error),
            }
        }
        Category::Data if own || text.starts_with("missing field `") => text,
        Category::Data => unexpected(error),
    }
}

fn unexpected(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    format!("an unexpected value at line {line} column {column}")
}

/// What the innermost cause of a failed exchange says, since the errors around it say less. A text that may quote a
/// URL, a header or a body is not shown; [`Error::source`](StdError::source) has it.
pub(super) fn cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let text = cause.to_string();
    match is_harmless(&text) {
        true => text,
        false => "the cause is not shown, since it may quote a URL or a header".to_owned(),
    }
}

/// Returns whether a text can hold neither the query of a URL nor a key, in whatever form they are written.
fn is_harmless(text: &str) -> bool {
    const OF_QUERIES: &[char] = &['?', '=', '&', '%', '@', '<', '\\'];
    let lower = text.to_ascii_lowercase();
    text.len() <= 500
        && !text.contains(OF_QUERIES)
        && !text.contains(char::is_control)
        && !["apikey", "su-"].iter().any(|it| lower.contains(it))
}

/// Shows an error of a library in `Debug`, by [`cause`].
pub(super) struct Cause<'a>(pub(super) &'a (dyn StdError + 'static));

impl fmt::Debug for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", cause(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_and_fields_have_narrow_forms() {
        for name in ["period", "external_id", "externalId", "line_2", "x"] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "",
            "12",
            "a1b",
            "a-b",
            "a b",
            "c10be9d7",
            "a123",
            "é",
            &"a".repeat(41),
        ] {
            assert!(!is_name(other), "{other}");
        }
        for code in ["VAL_001", "AUTH_001", "SYS_1"] {
            assert!(is_code(code), "{code}");
        }
        for other in [
            "",
            "VAL",
            "VAL_",
            "_001",
            "val_001",
            "VAL_00a",
            "VAL_0000001",
            "SU-1:x",
        ] {
            assert!(!is_code(other), "{other}");
        }
        assert_eq!(field("period.from: is required"), Some("period.from"));
        for other in [
            "no field",
            "https://x",
            "Note: x",
            "a b: c",
            ": x",
            "hT7qVxK2: x",
        ] {
            assert_eq!(
                field(other),
                (other == "https://x").then_some("https"),
                "{other}"
            );
        }
    }

    #[test]
    fn texts_are_shown_if_they_look_like_numbers_or_dates() {
        for text in ["-1.50", "1e-40", "2029-13-45", "2029-01-01T25:00:00Z"] {
            assert_eq!(super::text(text), text);
        }
        for text in ["true", "false", "null"] {
            assert_eq!(super::text(text), text);
        }
        assert_eq!(super::text("draft"), "a string of 5 characters");
        assert_eq!(super::text(""), "an empty string");
        assert_eq!(super::text("ETZ"), "a string of 3 characters");
        assert_eq!(super::text("1 2"), "a string of 3 characters");
        assert_eq!(super::text("c10be9d7"), "a string of 8 characters");
        assert_eq!(super::text(&"1".repeat(41)), "a string of 41 characters");
        assert_eq!(found(r#""1.5""#), r#""1.5""#);
        assert_eq!(found(r#""draft""#), "a string of 5 characters");
        assert_eq!(found("[1]"), "an array");
    }

    #[test]
    fn texts_of_the_application_are_shown_up_to_a_length() {
        assert_eq!(own("12,3"), "`12,3`");
        assert_eq!(own(""), "an empty string");
        assert_eq!(own("a\n\u{7}"), r"`a\n\u{7}`");
        assert_eq!(own(&"ü".repeat(40)), format!("`{}`", "ü".repeat(40)));
        assert_eq!(own(&"ü".repeat(41)), format!("`{}…`", "ü".repeat(40)));
    }

    #[test]
    fn paths_show_ids() {
        assert_eq!(
            path("/usage/files/UF-1_a.b/submit"),
            "/usage/files/UF-1_a.b/submit"
        );
        assert_eq!(
            path("/usage/files/https%3A%2F%2Fx%3Fsig%3Ds"),
            "/usage/files/…"
        );
        assert_eq!(path("/accounts/SU-1:secret"), "/accounts/…");
    }

    #[test]
    fn values_are_described_by_their_type() {
        for (json, description) in [
            ("", "nothing"),
            (r#"{"a": 1}"#, "an object"),
            ("[1]", "an array"),
            (r#""""#, "an empty string"),
            (r#""é""#, "a string of 1 character"),
            (r#""secret""#, "a string of 6 characters"),
            ("-1.50", "-1.50"),
            ("true", "true"),
            ("null", "null"),
        ] {
            assert_eq!(described(json), description);
        }
        assert_eq!(described(&"1".repeat(41)), "a value of 41 bytes");
    }
}
