//! Text of foreign origin, made fit for messages.

use std::borrow::Cow;

/// How many characters of a body a message shows.
const EXCERPT: usize = 300;

/// The start of a body for a message: on one line, with the queries of links masked, and with a sign
/// for what is not UTF-8.
pub(crate) fn excerpt(body: &[u8]) -> String {
    // Four bytes a character at most, and some room for links, which get shorter when masked.
    let front = &body[..body.len().min(EXCERPT * 16)];
    let text = String::from_utf8_lossy(front);
    let masked = mask(&text);
    let mut excerpt: String = masked
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .take(EXCERPT)
        .collect();
    if masked.chars().nth(EXCERPT).is_some() || front.len() < body.len() {
        excerpt.push('…');
    }
    excerpt
}

/// The text with the query of every http(s) link as `?…`: a signed link's query is a secret.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(start) = find_link(rest) {
        let (before, link) = rest.split_at(start);
        let end = link.find(ends_link).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        masked.push_str(before);
        match link.split_once('?') {
            Some((address, _)) => {
                masked.push_str(address);
                masked.push_str("?…");
            }
            None => masked.push_str(link),
        }
        rest = after;
    }
    if masked.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// What cannot be part of a link in running text, JSON or HTML. Brackets and apostrophes can: rather
/// mask some of the text behind a link than show some of its query.
fn ends_link(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '<' | '>')
}

/// The start of the first link; JSON may have escaped the slashes.
fn find_link(text: &str) -> Option<usize> {
    const STARTS: [&str; 4] = ["http://", "https://", "http:\\/\\/", "https:\\/\\/"];
    let starts_link = |at: usize| {
        STARTS.iter().any(|it| {
            text.as_bytes()
                .get(at..at + it.len())
                .is_some_and(|part| part.eq_ignore_ascii_case(it.as_bytes()))
        })
    };
    text.char_indices()
        .map(|(at, _)| at)
        .find(|at| starts_link(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_of_links_are_masked() {
        let text = r#"{"a":"https://x.example/f?sig=s1","b":"HTTP:\/\/y.example\/g?sig=s2&t=')s3", "c":"http://z?s4"#;
        let masked = mask(text);
        assert_eq!(
            masked,
            r#"{"a":"https://x.example/f?…","b":"HTTP:\/\/y.example\/g?…", "c":"http://z?…"#
        );
        assert_eq!(
            mask("why? https://x.example/f no"),
            "why? https://x.example/f no"
        );
    }

    #[test]
    fn excerpts_are_bounded_and_on_one_line() {
        assert_eq!(excerpt(b"a\r\nb\xff"), "a  b\u{fffd}");
        assert_eq!(excerpt(&[b'x'; 100_000]).chars().count(), EXCERPT + 1);
        let mut long = b"https://x.example/?".to_vec();
        long.resize(100_000, b's');
        assert_eq!(excerpt(&long), "https://x.example/?……");
    }
}
