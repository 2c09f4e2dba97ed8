//! Values of path, query and header parameters as text, and how text gets into a URL.

pub(crate) mod header;
pub(crate) mod pairs;
pub(crate) mod segment;
pub(crate) mod structure;
mod style;
pub(crate) mod urlencoded;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::style::Style;
use crate::problem::Problem;

/// A value that can be sent as a path, query or header parameter.
///
/// ```
/// use connect_usage::runtime::ParameterValue;
/// assert_eq!(12_i64.write(), "12");
/// assert_eq!("a b".write(), "a b"); // encoding is the request's part
/// ```
pub trait ParameterValue {
    /// The value's text, not yet encoded.
    fn write(&self) -> String;
}

macro_rules! by_display {
    ($($type:ty),*) => {$(
        impl ParameterValue for $type {
            fn write(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

by_display!(str, String, i32, i64, u64, bool);

impl<T: ParameterValue + ?Sized> ParameterValue for &T {
    fn write(&self) -> String {
        (**self).write()
    }
}

/// All but RFC 3986's unreserved characters: what is encoded by this set is never a delimiter.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is encoded in an RQL expression outside of quotes: as above, without the delimiters of the
/// language itself, which a query may hold as they are. Encoded they would mean the same to the
/// server (it decodes before it parses) and be harder to read in a log.
const RQL: &AsciiSet = &RESERVED
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b'&')
    .remove(b'=')
    .remove(b'*');

/// Appends `text` so that decoding gives it back and nothing in it is a delimiter.
pub(crate) fn encode_text(text: &str, into: &mut String) {
    into.extend(utf8_percent_encode(text, RESERVED));
}

/// Appends a whole RQL expression for the query string. What stands in quotes is encoded to the last
/// delimiter, so that nobody on the way to the server can take it for one.
pub(crate) fn encode_expression(expression: &str, into: &mut String) {
    let mut rest = expression;
    while let Some(start) = rest.find(['"', '\'']) {
        // Both kinds of quotes are one byte long.
        let (outside, quoted) = rest.split_at(start);
        let end = quoted[1..]
            .find(&quoted[..1])
            .map_or(quoted.len(), |at| at + 2);
        into.extend(utf8_percent_encode(outside, RQL));
        encode_text(&quoted[..end], into);
        rest = &quoted[end..];
    }
    into.extend(utf8_percent_encode(rest, RQL));
}

/// Appends one path segment. Empty and dot segments would change which path is called, even when
/// encoded (URL parsers resolve `%2e%2e` too), so they are refused.
pub(crate) fn encode_segment(name: &str, value: &str, into: &mut String) -> Result<(), Problem> {
    check_segment(name, value)?;
    encode_text(value, into);
    Ok(())
}

/// Refuses a path segment that a URL parser would drop or resolve. `name` is that of its parameter.
pub(crate) fn check_segment(name: &str, value: &str) -> Result<(), Problem> {
    match value {
        "" => Err(Problem::new(format_args!(
            "the path parameter `{name}` is empty"
        ))),
        "." | ".." => Err(Problem::new(format_args!(
            "the path parameter `{name}` is `{value}`, which would name another path"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(value: &str) -> Result<String, Problem> {
        let mut text = String::new();
        encode_segment("id", value, &mut text).map(|()| text)
    }

    #[test]
    fn special_characters_stay_in_one_segment() {
        assert_eq!(
            segment("a/b c%ü?#+"),
            Ok("a%2Fb%20c%25%C3%BC%3F%23%2B".to_owned())
        );
    }

    #[test]
    fn segments_that_name_another_path_are_refused() {
        for value in ["", ".", ".."] {
            assert!(segment(value).is_err(), "{value:?}");
        }
        assert_eq!(segment("..."), Ok("...".to_owned()));
    }

    proptest! {
        #[test]
        fn decoding_gives_the_text_back(text in any::<String>()) {
            let mut encoded = String::new();
            encode_text(&text, &mut encoded);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            let decoded = percent_encoding::percent_decode_str(&encoded).decode_utf8().ok();
            prop_assert_eq!(decoded.as_deref(), Some(text.as_str()));
        }
    }
}
