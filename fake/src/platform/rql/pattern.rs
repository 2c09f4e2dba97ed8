//! The patterns of `like` and `ilike`.

/// Strings between stars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The strings before, between and after the stars: one more than the stars.
    parts: Vec<String>,
    ignore_case: bool,
}

impl Pattern {
    /// Reads a pattern: `*` is any string, `\*` and `\\` are the characters themselves. `None` if two stars
    /// are adjacent.
    pub fn parse(text: &str, ignore_case: bool) -> Option<Self> {
        let mut parts = vec![String::new()];
        let mut after_star = false;
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            if sign == '*' {
                if after_star {
                    return None;
                }
                parts.push(String::new());
            } else {
                let escaped = signs.next_if(|next| sign == '\\' && matches!(next, '*' | '\\'));
                if let Some(part) = parts.last_mut() {
                    part.push(escaped.unwrap_or(sign));
                }
            }
            after_star = sign == '*';
        }
        if ignore_case {
            parts = parts.iter().map(|it| it.to_lowercase()).collect();
        }
        Some(Self { parts, ignore_case })
    }

    /// This string anywhere, in any case. Its stars have no special meaning.
    pub fn containing(text: &str) -> Self {
        Self {
            parts: vec![String::new(), text.to_lowercase(), String::new()],
            ignore_case: true,
        }
    }

    pub fn matches(&self, text: &str) -> bool {
        match self.ignore_case {
            true => self.matches_exactly(&text.to_lowercase()),
            false => self.matches_exactly(text),
        }
    }

    fn matches_exactly(&self, text: &str) -> bool {
        let [first, middle @ .., last] = &self.parts[..] else {
            return self.parts.first().is_some_and(|it| it == text);
        };
        let inner = text
            .strip_prefix(first.as_str())
            .and_then(|it| it.strip_suffix(last.as_str()));
        let Some(mut inner) = inner else {
            return false;
        };
        // The first position for each part is the best: it leaves the most for the following parts.
        for part in middle {
            match inner.find(part.as_str()) {
                Some(at) => inner = &inner[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_match_what_they_say() {
        for (pattern, matching, other) in [
            ("abc", vec!["abc"], vec!["abcd", "ABC", ""]),
            ("a*", vec!["a", "abc"], vec!["ba", "A"]),
            ("*a", vec!["a", "cba"], vec!["ab"]),
            ("*b*", vec!["b", "abc"], vec!["ac"]),
            ("a*a", vec!["aa", "aba"], vec!["a"]),
            ("a*b*c", vec!["abc", "axxbxxc", "abbc"], vec!["acb"]),
            (r"50\*\\", vec![r"50*\"], vec!["50x"]),
            (r"\a", vec![r"\a"], vec!["a"]),
            ("*", vec!["", "x"], vec![]),
            ("", vec![""], vec!["x"]),
        ] {
            let read = Pattern::parse(pattern, false).expect(pattern);
            assert!(matching.iter().all(|it| read.matches(it)), "{pattern}");
            assert!(!other.iter().any(|it| read.matches(it)), "{pattern}");
        }
        let read = Pattern::parse("*ÜB*", true).expect("a pattern");
        assert!(read.matches("Drüber") && !read.matches("uber"));
        assert_eq!(Pattern::parse("a**b", false), None);
        assert!(Pattern::parse(r"a*\*", false).is_some_and(|it| it.matches("ab*")));
    }
}
