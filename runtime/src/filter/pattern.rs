//! Patterns of `like` and `ilike`.

use super::quote::quote;
use crate::problem::Problem;

/// A pattern for [`Field::like`](super::Field::like) and [`Field::ilike`](super::Field::ilike).
///
/// It is built from text, in which every character stands for itself, also `*` and `\`. Only
/// [`Pattern::raw`] takes a pattern as the API reads it, so that no text of foreign origin becomes one
/// by mistake.
///
/// ```
/// use connect_usage::filter::Pattern;
///
/// assert_eq!(Pattern::starts_with("5*"), Pattern::raw(r"5\**"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Texts with this text in them.
    pub fn contains(text: impl AsRef<str>) -> Self {
        match text.as_ref() {
            // Two stars side by side would be refused.
            "" => Self("*".to_owned()),
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

    /// A pattern as the API reads it: `*` stands for any characters, `\*` is a star and `\\` a
    /// backslash. Without a star it is the whole text. Two stars side by side are refused.
    pub fn raw(pattern: impl Into<String>) -> Self {
        Self(pattern.into())
    }

    /// The pattern in RQL.
    pub(crate) fn quoted(&self, field: &str) -> Result<String, Problem> {
        if self.0.is_empty() {
            return Err(Problem::new(format_args!(
                "`{field}` cannot take an empty pattern; for the empty text there is `is_empty`"
            )));
        }
        if has_double_star(&self.0) {
            return Err(Problem::new(format_args!(
                "`{field}` cannot take the pattern `{}`: one star after the other is refused by the API",
                self.0
            )));
        }
        quote(field, &self.0)
    }
}

/// A [`Pattern`]. No other type is one: the trait is there for the compiler's message about a string,
/// which does not say what its stars mean.
#[diagnostic::on_unimplemented(
    message = "`like` and `ilike` take a `Pattern`, not `{Self}`",
    label = "does not say what its stars mean",
    note = "text as it stands: `Pattern::contains`, `starts_with`, `ends_with`, `exactly`; a pattern with `*` for any characters: `Pattern::raw`"
)]
pub trait IntoPattern {
    /// The pattern.
    fn into_pattern(self) -> Pattern;
}

impl IntoPattern for Pattern {
    fn into_pattern(self) -> Pattern {
        self
    }
}

impl IntoPattern for &Pattern {
    fn into_pattern(self) -> Pattern {
        self.clone()
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

    fn quoted(pattern: Pattern) -> Result<String, Problem> {
        pattern.quoted("name")
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
        let raw = |pattern: &str| quoted(Pattern::raw(pattern));
        assert!(raw("a**b").is_err());
        assert!(raw(r"a\\**").is_err());
        assert!(raw(r"a\**").is_ok());
        assert!(raw("\"'").is_err());
        assert!(raw("").is_err());
        assert!(raw("empty()").is_err());
        assert!(quoted(Pattern::exactly("")).is_err());
    }
}
