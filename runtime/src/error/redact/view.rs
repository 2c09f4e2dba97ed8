//! A text as its reader would see it, with where each character is in the text as it stands.

/// How often what is unescaped is looked at again: a link in JSON in HTML, and some more.
const LAYERS: usize = 6;

/// A character, with all escapes undone: `?` for `?`, `%3F`, `%253f`, `\u003f` and `&#63;` alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) character: char,
    /// Where its source begins and ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What its escape begins with; `None` for a character that stands in the text as it is.
    pub(super) escape: Option<char>,
}

impl Seen {
    pub(super) fn is_plain(&self) -> bool {
        self.escape.is_none()
    }

    /// How long its source is.
    pub(super) fn length(&self) -> usize {
        self.end - self.start
    }
}

pub(super) fn view(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = text
        .char_indices()
        .map(|(start, character)| Seen {
            character,
            start,
            end: start + character.len_utf8(),
            escape: None,
        })
        .collect();
    for _ in 0..LAYERS {
        if !unescape_all(&mut seen) {
            break;
        }
    }
    seen
}

/// Undoes one layer of escapes; false if there is none.
fn unescape_all(seen: &mut Vec<Seen>) -> bool {
    let (mut from, mut to) = (0, 0);
    while from < seen.len() {
        let first = seen[from];
        seen[to] = first;
        if let Some((character, length)) = unescape(&seen[from..]) {
            seen[to] = Seen {
                character,
                start: first.start,
                end: seen[from + length - 1].end,
                escape: first.escape.or(Some(first.character)),
            };
            from += length - 1;
        }
        from += 1;
        to += 1;
    }
    let is_shorter = to < seen.len();
    seen.truncate(to);
    is_shorter
}

/// The character that an escape at the start means, and how long the escape is.
fn unescape(seen: &[Seen]) -> Option<(char, usize)> {
    let at = |index: usize| seen.get(index).map(|it| it.character);
    match at(0)? {
        '%' => Some((ascii(&seen[1..], 2, 16)?, 3)),
        '\\' => match at(1)? {
            it @ ('/' | '"' | '\\') => Some((it, 2)),
            'u' => Some((ascii(&seen[2..], 4, 16)?, 6)),
            'x' => Some((ascii(&seen[2..], 2, 16)?, 4)),
            _ => None,
        },
        '&' => {
            let length = seen.iter().take(10).position(|it| it.character == ';')?;
            Some((entity(&seen[1..length])?, length + 1))
        }
        _ => None,
    }
}

/// What HTML and XML call a character, without the `&` and the `;`.
fn entity(name: &[Seen]) -> Option<char> {
    const NAMES: [(&str, char); 10] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("quest", '?'),
        ("equals", '='),
        ("colon", ':'),
        ("sol", '/'),
        ("nbsp", ' '),
    ];
    if name.first()?.character == '#' {
        return match name.get(1)?.character {
            'x' | 'X' => ascii(&name[2..], name.len() - 2, 16),
            _ => ascii(&name[1..], name.len() - 1, 10),
        };
    }
    let is = |it: &str| name.iter().map(|it| it.character).eq(it.chars());
    let known = NAMES.iter().find(|(it, _)| is(it));
    known.map(|(_, character)| *character)
}

/// The ASCII character that so many digits stand for. No other matters here.
fn ascii(digits: &[Seen], count: usize, radix: u32) -> Option<char> {
    let digits = digits.get(..count).filter(|it| !it.is_empty())?;
    let number = digits.iter().try_fold(0u32, |number, it| {
        number
            .checked_mul(radix)?
            .checked_add(it.character.to_digit(radix)?)
    })?;
    char::from_u32(number).filter(char::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_however_deep() {
        let read = |text: &str| -> String { view(text).iter().map(|it| it.character).collect() };
        for text in [
            "a?b",
            "a%3fb",
            "a%253Fb",
            "a%25253Fb",
            "a\\u003fb",
            "a\\\\\\\\u003Fb",
            "a\\x3fb",
            "a&#63;b",
            "a&#x3F;b",
            "a&quest;b",
            "a&amp;amp;quest;b",
            "a\\u0026quest;b",
            "a%26%2363%3Bb",
        ] {
            assert_eq!(read(text), "a?b", "{text}");
        }
        for text in [
            "%", "%2", "%zz", "%C3%BC", "&", "&;", "&#;", "&what;", "\\", "\\u00", "ü\\n",
        ] {
            assert_eq!(read(text), text);
        }
        let seen = view("ü%3F");
        assert_eq!(
            (seen[1].start, seen[1].end, seen[1].is_plain()),
            (2, 5, false)
        );
    }
}
