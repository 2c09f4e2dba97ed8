//! Pairs of query strings.

use http::Uri;

/// Returns the URL with a pair at the end of its query; `None` if it would be too long.
pub(crate) fn with_pair(url: &Uri, name: &str, value: &[u8]) -> Option<Uri> {
    let mut text = url.to_string();
    match url.query() {
        None => text.push('?'),
        Some("") => {}
        Some(_) => text.push('&'),
    }
    encode(name.as_bytes(), &mut text);
    text.push('=');
    encode(value, &mut text);
    Uri::try_from(text).ok()
}

/// Returns the URL without the pairs of this name and value, however they are encoded; `None` if it has none.
pub(crate) fn without_pair(url: &Uri, name: &str, value: &[u8]) -> Option<Uri> {
    let query = url.query()?;
    let is_kept = |pair: &&str| !is_pair(pair, name, value);
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    if kept.len() == query.split('&').count() {
        return None;
    }
    let mut text = url.to_string();
    text.truncate(text.find('?')?);
    if !kept.is_empty() {
        text.push('?');
        text.push_str(&kept.join("&"));
    }
    Uri::try_from(text).ok()
}

/// Returns whether the query has a pair of this name.
pub(crate) fn has_name(query: &str, name: &str) -> bool {
    query.split('&').any(|pair| {
        stands_for(
            pair.split_once('=').map_or(pair, |(it, _)| it),
            name.as_bytes(),
        )
    })
}

fn is_pair(pair: &str, name: &str, value: &[u8]) -> bool {
    let (found_name, found_value) = pair.split_once('=').unwrap_or((pair, ""));
    stands_for(found_name, name.as_bytes()) && stands_for(found_value, value)
}

/// Returns whether encoded text decodes to this one. A plus is itself or a space, since servers differ in that.
fn stands_for(encoded: &str, text: &[u8]) -> bool {
    let mut rest = encoded.as_bytes();
    for expected in text {
        let (found, length) = match *rest {
            [b'%', high, low, ..] => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'%', 1),
            },
            [b'+', ..] if *expected == b' ' => (b' ', 1),
            [byte, ..] => (byte, 1),
            [] => return false,
        };
        if found != *expected {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    rest.is_empty()
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// Appends text of which nothing is a delimiter: all but RFC 3986's unreserved characters are encoded.
fn encode(text: &[u8], into: &mut String) {
    for byte in text {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            into.push(char::from(*byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Uri {
        text.parse().expect(text)
    }

    #[test]
    fn a_pair_is_appended_encoded() {
        for (before, after) in [
            (
                "https://x.example/a",
                "https://x.example/a?k%5B%5D=s%26%2B%20%C3%BC",
            ),
            (
                "https://x.example/a?",
                "https://x.example/a?k%5B%5D=s%26%2B%20%C3%BC",
            ),
            (
                "https://x.example/a?b=c",
                "https://x.example/a?b=c&k%5B%5D=s%26%2B%20%C3%BC",
            ),
        ] {
            let with = with_pair(&url(before), "k[]", "s&+ ü".as_bytes()).expect(before);
            assert_eq!(with.to_string(), after);
        }
        let long = "x".repeat(usize::from(u16::MAX));
        assert_eq!(
            with_pair(&url("https://x.example/a"), "k", long.as_bytes()),
            None
        );
    }

    #[test]
    fn a_pair_is_removed_however_it_is_encoded() {
        for (query, rest) in [
            ("k=s%2B%20t", Some("")),
            ("k=s++t", Some("")),
            ("k=s%2b+t", Some("")),
            ("k=s%20%20t&k=s+%20t", Some("?k=s%20%20t")),
            ("a=b&%6B=s%2B%20t&c", Some("?a=b&c")),
            ("k=s%2B%20t&k=s%2B%20t", Some("")),
            ("k=s%2B%20tt", None),
            ("k=s%2B%20", None),
            ("kk=s%2B%20t", None),
            ("k=%zz%2", None),
        ] {
            let without = without_pair(&url(&format!("https://x.example/a?{query}")), "k", b"s+ t");
            let expected = rest.map(|it| url(&format!("https://x.example/a{it}")));
            assert_eq!(without, expected, "{query}");
        }
        assert_eq!(without_pair(&url("https://x.example/a"), "k", b"s"), None);
    }

    #[test]
    fn a_name_is_found_whatever_its_value() {
        assert!(has_name("a=b&%6b=c", "k"));
        assert!(has_name("k", "k"));
        assert!(!has_name("a=k&kk=k", "k"));
    }
}
