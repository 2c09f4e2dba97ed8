//! Patterns of `like` and `ilike`.

use super::quote::in_quotes;
use crate::problem::Problem;

/// A pattern for [`Field::like`](super::Field::like): a text in which `*` stands for any characters.
///
/// A `&str` or `String` becomes a pattern as it stands, where `\*` is a star and `\\` a backslash. For
/// text of foreign origin there are [`contains`](Self::contains), [`starts_with`](Self::starts_with),
/// [`ends_with`](Self::ends_with) and [`exactly`](Self::exactly), which take every character for
/// itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Texts with this text in them.
    pub fn contains(text: impl AsRef<str>) -> Self {
        match text.as_ref() {
            "" => Self::any(),
            text => Self(format!("*{}*", escaped(text))),
        }
    }

    /// Texts that begin with this one.
    pub fn starts_with(text: impl AsRef<str>) -> Self {
        Self(format!("{}*", escaped(text.as_ref())))
    }

    /// Texts that end with this one.
    pub fn ends_with(text: impl AsRef<str>) -> Self {
        Self(format!("*{}", escaped(text.as_ref())))
    }

    /// This text alone; of use with [`Field::ilike`](super::Field::ilike).
    pub fn exactly(text: impl AsRef<str>) -> Self {
        Self(escaped(text.as_ref()))
    }

    fn any() -> Self {
        Self("*".to_owned())
    }

    /// The pattern in RQL.
    pub(crate) fn quoted(&self, field: &str) -> Result<String, Problem> {
        if has_double_star(&self.0) {
            return Err(Problem::new(format_args!(
                "the filter `{field}` cannot take the pattern `{}`: one star after the other is refused by the API",
                self.0
            )));
        }
        in_quotes(field, &self.0)
    }
}

impl From<&str> for Pattern {
    fn from(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }
}

impl From<String> for Pattern {
    fn from(pattern: String) -> Self {
        Self(pattern)
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*")
}

/// Whether two stars that both mean "any characters" stand side by side.
fn has_double_star(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    let mut after_star = false;
    while let Some(character) = characters.next() {
        match character {
            '*' if after_star => return true,
            '*' => after_star = true,
            '\\' => {
                characters.next();
                after_star = false;
            }
            _ => after_star = false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(pattern: impl Into<Pattern>) -> Result<String, Problem> {
        pattern.into().quoted("name")
    }

    #[test]
    fn text_of_foreign_origin_stays_text() {
        assert_eq!(
            quoted(Pattern::contains(r"5*\")),
            Ok(r#""*5\*\\*""#.to_owned())
        );
        assert_eq!(
            quoted(Pattern::starts_with("**")),
            Ok(r#""\*\**""#.to_owned())
        );
        assert_eq!(quoted(Pattern::ends_with("x")), Ok(r#""*x""#.to_owned()));
        assert_eq!(quoted(Pattern::exactly("a*")), Ok(r#""a\*""#.to_owned()));
        assert_eq!(quoted(Pattern::contains("")), Ok(r#""*""#.to_owned()));
    }

    #[test]
    fn patterns_that_the_api_refuses_are_refused() {
        assert!(quoted("a**b").is_err());
        assert!(quoted(r"a\\**").is_err());
        assert!(quoted(r"a\**").is_ok());
        assert!(quoted("\"'").is_err());
    }
}
