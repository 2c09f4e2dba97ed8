//! Text of foreign origin, made fit for messages.

mod view;

use std::borrow::Cow;
use std::ops::Range;

use self::view::{Seen, view};

/// How many characters of a body a message shows.
const EXCERPT: usize = 300;

/// How many backslashes may stand before a quote that ends something: JSON in JSON in JSON has three.
const LAYERS_OF_JSON: usize = 3;

/// The start of a body for a message: on one line, with what [`mask`] masks, and with a sign for what
/// is not UTF-8.
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

/// The text without what gives access to something, as far as that can be told from the text: keys,
/// queries of links, signatures and their like. Each is replaced by `…`, however it is escaped.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let seen = view(text);
    let mut masked = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < seen.len() {
        let Some(secret) = secret_after(&seen, at).filter(|it| !it.is_empty()) else {
            at += 1;
            continue;
        };
        masked.push_str(&text[copied..seen[secret.start].start]);
        masked.push('…');
        copied = seen[secret.end - 1].end;
        at = secret.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// The secret that the character here leads to: the mark of a query, the end of a name or of a tag, or
/// the start of a key.
fn secret_after(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    match seen[at].character {
        '?' => query(seen, at),
        '=' => assigned(seen, at),
        ':' => member(seen, at),
        '>' => element(seen, at),
        'a' | 'A' => after_scheme(seen, at, "apikey"),
        'b' | 'B' => after_scheme(seen, at, "bearer"),
        's' | 'S' => key(seen, at),
        _ => None,
    }
}

/// What follows a question mark, unless the question has ended with it.
fn query(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let near = &seen[..seen.len().min(at + 64)];
    let mut front = near[token(near, at + 1)].iter();
    let begins = front.any(|it| it.character.is_alphanumeric());
    begins.then(|| token(seen, at + 1))
}

/// All from here to where a link or a key would end in running text, JSON or HTML. Brackets,
/// apostrophes and what is escaped do not end it: rather mask some of the text behind than show some
/// of a secret.
fn token(seen: &[Seen], start: usize) -> Range<usize> {
    let ends = |it: &Seen| match it.character {
        // In JSON that is quoted in JSON.
        '"' if it.escape == Some('\\') => it.length() <= 1 + LAYERS_OF_JSON,
        '"' | '<' | '>' => it.is_plain(),
        other => other.is_whitespace() && it.is_plain(),
    };
    until(seen, start, ends)
}

fn until(seen: &[Seen], start: usize, ends: impl FnMut(&Seen) -> bool) -> Range<usize> {
    let rest = seen.get(start..).unwrap_or_default();
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    start..start + length
}

/// `sig=…`, `signature = "…"`
fn assigned(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let name = name_before(seen, skip_back(seen, at, is_space));
    if !is_secret(&name) && !is_key(&name) {
        return None;
    }
    let start = skip(seen, at + 1, is_space);
    match seen.get(start)?.character {
        '"' | '\'' => Some(quoted(seen, start)),
        _ => Some(token(seen, start)),
    }
}

/// `"signature": "…"`
fn member(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let end = skip_back(seen, at, is_space);
    let before = end.checked_sub(1)?;
    if seen[before].character != '"' || !is_secret(&name_before(seen, before)) {
        return None;
    }
    let start = skip(seen, at + 1, is_space);
    (seen.get(start)?.character == '"').then(|| quoted(seen, start))
}

/// What stands between the quote here and the next one that is written like it.
fn quoted(seen: &[Seen], quote: usize) -> Range<usize> {
    let open = seen[quote];
    until(seen, quote + 1, |it| {
        it.character == open.character && it.length() == open.length()
    })
}

/// `<Signature>…</Signature>`
fn element(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let is_part = |it: char| is_name(it) || it == ':';
    let start = skip_back(seen, at, is_part);
    let name = name_before(seen, at);
    let is_tag = seen.get(start.checked_sub(1)?)?.character == '<';
    if !is_tag || (!is_secret(&name) && !is_key(&name)) {
        return None;
    }
    let is_plain = seen[at].is_plain();
    Some(until(seen, at + 1, |it| {
        it.character == '<' && (it.is_plain() || !is_plain)
    }))
}

/// `ApiKey …`, `Bearer …`
fn after_scheme(seen: &[Seen], at: usize, scheme: &str) -> Option<Range<usize>> {
    let word = seen.get(at..at + scheme.len())?;
    let is_scheme = word
        .iter()
        .zip(scheme.chars())
        .all(|(it, expected)| it.character.eq_ignore_ascii_case(&expected));
    let gap = at + scheme.len();
    let start = skip(seen, gap, |it| is_space(it) || "+:='\"".contains(it));
    (is_scheme && start > gap).then(|| token(seen, start))
}

/// `SU-000-000-000:…`
fn key(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let front = seen.get(at + 1..at + 3)?;
    let is_key = matches!(front[0].character, 'u' | 'U') && front[1].character == '-';
    let colon = skip(seen, at + 3, |it| it.is_ascii_digit() || it == '-');
    let has_secret = is_key && seen.get(colon)?.character == ':';
    has_secret.then(|| token(seen, colon + 1))
}

/// The name that ends before here, in small letters and digits alone.
fn name_before(seen: &[Seen], end: usize) -> String {
    let start = skip_back(seen, end, is_name);
    let name = seen[start..end].iter().map(|it| it.character);
    name.filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_lowercase())
        .collect()
}

