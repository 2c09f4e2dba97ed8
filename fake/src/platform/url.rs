//! Where the API is, and percent-decoding.

/// The prefix of all paths of the API.
pub(crate) const BASE: &str = "/public/v1";

/// Percent-decodes a string, and nothing else: a plus is a plus. A percent sign without two digits is
/// kept. `None` if the result is not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let [first, after @ ..] = rest {
        match (first, after) {
            (b'%', [high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                decoded.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            _ => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(decoded).ok()
}

/// The segments of a path below that of the API, decoded. `None` if it is not below that, or a segment is not UTF-8.
pub(crate) fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix(BASE)?.strip_prefix('/')?;
    path.split('/').map(percent_decoded).collect()
}

/// The value of a hexadecimal digit.
fn digit(sign: u8) -> u8 {
    match sign {
        b'0'..=b'9' => sign - b'0',
        b'a'..=b'f' => sign - b'a' + 10,
        _ => sign.wrapping_sub(b'A').wrapping_add(10),
    }
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn percent_signs_are_decoded_once() {
        for (text, expected) in [
            ("a%20b+c", Some("a b+c")),
            ("%2525%c3%BC", Some("%25ü")),
            ("100%", Some("100%")),
            ("%4x%", Some("%4x%")),
            ("%ff", None),
            ("", Some("")),
        ] {
            assert_eq!(percent_decoded(text).as_deref(), expected, "{text}");
        }
    }
}