/// Whether what has this name gives access to something.
fn is_secret(name: &str) -> bool {
    const PARTS: [&str; 9] = [
        "signature",
        "token",
        "credential",
        "secret",
        "password",
        "stringtosign",
        "accesskey",
        "apikey",
        "authorization",
    ];
    PARTS.iter().any(|it| name.contains(it)) || name.ends_with("sig")
}

/// Whether it is the name of a key. In JSON that can be anything.
fn is_key(name: &str) -> bool {
    name.ends_with("key") || name.ends_with("keyid")
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.".contains(character)
}

fn is_space(character: char) -> bool {
    character.is_whitespace()
}

fn skip(seen: &[Seen], start: usize, is_part: impl Fn(char) -> bool) -> usize {
    let rest = seen.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|it| is_part(it.character)).count()
}

fn skip_back(seen: &[Seen], end: usize, is_part: impl Fn(char) -> bool) -> usize {
    let front = seen[..end].iter().rev();
    end - front.take_while(|it| is_part(it.character)).count()
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

    /// The forms in which servers, storages and proxies repeat what they were sent.
    #[test]
    fn what_gives_access_is_masked_in_all_its_forms() {
        for (text, masked) in [
            ("your key was ApiKey SU-1-2:s3", "your key was ApiKey …"),
            ("apikey:s3, bearer s3", "apikey:… bearer …"),
            ("SU-000-111-222:s3 is bad", "SU-000-111-222:… is bad"),
            ("SU-1%3As3", "SU-1%3A…"),
            ("/bucket/x?sig=s3", "/bucket/x?…"),
            (
                "s3.amazonaws.com/x?X-Amz-Signature=s3",
                "s3.amazonaws.com/x?…",
            ),
            ("https://s/x?a=b c&sig=s3", "https://s/x?… c&sig=…"),
            ("https://s/x?a=b%22c&z=s3", "https://s/x?…"),
            (r"https://s/x\u003fsig=s3", r"https://s/x\u003f…"),
            ("https%3A%2F%2Fs%2Fx%3Fsig%3Ds3", "https%3A%2F%2Fs%2Fx%3F…"),
            (
                "https%253A%252F%252Fs%253Fz%253Ds3",
                "https%253A%252F%252Fs%253F…",
            ),
            ("a=b&amp;sig=s3", "a=b&amp;sig=…"),
            (
                "<SignatureProvided>s3 s3</SignatureProvided>",
                "<SignatureProvided>…</SignatureProvided>",
            ),
            (
                "&lt;AWSAccessKeyId&gt;s3&lt;/A&gt;",
                "&lt;AWSAccessKeyId&gt;…&lt;/A&gt;",
            ),
            (
                "Credential=s3/x, Signature = \"s3\" no",
                "Credential=… Signature = \"…\" no",
            ),
            (
                r#"{"access_token": "s3 s3", "b": 1}"#,
                r#"{"access_token": "…", "b": 1}"#,
            ),
            (
                r#""{\"u\":\"/x?s3\",\"b\":1}""#,
                r#""{\"u\":\"/x?…\",\"b\":1}""#,
            ),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn what_says_what_is_wrong_is_left() {
        for text in [
            "period: this field is required",
            "token: this field is required",
            r#"{"key": "PRD-1", "status": "draft", "rows": [{"id": "SU-1"}]}"#,
            "is it there? (really?) a=b&c=d <b>no</b> 50%",
            "the API key is empty",
            "C:\\data\\october.xlsx cannot be read",
        ] {
            assert_eq!(mask(text), text);
        }
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
